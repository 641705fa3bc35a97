import Foundation
import Tables
import Testing

@testable import Statistics

/// What pandas and SciPy find when they count some rows (Tests/Golden/counts.py).
struct GoldenCountsTests {
  struct Document: Decodable {
    let sets: [DataSet]
  }

  struct DataSet: Decodable {
    let name: String
    let sources: [String]
    let options: Options
    let only: Set<String>?
    let baseline: Int?
    let yearly: Yearly
    let univariate: Anomalies
    let cells: Anomalies
  }

  struct Options: Decodable {
    let trendWeeks: [Int]
    let anomalyWeeks: Int
    let events: Int
    let threshold: Double
  }

  struct Yearly: Decodable {
    struct Group: Decodable {
      let value: String
      let fullYear: [[Double?]]
      let toDate: [[Double?]]
    }

    let years: [Int]
    let groups: [Group]
  }

  struct Anomalies: Decodable {
    let items: [Item]
    let cityWide: [Item]
  }

  struct Item: Decodable {
    let keys: [String]
    let model: String
    let mean: Double
    let variance: Double
    let first: String
    let series: [Int]
    let anomalies: [Anomaly]
    let trends: [Trend]
  }

  struct Anomaly: Decodable {
    let week: String
    let count: Int
    let pValue: Double
    let zScore: Double

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      week = try list.decode(String.self)
      count = try list.decode(Int.self)
      pValue = try list.decode(Double.self)
      zScore = try list.decode(Double.self)
    }
  }

  struct Trend: Decodable {
    let weeks: Int
    let slope: Double?
    let pValue: Double?
    let verdict: String
  }

  /// A source of a data set as the stages take it.
  private struct Loaded {
    let table: Table
    let times: [Int64]
    let cells: [UInt64]

    init(_ csv: String) throws {
      var options = CSVOptions()
      options.chunkBytes = 3_000
      options.types = ["t": .integer, "cell": .integer]
      table = try CSVLoader.load(Array(csv.utf8), options).table
      let rows = Array(0..<table.rowCount)[...]
      times = try table.some("t").cells(at: rows).map { cell in
        if case .integer(let time) = cell { time } else { .min }
      }
      cells = try table.some("cell").cells(at: rows).map { cell in
        if case .integer(let number) = cell { UInt64(number) } else { 0 }
      }
    }
  }

  private static let document = Result {
    try JSONDecoder().decode(Document.self, from: Golden.file("counts.json"))
  }

  private func isNear(_ found: Double?, _ expected: Double?, _ tolerance: Double) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) <= tolerance * max(abs(expected), 1e-6)
  }

  private func analysis(_ options: Options) -> WeeklyAnalysis {
    WeeklyAnalysis(
      trendWeeks: options.trendWeeks, anomalyWeeks: options.anomalyWeeks,
      trendEventLimit: options.events, trendThreshold: options.threshold)
  }

  private func day(_ number: Int64) -> String { Cell.date(number).spoken }

  private func check(_ found: [([Cell], WeeklyFindings)], _ expected: [Item], _ set: String) {
    #expect(found.map { $0.0.map(\.spoken) } == expected.map(\.keys), "\(set)")
    for ((keys, findings), item) in zip(found, expected) {
      let name = "\(set), \(keys.map(\.spoken))"
      let model = findings.model
      #expect(model.family.name == item.model, "\(name)")
      #expect(isNear(model.mean, item.mean, 1e-15), "\(name): \(model.mean)")
      #expect(isNear(model.variance, item.variance, 1e-12), "\(name): \(model.variance)")
      #expect(day(findings.series.firstWeek.sunday) == item.first, "\(name)")
      #expect(findings.series.map(\.count) == item.series, "\(name)")
      #expect(findings.anomalies.map { day($0.week.sunday) } == item.anomalies.map(\.week))
      for (anomaly, other) in zip(findings.anomalies, item.anomalies) {
        #expect(anomaly.count == other.count, "\(name)")
        #expect(
          abs(anomaly.pValue - other.pValue) <= 1e-9 * other.pValue,
          "\(name): \(anomaly.pValue), not \(other.pValue)")
        #expect(isNear(anomaly.zScore, other.zScore, 1e-9), "\(name): \(anomaly.zScore)")
      }
      #expect(findings.trends.map(\.weeks) == item.trends.map(\.weeks), "\(name)")
      for (window, other) in zip(findings.trends, item.trends) {
        let trend = window.trend
        #expect(trend.verdict.rawValue == other.verdict, "\(name)")
        #expect(isNear(trend.slope, other.slope, 1e-9), "\(name): \(trend.slope as Any)")
        #expect(isNear(trend.pValue, other.pValue, 1e-9), "\(name): \(trend.pValue as Any)")
      }
    }
  }

  private func numbers(_ counts: [YearlyComparison.YearCount]) -> [[Double?]] {
    counts.map { [Double($0.count), $0.change, $0.baselineChange] }
  }

  @Test func `the data sets are many and of all kinds`() throws {
    let sets = try Self.document.get().sets
    #expect(sets.count >= 15)
    let items = sets.flatMap { $0.cells.items + $0.univariate.items }
    #expect(items.count > 200 && Set(items.map(\.model)).count == 2)
    #expect(Set(items.flatMap(\.trends).map(\.verdict)).count == 6)
  }

  @Test func `years are those of pandas`() throws {
    for set in try Self.document.get().sets {
      let source = try Loaded(set.sources[0])
      let found = try YearlyComparison(
        of: source.table, by: source.table.some("b"), times: source.times, allowed: set.only,
        baselineYear: set.baseline, limits: .init(groups: 100, counts: 1000))
      #expect(found.years == set.yearly.years, "\(set.name)")
      #expect(found.groups.map(\.value.spoken) == set.yearly.groups.map(\.value), "\(set.name)")
      for (group, expected) in zip(found.groups, set.yearly.groups) {
        let name = "\(set.name), \(expected.value)"
        #expect(numbers(group.fullYear) == expected.fullYear, "\(name)")
        #expect(numbers(group.toDate) == expected.toDate, "\(name)")
      }
    }
  }

  @Test func `weeks of pairs are those of pandas and SciPy`() throws {
    for set in try Self.document.get().sets {
      let source = try Loaded(set.sources[0])
      let found = try UnivariateAnomalies(
        of: source.table, primary: source.table.some("a"), secondary: source.table.some("b"),
        times: source.times, allowed: set.only, analysis: analysis(set.options), groupLimit: 100,
        countLimit: 10_000,
        on: EventSample.backwards)
      check(
        found.items.map { ([$0.primary, $0.secondary], $0.findings) }, set.univariate.items,
        set.name)
      check(
        found.cityWide.map { ([$0.secondary], $0.findings) }, set.univariate.cityWide, set.name)
    }
  }

  @Test func `weeks of cells are those of pandas and SciPy`() throws {
    for set in try Self.document.get().sets {
      let sources = try set.sources.map { csv in
        let loaded = try Loaded(csv)
        return CellAnomalies.Source(
          of: loaded.table, by: try loaded.table.some("b"), times: loaded.times,
          cells: loaded.cells)
      }
      let found = try CellAnomalies(
        of: sources, allowed: set.only, analysis: analysis(set.options), groupLimit: 100,
        countLimit: 10_000,
        on: EventSample.backwards)
      check(
        found.items.map { ([.integer(Int64($0.cell)), $0.secondary], $0.findings) },
        set.cells.items, set.name)
      check(found.cityWide.map { ([$0.secondary], $0.findings) }, set.cells.cityWide, set.name)
    }
  }
}
