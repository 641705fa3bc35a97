internal import JSON
internal import Statistics
internal import Tables

/// The most striking of many groups, to be drawn: those with the least p-values, of equal ones those that came first.
struct WeeklyPlots {
  /// The longest series that is drawn, in weeks: what is older is left out.
  private static let weekLimit = 1_040
  /// Charts count time in nanoseconds, which go from 1677 to 2262.
  private static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  private struct Candidate {
    let pValue: Double
    let series: WeeklySeries
    let title: String
  }

  private let limit: Int
  private let threshold: Double
  /// In the order of the drawings.
  private var candidates: [Candidate] = []

  /// - Parameters:
  ///   - limit: how many are drawn at most.
  ///   - threshold: p-values from it on are nothing striking.
  init(limit: Int, threshold: Double) {
    self.limit = limit
    self.threshold = threshold
  }

  /// Keeps a group if it is striking enough and can be drawn.
  ///
  /// - Parameters:
  ///   - pValue: `nil` for a group of which nothing can be said.
  ///   - title: made only for a group that is kept.
  mutating func consider(
    _ findings: WeeklyFindings, pValue: Double?, title: @autoclosure () -> String
  ) {
    guard let pValue, pValue < threshold, Self.isInReach(findings.series) else { return }
    let place = candidates.firstIndex { pValue < $0.pValue } ?? candidates.count
    guard place < limit else { return }
    candidates.insert(
      Candidate(pValue: pValue, series: findings.series, title: title()), at: place)
    if candidates.count > limit { candidates.removeLast() }
  }

  /// The drawings, numbered from 01.
  func artifacts(named name: String) -> [Artifact] {
    candidates.enumerated().map { index, candidate in
      Artifact(
        name: "\(name)_\(index < 9 ? "0" : "")\(index + 1).svg", bytes: Self.drawing(candidate))
    }
  }

  /// Whether the weeks that would be drawn are those of a chart's clock.
  private static func isInReach(_ series: WeeklySeries) -> Bool {
    let last = series.lastWeek.sunday
    let first = max(series.firstWeek.sunday, last - Int64(7 * weekLimit))
    return Int64.min / nanosecondsPerDay < first && last < Int64.max / nanosecondsPerDay
  }

  private static func drawing(_ candidate: Candidate) -> [UInt8] {
    var moments: [Int64] = []
    var counts: [Double] = []
    for entry in candidate.series.suffix(weekLimit) {
      moments.append(entry.week.sunday * nanosecondsPerDay)
      counts.append(Double(entry.count))
    }
    let series = PointSeries(name: candidate.title, positions: moments, values: counts)
    return LineChart(
      title: candidate.title, timeTitle: AxisTitle("week that ends on"),
      valueTitle: AxisTitle("events"), series: [series]
    ).svg()
  }
}

extension Cell {
  /// A text that was written here.
  init(_ text: String) {
    self = .text(Array(text.utf8)[...])
  }

  /// The value of a group in the title of a drawing, cut if it is long.
  var title: String {
    switch self {
    case .null: return "none"
    case .text(let bytes):
      // No scalar has more than four bytes, so what is cut in two is not shown.
      let start = String(decoding: bytes.prefix(400), as: UTF8.self)
      return String(String.UnicodeScalarView(start.unicodeScalars.prefix(80)))
    default:
      var writer = JSONWriter()
      writer.cell(self)
      return String(decoding: writer.bytes, as: UTF8.self).filter { $0 != "\"" }
    }
  }
}
