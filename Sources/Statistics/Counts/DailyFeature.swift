/// What is known of a day before anything happened on it.
package enum DailyFeature: String, CaseIterable, Sendable {
  /// The hour at which a day begins: always 0.
  case hourOfDay = "hour_of_day"
  /// 0 on Mondays to 6 on Sundays.
  case dayOfWeek = "day_of_week"
  /// 1 on Saturdays and Sundays, else 0.
  case isWeekend = "is_weekend"

  /// Of a day, counted from 1970-01-01.
  func value(onDay day: Int64) -> Double {
    switch self {
    case .hourOfDay: 0
    case .dayOfWeek: Double(Self.weekday(day))
    case .isWeekend: Self.weekday(day) >= 5 ? 1 : 0
    }
  }

  /// Counted from Monday. 1970-01-01 was a Thursday.
  private static func weekday(_ day: Int64) -> Int64 {
    ((day % 7) + 10) % 7
  }
}
