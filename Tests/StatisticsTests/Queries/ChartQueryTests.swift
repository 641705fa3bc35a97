import Tables
import Testing

@testable import Statistics

struct ChartQueryTests {
  private static let columns = ["price", "name", "ts", "Age (years)"]

  private static func query(_ items: [(name: String, value: String)]) throws -> ChartQuery {
    try ChartQuery(parsing: items, columns: columns)
  }

  /// The parameters that are told to be wrong, each with its mistake.
  private static func mistakes(
    _ items: [(name: String, value: String)]
  ) -> [String: [QueryMistake.Kind]] {
    do throws(QueryTextFailure) {
      _ = try ChartQuery(parsing: items, columns: columns)
      return [:]
    } catch {
      return Dictionary(grouping: error.mistakes, by: \.parameter).mapValues { $0.map(\.kind) }
    }
  }

  @Test func `a kind and a column are enough`() throws {
    let fixed = ChartSize(width: 720, isFixed: true)
    #expect(
      try Self.query([("_kind", "histogram"), ("_x", "price")])
        == ChartQuery(.histogram, .histogram(of: "price", bins: 20), size: fixed))
    #expect(
      try Self.query([("_kind", "bar"), ("_group_by", "name")])
        == ChartQuery(.bar, .groups(AggregateQuery(groupBy: [.init("name")])), size: fixed))
    for name in ["_x", "_y"] {
      #expect(
        try Self.query([("_kind", "box"), (name, "price")])
          == ChartQuery(.box, .boxes(of: "price", by: nil), size: fixed))
    }
    #expect(
      try Self.query([("_kind", "scatter"), ("_x", "ts"), ("_y", "price")])
        == ChartQuery(.scatter, .points(x: "ts", y: "price", by: nil), size: fixed))
  }

  @Test func `every parameter has its place`() throws {
    let filter = Filter(
      all: [Filter.Condition("price", .gt, ["5"])],
      anyOf: [[Filter.Condition("name", .eq, ["a"]), Filter.Condition("name", .eq, ["b"])]])
    let filters = [("price__gt", "5"), ("_or", "(name:a,name:b)")]
    let size = [("_title", "T"), ("_width", "400"), ("_height", "300")]
    let drawn = ChartSize(width: 400, height: 300, isFixed: true)
    let choice = [
      ("_agg", "n:count()"), ("_having", "(n__gt:1)"), ("_sort", "-n"), ("_limit", "7"),
    ]
    #expect(
      try Self.query(
        [("_kind", "bar"), ("_group_by", "name,ts:month")] + filters + size + choice)
        == ChartQuery(
          .bar,
          .groups(
            AggregateQuery(
              filter: filter, groupBy: [.init("name"), .init("ts", unit: .month)],
              outputs: [.init("n", .count)], having: [Filter.Condition("n", .gt, ["1"])],
              sort: [SortKey("n", isDescending: true)], limit: 7)),
          filter: filter, title: "T", size: drawn))
    #expect(
      try Self.query([("_kind", "histogram"), ("_x", #""Age (years)""#), ("_bins", "9")] + filters)
        == ChartQuery(
          .histogram, .histogram(of: "Age (years)", bins: 9), filter: filter,
          size: ChartSize(width: 720, isFixed: true)))
    let line = try Self.query([
      ("_kind", "line"), ("_y", "price"), ("_x", "ts"), ("_group_by", "name"),
    ])
    #expect(line.content == .points(x: "ts", y: "price", by: .init("name")))
    let box = try Self.query([("_kind", "box"), ("_y", "price"), ("_group_by", "ts:year")])
    #expect(box.content == .boxes(of: "price", by: .init("ts", unit: .year)))
  }

  @Test func `what a chart needs and does not have is told`() {
    let ordered = "a column of numbers, days or moments"
    #expect(
      Self.mistakes([])
        == [
          "_kind": [
            .missingParameter(chart: "a chart", need: "histogram, bar, line, scatter, box")
          ]
        ])
    #expect(
      Self.mistakes([("_kind", "histogram")])
        == ["_x": [.missingParameter(chart: "a histogram", need: ordered)]])
    #expect(Self.mistakes([("_kind", "bar")]).keys.sorted() == ["_group_by"])
    #expect(Self.mistakes([("_kind", "line")]).keys.sorted() == ["_group_by"])
    #expect(Self.mistakes([("_kind", "line"), ("_x", "ts")]).keys.sorted() == ["_y"])
    #expect(Self.mistakes([("_kind", "scatter")]).keys.sorted() == ["_x", "_y"])
    #expect(Self.mistakes([("_kind", "box")]).keys.sorted() == ["_y"])
  }

  @Test(arguments: [
    ("histogram", ["_y", "_group_by", "_agg", "_having", "_sort", "_limit"]),
    ("bar", ["_x", "_y", "_bins"]), ("scatter", ["_agg", "_having", "_sort", "_limit", "_bins"]),
    ("box", ["_x", "_agg", "_having", "_sort", "_limit", "_bins"]),
    ("line", ["_agg", "_having", "_sort", "_limit", "_bins"]),
  ])
  func `what says nothing to a chart is told`(_ kind: String, _ foreign: [String]) {
    let all = [
      ("_x", "price"), ("_y", "price"), ("_group_by", "name"), ("_agg", "n:count()"),
      ("_having", "(n__gt:1)"), ("_sort", "n"), ("_limit", "1"), ("_bins", "3"),
    ]
    let mistakes = Self.mistakes([("_kind", kind)] + all)
    #expect(mistakes.keys.sorted() == foreign.sorted())
    for case .foreignParameter(let chart, let known) in mistakes.values.flatMap({ $0 }) {
      #expect(!chart.isEmpty && Set(known).isDisjoint(with: foreign))
    }
    let fit = all.filter { !foreign.contains($0.0) }
    #expect(Self.mistakes([("_kind", kind)] + fit).isEmpty)
  }

  @Test func `all mistakes are told at once`() {
    let mistakes = Self.mistakes([
      ("_kind", "pie"), ("_x", "prise"), ("_y", "price,name"), ("_bins", "0"), ("_width", "319"),
      ("_height", "many"), ("_titel", "T"), ("prise__gt", "5"), ("_group_by", "nam"),
    ])
    #expect(
      mistakes["_kind"] == [.unknownChoice(known: ChartQuery.Kind.allCases.map(\.rawValue))])
    #expect(mistakes["_x"] == [.unknownColumn("prise", nearest: "price")])
    #expect(mistakes["_y"] == [.tooManyNames(limit: 1)])
    #expect(mistakes["_bins"] == [.noWholeNumber(1...1000)])
    #expect(mistakes["_width"] == [.noWholeNumber(320...2000)])
    #expect(mistakes["_height"] == [.noWholeNumber(200...2000)])
    #expect(mistakes["_titel"] == [.unknownParameter(nearest: "_title")])
    #expect(mistakes["prise__gt"] == [.unknownColumn("prise", nearest: "price")])
    #expect(mistakes["_group_by"] == [.unknownColumn("nam", nearest: "name")])
  }

  @Test func `more groups and functions than can be told apart are refused`() {
    let bar = [("_kind", "bar"), ("_group_by", "name,ts:day,price")]
    #expect(Self.mistakes(bar) == ["_group_by": [.tooManyNames(limit: 2)]])
    let two = [("_kind", "bar"), ("_group_by", "name,ts:day"), ("_agg", "count(),mean(price)")]
    #expect(Self.mistakes(two) == ["_agg": [.tooManyNames(limit: 1)]])
    let box = [("_kind", "box"), ("_y", "price"), ("_group_by", "name,ts:day")]
    #expect(Self.mistakes(box) == ["_group_by": [.tooManyNames(limit: 1)]])
    let shared = [("_kind", "bar"), ("_group_by", "name"), ("_agg", "count(),count()")]
    #expect(Self.mistakes(shared).keys.sorted() == ["_agg"])
  }
}
