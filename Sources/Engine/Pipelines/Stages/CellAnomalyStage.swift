internal import JSON
internal import Statistics
internal import Tables

extension Stage {
  static let cellAnomaly = Stage(
    "stage4_h3_anomaly",
    "Finds unusual last weeks and trends in the weekly counts of each H3 cell and secondary group.",
    parameters: StageParameter.ofCounts,
    needs: [.timestamp, .latitude, .longitude, .secondaryGroup], readsAllSources: true
  ) { (run) throws(StageFailure) in
    let resolution = run.integer("h3_resolution") ?? 8
    guard let grid = HexagonGrid(resolution: resolution) else {
      preconditionFailure("a resolution that its range lets through")
    }
    try run.begin("finding cells")
    var sources: [CellAnomalies.Source] = []
    for source in run.sources {
      sources.append(
        CellAnomalies.Source(
          of: source.table, by: try run.column(.secondaryGroup, of: source),
          times: try run.times(of: source), cells: try run.cells(of: source, grid)))
    }
    try run.begin("counting weeks")
    let found: CellAnomalies
    do throws(CountFailure) {
      found = try CellAnomalies(
        of: sources, allowed: run.allowedGroups, analysis: run.weeklyAnalysis,
        groupLimit: WeeklyReport.groupLimit, countLimit: WeeklyReport.countLimit,
        on: run.lanes)
    } catch {
      throw StageFailure(error)
    }
    let hasSeries = run.isOn("save_full_series")
    try WeeklyReport.check(
      weekCount: (hasSeries ? found.items.weekCount(\.findings) : 0)
        + found.cityWide.weekCount(\.findings))
    try run.begin("drawing")
    var report = WeeklyReport("stage4_h3_anomaly", plots: "plot_stage4", run)
    report.isByWindow = true
    report.hasSeries = hasSeries
    for item in found.items {
      let (latitude, longitude) = HexagonGrid.center(of: item.cell)
      try report.add(
        item.findings,
        keys: [
          ("h3_index_\(resolution)", Cell(HexagonGrid.text(of: item.cell))),
          ("secondary_group", item.secondary),
          ("lat", .decimal(latitude)), ("lon", .decimal(longitude)),
        ])
    }
    report.beginCityWide()
    for item in found.cityWide {
      try report.add(
        item.findings,
        keys: [("secondary_group", item.secondary), ("primary_group_name", Cell("City-Wide"))])
    }
    return report.finish()
  }
}

extension StageRun {
  fileprivate var weeklyAnalysis: WeeklyAnalysis {
    var analysis = WeeklyAnalysis(
      anomalyWeeks: integer("analysis_weeks_anomaly") ?? 4,
      trendEventLimit: integer("min_trend_events") ?? 4,
      trendThreshold: number("p_value_trend", or: 0.05))
    if case .integers(let weeks) = parameters["analysis_weeks_trend"] {
      analysis.trendWeeks = weeks
    }
    return analysis
  }

  /// The cell in which each row of a source lies.
  fileprivate func cells(
    of source: LoadedSource, _ grid: HexagonGrid
  ) throws(StageFailure) -> [UInt64] {
    let latitudes = try degrees(.latitude, of: source)
    let longitudes = try degrees(.longitude, of: source)
    do throws(Cancelled) {
      return try grid.cells(latitudes: latitudes, longitudes: longitudes, on: lanes)
    } catch {
      throw .cancelled
    }
  }

  private func degrees(
    _ setting: SourceColumn, of source: LoadedSource
  ) throws(StageFailure) -> [Double] {
    let column = try column(setting, of: source)
    guard [.integer, .decimal, .text].contains(column.type) else {
      throw .unfitColumn(column.name, type: column.type, needed: "degrees")
    }
    do throws(Cancelled) {
      return try column.doubles(on: lanes)
    } catch {
      throw .cancelled
    }
  }
}
