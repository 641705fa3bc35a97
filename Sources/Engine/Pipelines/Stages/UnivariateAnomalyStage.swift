internal import JSON
internal import Statistics
internal import Tables

extension Stage {
  static let univariateAnomaly = Stage(
    "stage3_univariate_anomaly",
    "Finds unusual last weeks and trends in the weekly counts of each pair of a primary and a secondary group.",
    parameters: StageParameter.ofCounts, needs: [.timestamp, .primaryGroup, .secondaryGroup]
  ) { (run) throws(StageFailure) in
    let source = run.sources[0]
    let primary = try run.column(.primaryGroup, of: source)
    let secondary = try run.column(.secondaryGroup, of: source)
    try run.begin("reading times")
    let times = try run.times(of: source)
    try run.begin("counting weeks")
    let found: UnivariateAnomalies
    do throws(CountFailure) {
      found = try UnivariateAnomalies(
        of: source.table, primary: primary, secondary: secondary, times: times,
        allowed: run.allowedGroups,
        analysis: WeeklyAnalysis(trendEventLimit: run.integer("min_trend_events") ?? 4),
        groupLimit: WeeklyReport.groupLimit, countLimit: WeeklyReport.countLimit,
        on: run.lanes)
    } catch {
      throw StageFailure(error)
    }
    try WeeklyReport.check(
      weekCount: found.items.weekCount(\.findings) + found.cityWide.weekCount(\.findings))
    try run.begin("drawing")
    var report = WeeklyReport("stage3_univariate_anomaly", plots: "plot_stage3", run)
    for item in found.items {
      try report.add(
        item.findings, keys: [(primary.name, item.primary), (secondary.name, item.secondary)])
    }
    report.beginCityWide()
    for item in found.cityWide {
      try report.add(
        item.findings,
        keys: [
          (primary.name, Cell("City-Wide")), (secondary.name, item.secondary),
          ("primary_group_name", Cell("City-Wide")),
        ])
    }
    return report.finish()
  }
}
