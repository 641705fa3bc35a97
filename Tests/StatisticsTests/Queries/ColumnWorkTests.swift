import Tables
import Testing

@testable import Statistics

struct ColumnWorkTests {
  private func column(_ type: ColumnType) -> Column {
    Column(name: "x", type: type, cells: [.null])
  }

  @Test(arguments: [
    (ColumnType.integer, Cell.integer(1)), (.decimal, .decimal(1)), (.boolean, .boolean(true)),
    (.date, .date(1)), (.datetime, .datetime(1)),
  ])
  func `the least value of a column is a value of its type`(type: ColumnType, cell: Cell) {
    #expect(Measure.min.cell(.integer(1), of: column(type)) == cell)
    #expect(Measure.mode.cell(.undefined, of: column(type)) == .null)
    #expect(Measure.count.cell(.integer(1), of: column(type)) == .integer(1))
    #expect(Measure.mean.cell(.number(0.5), of: column(type)) == .decimal(0.5))
  }

  @Test func `a sum is a decimal where the column is one`() {
    #expect(Measure.sum.cell(.integer(3), of: column(.decimal)) == .decimal(3))
    #expect(Measure.sum.cell(.integer(3), of: column(.boolean)) == .integer(3))
    #expect(Measure.range.cell(.number(2.5), of: column(.decimal)) == .decimal(2.5))
  }

  @Test func `outputs of one column are one work, others have their own`() throws {
    let table = try AggregateSample(1).table
    let functions: [AggregateFunction] = [
      .measure(.mean, of: "n"), .measure(.median, of: "n"), .histogram("n", bins: 3),
      .measure(.min, of: "word"), .first("n"), .last("n"), .correlation("n", "price"),
    ]
    let outputs = try functions.map { function in
      GroupStatistics.Output(
        function: function, columns: try function.columns.map { try #require(table.column($0)) })
    }
    let works = try ColumnWork.works(of: outputs, on: .single)
    #expect(works.map(\.needsRows) == [false, true, true, true, true])
    var values = [AggregateValue](repeating: .cell(.null), count: outputs.count)
    let rows = (0..<UInt32(table.rowCount)).map { $0 }
    for work in works { try work.fill(&values, of: rows[...], on: .single) }
    var others = values
    for work in works { try work.fill(&others, of: Selection(all: table), rows[...], on: .single) }
    #expect(values == others && !values.contains(.cell(.null)))
  }
}
