internal import Tables

/// A day of the Gregorian calendar.
package struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let year: Int64
  /// From 1 to 12.
  package let month: Int64
  /// From 1 to 31.
  package let day: Int64

  package init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that is so many days behind 1970-01-01.
  package init(daysSince1970 days: Int64) {
    (year, month, day) = CalendarText.date(days)
  }

  /// Reads `2024-05-01`; `nil` for anything else, also for a day that the calendar does not have.
  package init?(_ text: String) {
    guard text.utf8.count == 10, let days = Self.format?.days(of: Array(text.utf8)[...]) else {
      return nil
    }
    self.init(daysSince1970: days)
  }

  private static let format: DateFormat? = try? DateFormat("%Y-%m-%d")

  /// How many days it is behind 1970-01-01.
  package var daysSince1970: Int64 { TimeText.days(year, month, day) }

  /// `2024-05-01`.
  package var description: String {
    var bytes: [UInt8] = []
    CalendarText.appendDate(daysSince1970, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package static func < (first: Self, second: Self) -> Bool {
    (first.year, first.month, first.day) < (second.year, second.month, second.day)
  }
}

extension Int64 {
  /// The greatest whole number that is not above a quotient.
  func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
