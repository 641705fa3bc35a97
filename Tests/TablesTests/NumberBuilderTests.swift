import Testing

@testable import Tables

struct NumberBuilderTests {
  @Test func `a type that is asked for is kept to and reads more freely`() throws {
    var options = CSVOptions()
    options.types = ["i": .integer, "d": .decimal, "t": .text, "b": .boolean]
    let text = "i,d,t,b\n007,+1.50,12,TRUE\n+3,12345678901234567890,1,false\n"
    let table = try CSVLoader.load(Array(text.utf8), options).table
    #expect(table.columns.map(\.type) == [.integer, .decimal, .text, .boolean])
    #expect(table.numbers("i") == [7, 3])
    #expect(table.numbers("d") == [1.5, 12345678901234567168])
    #expect(table.numbers("b") == [1, 0])
    #expect(table.words("t") == ["12", "1"])
  }

  private static let bad: [(String, ColumnType)] = [
    ("1.5", .integer), ("1e2", .integer), ("99999999999999999999", .integer), ("x", .decimal),
    ("1e999", .decimal),
    ("2", .boolean), ("2015-13-01", .date), ("2015-01-01T00:00", .date),
    ("2015-01-01T00:60", .datetime),
  ]

  @Test(arguments: bad)
  func `a cell of another type than asked for is refused`(_ cell: String, type: ColumnType) {
    var options = CSVOptions()
    options.types = ["v": type]
    #expect(throws: TableFailure.badCell(line: 3, column: "v", value: cell, type: type)) {
      try CSVLoader.load(Array("v\n\n\(cell)\n".utf8), options)
    }
  }

  private func segments(_ cells: [String], block: Int, chunk: Int = 1 << 20) throws
    -> [NumberSegment]
  {
    var options = CSVOptions()
    options.types = ["v": .decimal]
    options.blockBytes = block
    options.chunkBytes = chunk
    let bytes = Array(("v,k\n" + cells.map { "\($0),\n" }.joined()).utf8)
    return try #require(CSVLoader.load(bytes, options).table.column("v")?.numbers).segments
  }

  @Test(arguments: [4, 30, 1 << 20])
  func `a segment has the finest scale and the least width of its numbers`(_ block: Int) throws {
    let narrow = try segments(["1", "", "-2.50", "3.1"], block: block)
    #expect(
      narrow == [
        NumberSegment(values: .narrow([100, .min, -250, 310]), scale: 2, range: -250...310)
      ])
    let wide = try segments(["2147483648", "0.5", ""], block: block)
    #expect(
      wide == [
        NumberSegment(
          values: .wide([21_474_836_480, 5, .min]), scale: 1, range: 5...21_474_836_480)
      ])
    #expect(
      try segments(["-2147483648", "2147483647"], block: block)[0].values
        == .wide([-2_147_483_648, 2_147_483_647]))
    #expect(
      try segments(["-2147483647", "2147483647"], block: block)[0].values
        == .narrow([-2_147_483_647, 2_147_483_647]))
    #expect(try segments(["", " ", ""], block: block) == [.nulls(3)])
  }

  @Test(arguments: [4, 30, 1 << 20])
  func `numbers without a common scale become doubles, earlier ones too`(_ block: Int) throws {
    for order in [
      ["9000000000000000000", "0.25", "", "1"], ["0.25", "9000000000000000000", "", "1"],
    ] {
      let segment = try segments(order, block: block)[0]
      #expect(segment.isInexact && segment.scale == 0 && segment.range == nil)
      #expect((0..<4).map { segment[$0] } == order.map(Double.init))
    }
    let long = ["1.5", "0.12345678901234567890123", "", "-7", "2.25"]
    let segment = try segments(long, block: block)[0]
    #expect((0..<5).map { segment[$0] } == long.map(Double.init))
  }

  @Test func `the least mantissa of all is null, so no number has it`() throws {
    let cells = ["-922337203685477580.8", "-9223372036854775808", "-0.9223372036854775808"]
    for cell in cells {
      let segment = try segments([cell, "", cell], block: 100)[0]
      #expect(segment[0] == Double(cell) && segment[1] == nil && segment[2] == Double(cell))
    }
  }
}
