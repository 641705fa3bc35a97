import Testing

@testable import Tables

struct ComputedColumnsTests {
  private static let columns: [(ColumnType, [Cell])] = [
    (.integer, [.integer(3), .null, .integer(-5), .integer(.max)]),
    (.decimal, [.decimal(0.1), .null, .decimal(-1e300), .decimal(4)]),
    (.boolean, [.boolean(true), .null, .boolean(false), .boolean(true)]),
    (.date, [.date(3), .null, .date(-4), .date(0)]),
    (.datetime, [.datetime(3), .null, .datetime(-4), .datetime(0)]),
    (.text, [.text([97]), .null, .text([98, 255]), .text([97])]),
    (.text, [.null, .null, .null, .null]), (.integer, [.null, .null, .null, .null]),
  ]

  @Test(arguments: columns)
  func `cells come back as they were`(type: ColumnType, cells: [Cell]) {
    let column = Column(name: "x", type: type, cells: cells)
    #expect(column.cells(at: [0, 1, 2, 3]) == cells)
    #expect(column.nullCount == cells.count { $0 == .null })
  }

  @Test
  func `whole numbers beside decimals, and the one that stands for null, are kept as doubles`() {
    let mixed = Column(name: "x", type: .decimal, cells: [.integer(3), .decimal(0.5), .null])
    #expect(mixed.cells(at: [0, 1, 2]) == [.decimal(3), .decimal(0.5), .null])
    let least = Column(name: "x", type: .integer, cells: [.integer(.min), .null])
    #expect(least.cells(at: [0, 1]) == [.decimal(-0x1p63), .null])
  }

  @Test func `a computed table is filtered and sorted like any other`() throws {
    let columns = [
      Column(name: "k", type: .text, cells: [.text([98]), .text([97]), .null]),
      Column(name: "n", type: .integer, cells: [.integer(1), .integer(2), .integer(3)]),
    ]
    let table = Table(computed: columns, rowCount: 3)
    let filter = Filter(all: [Filter.Condition("n", .lte, ["2"])])
    let selection = try filter.selection(of: table, on: .single)
    let order = RowOrder([.init("k")])
    #expect(try order.rows(of: selection, in: table, after: nil, limit: 9, on: .single) == [1, 0])
    let none = Table(computed: [Column(name: "n", type: .integer, cells: [])], rowCount: 0)
    #expect(try filter.selection(of: none, on: .single).count == 0)
  }

  @Test(arguments: [ColumnType.integer, .decimal, .boolean, .date, .datetime, .text])
  func `a column without rows can be asked for everything`(type: ColumnType) throws {
    let column = Column(name: "x", type: type, cells: [])
    let table = Table(computed: [column], rowCount: 0)
    let all = Selection(all: table)
    #expect(column.nullCount == 0)
    #expect(column.categories().count == 0)
    #expect((try column.distribution(in: all, on: .single)?.count ?? 0) == 0)
    #expect(try Grouping(of: all, by: [.init(column)], limit: 9, on: .single).count == 0)
    let order = RowOrder([.init("x")])
    #expect(try order.rows(of: all, in: table, after: nil, limit: 9, on: .single).isEmpty)
  }
}
