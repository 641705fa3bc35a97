internal import JSON
internal import Statistics
internal import Tables

/// The artifacts of a stage that looks at weekly counts: what was found in each group, and drawings of the most striking groups.
struct WeeklyReport {
  /// What tells a group from others: the names of its members in the artifact, with their values.
  typealias GroupKeys = [(name: String, value: Cell)]

  /// How many groups there may be.
  static let groupLimit = 1_000_000
  /// How many weeks that are held against the history, and windows of trends, there may be in all groups together: 200 MB in memory.
  static let countLimit = 5_000_000
  /// How many weeks the groups may be told with, all together. Two events of which one has a wrong year are hundreds of thousands apart.
  static let weekLimit = 5_000_000
  /// How many drawings there are at most of anomalies, and of trends.
  static let plotLimit = 20

  /// Whether trends are told by the length of their windows, and not the first one alone.
  var isByWindow = false
  /// Whether groups are told with all their weeks. City-wide ones always are.
  var hasSeries = true
  /// How many bytes the artifact with all that was found may have.
  var byteLimit = Artifact.byteLimit

  private let stage: String
  private let plots: String
  private let run: StageRun
  private var writer = JSONWriter()
  private var isCityWide = false
  private var anomalies: WeeklyPlots
  private var trends: WeeklyPlots

  /// - Parameters:
  ///   - stage: the name of the stage, and of its first artifact.
  ///   - plots: what names of drawings begin with.
  init(_ stage: String, plots: String, _ run: StageRun) {
    self.stage = stage
    self.plots = plots
    self.run = run
    let wish = run.parameters["plot_generation"]
    anomalies = WeeklyPlots(
      limit: [.text("both"), .text("anomalies")].contains(wish) ? Self.plotLimit : 0,
      threshold: run.number("p_value_anomaly", or: 0.05))
    trends = WeeklyPlots(
      limit: [.text("both"), .text("trends")].contains(wish) ? Self.plotLimit : 0,
      threshold: run.number("p_value_trend", or: 0.05))
    writer.beginArtifact(of: stage, run)
    writer.key("results")
    writer.beginArray()
  }

  /// Fails if series have too many weeks to be told.
  ///
  /// - Parameter weekCount: of all of them, those without events too.
  static func check(weekCount: Int) throws(StageFailure) {
    if weekCount > weekLimit { throw .tooMany(what: "weeks of groups", limit: weekLimit) }
  }

  /// Ends the groups; what is added from now on is of the whole city.
  mutating func beginCityWide() {
    writer.endArray()
    writer.key("city_wide_results")
    writer.beginArray()
    isCityWide = true
  }

  /// Adds what was found in a group.
  ///
  /// - Parameter keys: the last ones of the group's members. They are named by the file's columns, and where two members would have the
  ///   same name, the later one is told.
  /// - Throws: `cancelled`, and `tooMany` if the artifact becomes too long.
  mutating func add(_ findings: WeeklyFindings, keys: GroupKeys) throws(StageFailure) {
    if run.lanes.isCancelled { throw .cancelled }
    writer.beginObject()
    if begin("model_used", before: keys) { writer.string(findings.model.family.name) }
    if begin("historical_weekly_avg", before: keys) { writer.double(findings.model.mean) }
    if begin("historical_weekly_var", before: keys) { writer.double(findings.model.variance) }
    if hasSeries || isCityWide, begin("full_weekly_series", before: keys) {
      writer.series(findings.series)
    }
    if begin(isByWindow ? "anomaly_analysis" : "last_4_weeks_analysis", before: keys) {
      writer.beginArray()
      for anomaly in findings.anomalies { writer.anomaly(anomaly) }
      writer.endArray()
    }
    if begin("trend_analysis", before: keys) { writeTrends(findings.trends) }
    for (place, (name, value)) in keys.enumerated()
    where begin(name, before: keys[(place + 1)...]) {
      writer.cell(value)
    }
    writer.endObject()
    if writer.bytes.count > byteLimit { throw .tooLong(limit: byteLimit) }
    anomalies.consider(
      findings, pValue: findings.anomalies.map(\.pValue).min(), title: Self.title(keys))
    trends.consider(
      findings, pValue: findings.trends.compactMap(\.trend.pValue).min(), title: Self.title(keys))
  }

  /// The artifacts, the one with all that was found first.
  consuming func finish() -> [Artifact] {
    writer.endArray()
    writer.endObject()
    return [Artifact(name: "\(stage).json", bytes: writer.bytes)]
      + anomalies.artifacts(named: "\(plots)_anomaly") + trends.artifacts(named: "\(plots)_trend")
  }

  // Leaves

  /// Begins a member, unless a later one has its name.
  private mutating func begin(
    _ name: String, before later: some Sequence<(name: String, value: Cell)>
  ) -> Bool {
    if later.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) { return false }
    writer.key(name)
    return true
  }

  private mutating func writeTrends(_ trends: [WindowTrend]) {
    guard isByWindow else {
      if let first = trends.first { writer.trend(first.trend) } else { writer.null() }
      return
    }
    writer.beginObject()
    for window in trends {
      writer.key("\(window.weeks)_weeks")
      writer.trend(window.trend)
    }
    writer.endObject()
  }

  private static func title(_ keys: GroupKeys) -> String {
    keys.prefix(2).map(\.value.title).joined(separator: ", ")
  }
}

extension Array {
  /// How many weeks there are in the series of all elements.
  func weekCount(_ findings: (Element) -> WeeklyFindings) -> Int {
    reduce(0) { $0 + findings($1).series.weekCount }
  }
}

extension JSONWriter {
  /// Weeks by their Sundays, those without events too.
  fileprivate mutating func series(_ series: WeeklySeries) {
    beginObject()
    for entry in series {
      key(Self.text(ofDay: entry.week.sunday))
      integer(entry.count)
    }
    endObject()
  }

  fileprivate mutating func anomaly(_ anomaly: CountAnomaly) {
    beginObject()
    key("week")
    string(Self.text(ofDay: anomaly.week.sunday))
    key("count")
    integer(anomaly.count)
    key("anomaly_p_value")
    number(anomaly.pValue)
    key("z_score")
    number(anomaly.zScore)
    endObject()
  }

  fileprivate mutating func trend(_ trend: CountTrend) {
    beginObject()
    key("slope")
    number(trend.slope)
    key("p_value")
    number(trend.pValue)
    key("description")
    string(trend.verdict.rawValue)
    endObject()
  }
}
