import Tables
import Testing

@testable import Statistics

struct DrawnRowsTests {
  @Test func `each row with both values is a point`() throws {
    let table = try ChartDrawingTests.table()
    let chart = try ChartDrawingTests.chart(
      ["_kind": "scatter", "_x": "sold", "_y": "price"], of: table)
    #expect(chart.title == "price by sold")
    #expect(chart.points(stroke: Palette.colour(0)).map(\.count) == [3])
    #expect(chart.description.contains("1 value is missing"))
  }

  @Test func `a third column tells series apart`() throws {
    let table = try ChartDrawingTests.table()
    let chart = try ChartDrawingTests.chart(
      ["_kind": "scatter", "_x": "sold", "_y": "sold", "_group_by": "city"], of: table)
    #expect(["Oslo", "Rome", "(missing)"].allSatisfy(chart.labels.contains))
    #expect((0..<3).map { chart.points(stroke: Palette.colour($0)).last?.count } == [1, 2, 1])
  }

  @Test func `points stand on time, and rows without a moment are left out`() throws {
    let table = try ChartDrawingTests.table()
    let days = try ChartDrawingTests.chart(
      ["_kind": "line", "_x": "day", "_y": "sold"], of: table)
    #expect(days.description.contains("3 points"))
    #expect(days.description.contains("1 value is missing"))
    #expect(days.labels.contains("2024"))
    let moments = try ChartDrawingTests.chart(
      ["_kind": "scatter", "_x": "at", "_y": "sold"], of: table)
    #expect(moments.description.contains("the greatest 5 (at 2024-05-01T12:00:00Z)"))
  }

  @Test func `of too many rows each second or third is taken, and the title says so`() throws {
    let csv = "a,b\n" + (0..<100).map { "\($0),\($0 % 7)\n" }.joined()
    let table = try ChartDrawingTests.table(csv)
    let (a, b) = (try #require(table.column("a")), try #require(table.column("b")))
    for (limit, title, count) in [
      (100, "b by a", 100), (99, "b by a (one of 2 rows)", 50), (10, "b by a (one of 10 rows)", 10),
    ] {
      let rows = try DrawnRows(
        a, b, by: nil, Filter(), of: table, on: .single, rowLimit: limit)
      let chart = try SVGDocument(rows.svg(.scatter, title: nil, size: .usual))
      #expect(chart.title == title)
      #expect(chart.points(stroke: Palette.colour(0)).map(\.count) == [count])
    }
  }

  @Test func `series beyond the limit are counted`() throws {
    let csv = "a,g\n" + (0..<40).map { "\($0),g\($0 + 10)\n" }.joined()
    let chart = try ChartDrawingTests.chart(
      ["_kind": "scatter", "_x": "a", "_y": "a", "_group_by": "g"],
      of: try ChartDrawingTests.table(csv))
    #expect(chart.description.contains("28 further series are not shown."))
  }
}
