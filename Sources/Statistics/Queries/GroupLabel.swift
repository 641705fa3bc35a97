import Tables

/// The values that groups have in common as names in charts.
enum GroupLabel {
  /// - Parameter unit: of days and moments that are starts of stretches of time: a month is called `2024-05`, a quarter `2024 Q2`.
  static func text(_ cell: Cell, unit: TimeUnit? = nil) -> String {
    switch (cell, unit) {
    case (.null, _): return "(missing)"
    case (.date(let day), .year): return "\(CivilDay(daysSince1970: day).year)"
    case (.date(let day), .quarter):
      let date = CivilDay(daysSince1970: day)
      return "\(date.year) Q\((date.month + 2) / 3)"
    case (.date(let day), .month): return String(MomentText.day(day).dropLast(3))
    default: return PlainText.value(cell)
    }
  }
}
