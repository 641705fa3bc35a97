internal import Engine
internal import HTTP

/// What the page of live events is to show: all of it stands in the address, in the words of `/statistics`.
struct LiveQuery: Sendable {
  /// The statistics of which the drawings are made.
  private static let drawn = ["count", "min", "max", "mean", "histogram"]
  /// What is shown where nothing else is asked for.
  private static let usual = ["count", "mean", "min", "max", "stddev", "median", "p95"]
  /// What can be chosen; others can be named in the address.
  private static let offered = [
    "count", "sum", "mean", "min", "max", "range", "variance", "stddev", "median", "p5", "p90",
    "p95", "p99",
  ]

  private(set) var series = ""
  private(set) var window = "15m"
  private(set) var bins = "20"
  /// The names of the statistics that are shown as numbers, each once.
  private(set) var statistics = LiveQuery.usual
  /// What `/statistics` is asked for.
  let question: StatisticsQuery

  /// Reads the items of a query. `stats` may stand several times, as a form sends what is chosen in it; empty values are those of fields that
  /// nobody has filled in.
  ///
  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(_ items: [QueryItem], _ options: EventBoard.Options) throws(Failure) {
    var others: [QueryItem] = []
    var chosen: [String] = []
    // Where events are kept for a shorter time than is usually looked back.
    let retention = Int(options.retentionNanoseconds / 1_000_000)
    window = DurationText.text(ofMilliseconds: min(900_000, retention))
    for item in items where !item.value.isEmpty {
      switch item.name {
      case "stats":
        for name in item.value.split(separator: ",") where !chosen.contains(String(name)) {
          chosen.append(String(name))
        }
        continue
      case "series": series = item.value
      case "window": window = item.value
      case "bins": bins = item.value
      default: break
      }
      others.append(item)
    }
    if !chosen.isEmpty { statistics = chosen.filter { $0 != "histogram" } }
    for (name, value) in [("window", window), ("bins", bins)]
    where !others.contains(where: { $0.name == name }) {
      others.append(QueryItem(name: name, value: value))
    }
    others.append(
      QueryItem(name: "stats", value: Self.withDrawn(statistics).joined(separator: ",")))
    question = try StatisticsQuery(others, options, isStream: false)
  }

  /// The statistics to choose among: what is offered, and what else is shown.
  var choices: [String] {
    Self.offered + statistics.filter { !Self.offered.contains($0) }
  }

  /// The request that answers what the page shows as numbers.
  var statisticsAddress: String {
    QueryText.target("/statistics", items(statistics, histogram: false))
  }

  /// The request that answers all that the page shows, again and again.
  var streamAddress: String {
    return QueryText.target(
      "/statistics/stream",
      items(Self.withDrawn(statistics), histogram: true) + [QueryItem(name: "every", value: "1s")])
  }

  private static func withDrawn(_ statistics: [String]) -> [String] {
    statistics + drawn.filter { !statistics.contains($0) }
  }

  private func items(_ statistics: [String], histogram: Bool) -> [QueryItem] {
    (series.isEmpty ? [] : [QueryItem(name: "series", value: series)])
      + [QueryItem(name: "window", value: window)]
      + (statistics.isEmpty
        ? [] : [QueryItem(name: "stats", value: statistics.joined(separator: ","))])
      + (histogram ? [QueryItem(name: "bins", value: bins)] : [])
  }

  /// What people call a statistic.
  static func title(_ name: String) -> String {
    switch name {
    case "count": "Events"
    case "sum": "Sum"
    case "mean": "Mean"
    case "min": "Least"
    case "max": "Greatest"
    case "range": "Range"
    case "variance": "Variance"
    case "stddev": "Standard deviation"
    case "median": "Median"
    default: "\(name.dropFirst())% lie below"
    }
  }
}
