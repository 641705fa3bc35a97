/// A stretch of time of the calendar, by whose start moments are grouped. All begin in UTC, weeks on Monday.
package enum TimeUnit: String, CaseIterable, Sendable {
  case minute, hour, day, week, month, quarter, year

  /// Whether a stretch begins with a day, so that days can be grouped by it.
  package var isOfDays: Bool {
    switch self {
    case .minute, .hour: false
    case .day, .week, .month, .quarter, .year: true
    }
  }

  /// The number of the stretch in which a day lies; stretches are numbered in their order.
  ///
  /// - Parameter day: days since 1970-01-01. Minutes and hours of a day are counted from its midnight.
  func stretch(ofDay day: Int64) -> Int64 {
    switch self {
    case .minute: return day &* 1440
    case .hour: return day &* 24
    case .day: return day
    // 1970-01-01 was a Thursday.
    case .week: return floorDivided(day &+ 3, by: 7)
    case .month, .quarter, .year:
      let (year, month, _) = CalendarText.date(day)
      if self == .year { return year }
      return self == .month ? year &* 12 &+ month &- 1 : year &* 4 &+ (month &- 1) / 3
    }
  }

  /// The number of the stretch in which a moment lies.
  ///
  /// - Parameter moment: microseconds since 1970-01-01T00:00:00Z.
  func stretch(ofMoment moment: Int64) -> Int64 {
    switch self {
    case .minute: floorDivided(moment, by: 60_000_000)
    case .hour: floorDivided(moment, by: 3_600_000_000)
    case .day, .week, .month, .quarter, .year:
      stretch(ofDay: floorDivided(moment, by: TimeText.microsecondsPerDay))
    }
  }

  /// Where a stretch begins: a moment for minutes and hours, else a day.
  func start(of stretch: Int64) -> Cell {
    switch self {
    case .minute: .datetime(stretch &* 60_000_000)
    case .hour: .datetime(stretch &* 3_600_000_000)
    case .day: .date(stretch)
    case .week: .date(stretch &* 7 &- 3)
    case .month: .date(firstDay(ofMonth: stretch))
    case .quarter: .date(firstDay(ofMonth: stretch &* 3))
    case .year: .date(TimeText.days(stretch, 1, 1))
    }
  }

  /// - Parameter months: since the beginning of the year 0.
  private func firstDay(ofMonth months: Int64) -> Int64 {
    let year = floorDivided(months, by: 12)
    return TimeText.days(year, months - year * 12 + 1, 1)
  }
}

/// The greatest whole number that is not above a quotient.
@inline(__always)
private func floorDivided(_ number: Int64, by divisor: Int64) -> Int64 {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
