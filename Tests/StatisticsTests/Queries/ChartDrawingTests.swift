import Tables
import Testing

@testable import Statistics

struct ChartDrawingTests {
  static let csv = """
    city,sold,price,day,at,new
    Rome,3,1.5,2024-05-01,2024-05-01T10:00:00Z,true
    Oslo,5,2.5,2024-05-03,2024-05-01T12:00:00Z,false
    Rome,4,,2024-06-01,2024-05-02T10:00:00Z,true
    ,1,9,,2024-05-03T10:00:00Z,true

    """

  static func table(_ csv: String = csv) throws -> Table {
    try CSVLoader.load(Array(csv.utf8)).table
  }

  /// The chart that a query asks for, checked as every chart is.
  static func chart(_ items: KeyValuePairs<String, String>, of table: Table) throws -> SVGDocument {
    let query = try ChartQuery(
      parsing: items.map { ($0.key, $0.value) }, columns: table.columns.map(\.name))
    let bytes = try query.svg(of: table, on: .single)
    #expect(try query.svg(of: table, on: .threads(3)) == bytes)
    let document = try SVGDocument(bytes)
    try document.check()
    return document
  }

  static func failure(_ items: KeyValuePairs<String, String>, of table: Table) throws
    -> ChartFailure?
  {
    let query = try ChartQuery(
      parsing: items.map { ($0.key, $0.value) }, columns: table.columns.map(\.name))
    do throws(ChartFailure) {
      _ = try query.svg(of: table, on: .single)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a histogram counts what passes the filter`() throws {
    let chart = try Self.chart(
      ["_kind": "histogram", "_x": "sold", "sold__gte": "3", "_bins": "2"], of: Self.table())
    #expect(chart.title == "Distribution of sold" && chart.tips == ["3 to 4: 1", "4 to 5: 2"])
    let missing = try Self.chart(["_kind": "histogram", "_x": "price"], of: Self.table())
    #expect(missing.description.contains("1 value is missing"))
    #expect(missing.labels.contains("price") && missing.labels.contains("Rows"))
  }

  @Test func `a histogram of days and moments stands on time`() throws {
    let days = try Self.chart(["_kind": "histogram", "_x": "day", "_bins": "1"], of: Self.table())
    #expect(days.tips == ["2024-05-01 to 2024-06-01: 3"])
    let moments = try Self.chart(
      ["_kind": "histogram", "_x": "at", "_bins": "1"], of: Self.table())
    #expect(moments.tips == ["2024-05-01T10:00:00Z to 2024-05-03T10:00:00Z: 4"])
  }

  @Test func `size and title are those that were asked for`() throws {
    let chart = try Self.chart(
      ["_kind": "histogram", "_x": "sold", "_width": "400", "_height": "250", "_title": "<b> & c"],
      of: Self.table())
    let root = try #require(chart.elements.first)
    #expect(root.attributes["width"] == "400" && root.attributes["height"] == "250")
    #expect(root.attributes["viewBox"] == "0 0 400 250" && chart.title == "<b> & c")
  }

  @Test(arguments: [
    ["_kind": "histogram", "_x": "sold"], ["_kind": "bar", "_group_by": "city"],
    ["_kind": "line", "_group_by": "day:month"], ["_kind": "line", "_x": "day", "_y": "price"],
    ["_kind": "scatter", "_x": "sold", "_y": "price"], ["_kind": "box", "_y": "price"],
    ["_kind": "box", "_y": "price", "_group_by": "city"],
    ["_kind": "bar", "_group_by": "city,new"], ["_kind": "histogram", "_x": "day"],
  ])
  func `a chart of nothing says so`(_ items: [String: String]) throws {
    let table = try Self.table()
    let query = try ChartQuery(
      parsing: (items.map { ($0.key, $0.value) } + [("sold__gt", "99"), ("_height", "500")]),
      columns: table.columns.map(\.name))
    let chart = try SVGDocument(try query.svg(of: table, on: .single))
    try chart.check()
    #expect(chart.labels.last == "There are no values to show.")
    #expect(chart.elements.first?.attributes["height"] == "500")
  }

  @Test func `what cannot be drawn is told with its type`() throws {
    let table = try Self.table()
    let failures: [(KeyValuePairs<String, String>, ChartFailure)] = [
      (["_kind": "histogram", "_x": "city"], .unsuitableColumn("city", .text, .distribution)),
      (["_kind": "histogram", "_x": "new"], .unsuitableColumn("new", .boolean, .distribution)),
      (
        ["_kind": "scatter", "_x": "city", "_y": "price"],
        .unsuitableColumn("city", .text, .position)
      ),
      (["_kind": "line", "_x": "sold", "_y": "day"], .unsuitableColumn("day", .date, .value)),
      (["_kind": "box", "_y": "at"], .unsuitableColumn("at", .datetime, .value)),
      (["_kind": "line", "_group_by": "city"], .unsuitableColumn("city", .text, .line)),
      (
        ["_kind": "bar", "_group_by": "city", "_agg": "a:max(day)"],
        .unsuitableOutput("a", .date)
      ),
      (
        ["_kind": "bar", "_group_by": "city", "_agg": "h:histogram(sold,3)"],
        .unsuitableOutput("h", nil)
      ),
      (
        ["_kind": "bar", "_group_by": "city", "_agg": "mean(day)"],
        .aggregate(.unsuitableFunction("mean", column: "day", .date))
      ),
      (
        ["_kind": "box", "_y": "sold", "_group_by": "city:day"],
        .aggregate(.unsuitableUnit(.day, column: "city", .text))
      ),
      (
        ["_kind": "histogram", "_x": "sold", "sold": "x"],
        .aggregate(.query(.unreadableValue("x", column: "sold", .integer)))
      ),
    ]
    for (items, failure) in failures { #expect(try Self.failure(items, of: table) == failure) }
  }

  @Test func `a chart that nobody wants any more is not drawn`() throws {
    let progress = Progress()
    progress.cancel()
    let lanes = Lanes.single.stopping(with: progress)
    let contents: [(ChartQuery.Kind, ChartQuery.Content)] = [
      (.histogram, .histogram(of: "sold", bins: 3)),
      (.bar, .groups(AggregateQuery(groupBy: [.init("city")]))),
      (.scatter, .points(x: "sold", y: "price", by: nil)), (.box, .boxes(of: "sold", by: nil)),
    ]
    for (kind, content) in contents {
      #expect(throws: ChartFailure.aggregate(.cancelled)) {
        try ChartQuery(kind, content).svg(of: Self.table(), on: lanes)
      }
    }
  }
}
