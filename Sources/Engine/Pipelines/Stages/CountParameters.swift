extension StageParameter {
  /// What the stages take that count events by groups and times. All of them take all, because clients give one set of parameters to several.
  static let ofCounts = [
    StageParameter(
      "h3_resolution", .integer(0...15), default: .integer(8),
      "How fine the grid of H3 cells is."),
    StageParameter(
      "min_trend_events", .integer(0...1_000_000_000), default: .integer(4),
      "With fewer events in its window a trend is not sought."),
    StageParameter(
      "filter_col", .text, default: .null,
      "Anything but null or an empty text switches the filter by filter_values on."),
    StageParameter(
      "filter_values", .texts, default: .null,
      "The values of the secondary group that take part; all of them if none is given."),
    StageParameter(
      "analysis_weeks_trend", .integers(1...520, count: 1...10), default: .integers([4]),
      "Over how many of the last weeks trends are sought."),
    StageParameter(
      "analysis_weeks_anomaly", .integer(1...520), default: .integer(4),
      "How many of the last weeks are held against the history."),
    StageParameter(
      "p_value_anomaly", .number(0...1), default: .number(0.05),
      "Below it a week is drawn as an anomaly."),
    StageParameter(
      "p_value_trend", .number(0...1), default: .number(0.05),
      "Below it a trend is significant, below twice as much a hint."),
    StageParameter(
      "plot_generation", .word(["both", "trends", "anomalies", "none"]), default: .text("both"),
      "What is drawn."),
    StageParameter(
      "save_full_series", .boolean, default: .boolean(false),
      "Whether each cell is told with all its weeks."),
    StageParameter(
      "timestamp_col", .text, default: .null, "The column of the events' times."),
    StageParameter(
      "primary_group_col", .text, default: .null, "The column of places, such as districts."),
    StageParameter(
      "secondary_group_col", .text, default: .null,
      "The column of kinds of events, such as offences."),
    StageParameter(
      "group_by_col", .text, default: .null, "The column by which years are compared."),
    StageParameter(
      "baseline_year", .integer(1...9999), default: .null,
      "A year beside which the others are held as well."),
  ]
}

extension StageRun {
  func integer(_ name: String) -> Int? {
    if case .integer(let value) = parameters[name] { value } else { nil }
  }

  func number(_ name: String, or standard: Double) -> Double {
    if case .number(let value) = parameters[name] { value } else { standard }
  }

  func isOn(_ name: String) -> Bool { parameters[name] == .boolean(true) }
}
