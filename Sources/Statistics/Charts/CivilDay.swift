internal import Tables

/// A day of the Gregorian calendar.
struct CivilDay: Equatable {
  let year: Int64
  /// From 1 to 12.
  let month: Int64
  /// From 1 to 31.
  let day: Int64

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day that is so many days behind 1970-01-01.
  init(daysSince1970 days: Int64) {
    (year, month, day) = CalendarText.date(days)
  }

  /// How many days it is behind 1970-01-01.
  var daysSince1970: Int64 { TimeText.days(year, month, day) }
}

extension Int64 {
  /// The greatest whole number that is not above a quotient.
  func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
