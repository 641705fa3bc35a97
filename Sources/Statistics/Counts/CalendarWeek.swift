/// A week from Monday to Sunday, as ISO 8601 and the `W-SUN` of pandas have it.
package struct CalendarWeek: Comparable, Hashable, Sendable {
  /// In the order of the weeks; 0 is the week that ends on 1970-01-04.
  let number: Int32

  init(number: Int32) {
    self.number = number
  }

  /// The week in which a moment lies.
  ///
  /// - Parameter moment: microseconds of the wall clock since 1970-01-01T00:00, any number.
  init(of moment: Int64) {
    // 1969-12-29, three days before, was a Monday.
    number = Int32(truncatingIfNeeded: (CivilDay.number(of: moment) + 3).floorDivided(by: 7))
  }

  /// The last week whose Sunday has begun at a moment.
  ///
  /// That is what pandas means by the weeks that are not after a moment: it labels a week with the midnight its Sunday begins with.
  init(lastReachedAt moment: Int64) {
    number = Int32(truncatingIfNeeded: (CivilDay.number(of: moment) - 3).floorDivided(by: 7))
  }

  /// The day by which the week is called, its last one, in days since 1970-01-01.
  package var sunday: Int64 { Int64(number) * 7 + 3 }

  package static func < (left: CalendarWeek, right: CalendarWeek) -> Bool {
    left.number < right.number
  }
}

extension CivilDay {
  /// How many days the day of a moment is behind 1970-01-01.
  ///
  /// - Parameter moment: microseconds since 1970-01-01T00:00.
  @inline(__always)
  static func number(of moment: Int64) -> Int64 {
    moment.floorDivided(by: 86_400_000_000)
  }
}
