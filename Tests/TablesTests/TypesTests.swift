import Testing

@testable import Tables

/// What types columns turn out to have, and what becomes of their cells.
struct TypesTests {
  private static let columns: [([String], ColumnType)] = [
    (["1", "-2", "0"], .integer), (["1", "", " 2 ", "\t"], .integer),
    (["9223372036854775807", "-9223372036854775807"], .integer),
    (["1", "2.5"], .decimal), (["1.", ".5"], .decimal), (["1e3", "2E-2"], .decimal),
    (["0.1234567890123456789012345"], .decimal), (["1e300", "5e-324"], .decimal),
    (["01", "2"], .text), (["+1"], .text), (["00.5"], .text), (["-"], .text), (["."], .text),
    (["1e"], .text), (["1e999"], .text), (["12345678901234567890"], .text),
    (["-9223372036854775808"], .text),
    (["1,5"], .text), (["0x1p3"], .text), (["nan"], .text), (["inf"], .text), (["1_0"], .text),
    (["1 2"], .text),
    (["true", "FALSE", "True"], .boolean), (["true", "1"], .text), (["yes"], .text),
    (["2015-02-28", "2016-02-29"], .date), (["2015-02-29"], .text), (["2015-2-28"], .text),
    (["2015-02-28", "2015-02-28T10:00"], .datetime), (["2015-02-28 10:00:59.123456Z"], .datetime),
    (["2015-02-28T10:00:00+02:00"], .datetime), (["2015-02-28T24:00"], .text),
    (["2015-02-28T10:00:00+0200"], .text), (["2015-02-28", "1"], .text),
    (["", " ", ""], .text), ([], .text),
  ]

  @Test(arguments: columns)
  func `a column has the narrowest type of all its cells`(_ cells: [String], type: ColumnType)
    throws
  {
    let bytes = Array(("k,v\n" + cells.map { "k,\"\($0)\"\n" }.joined()).utf8)
    #expect(try CSVLoader.load(bytes).table.column("v")?.type == type)
    // The cells that decide may stand far behind those that are looked at first.
    for filler in [[""], [cells.first ?? ""]] {
      let late = Array(repeating: filler[0], count: 3000) + cells
      let rows = late.map { "k,\"\($0)\"\n" }.joined()
      var options = CSVOptions()
      options.chunkBytes = 2000
      let table = try CSVLoader.load(Array(("k,v\n" + rows).utf8), options, on: .threads(2)).table
      #expect(table.column("v")?.type == type)
    }
  }

  @Test func `a guess that fails late is read again without loss`() throws {
    let long = String(repeating: "x", count: 200)
    let rows = (0..<5000).map {
      "\($0),\(long),\($0 < 4990 ? "\($0)" : "n\($0)"),\($0 < 4000 ? "" : "2020-01-01")"
    }
    var options = CSVOptions()
    options.chunkBytes = 100_000
    for lanes in [Lanes.single, .threads(3)] {
      let table = try CSVLoader.load(
        Array(("a,x,b,d\n" + rows.joined(separator: "\n")).utf8), options, on: lanes
      ).table
      #expect(table.columns.map(\.type) == [.integer, .text, .text, .date])
      #expect(table.texts("b") == (0..<5000).map { $0 < 4990 ? "\($0)" : "n\($0)" })
      #expect(table.numbers("d") == (0..<5000).map { $0 < 4000 ? nil : 18262 })
    }
  }

  @Test func `a second reading leaves out the rows that the first one left out`() throws {
    let long = String(repeating: "x", count: 300)
    let rows = (0..<4000).map {
      "\($0 % 50 == 7 ? "bad" : "1"),\(long),\($0 < 3990 ? "\($0)" : "late")"
    }
    var options = CSVOptions()
    options.types = ["n": .integer]
    options.badCells = .skipRow
    options.chunkBytes = 64_000
    let loaded = try CSVLoader.load(
      Array(("n,x,b\n" + rows.joined(separator: "\n")).utf8), options, on: .threads(2))
    let kept = (0..<4000).filter { $0 % 50 != 7 }
    #expect(loaded.table.texts("b") == kept.map { $0 < 3990 ? "\($0)" : "late" })
    #expect(loaded.rejectCount == 80)
  }

  @Test func `a column of texts that differ is kept as it is and still has words`() throws {
    let cells = (0..<3000).map { $0 % 100 == 0 ? "" : "text \($0)" } + ["text 5", "text 5"]
    let rows = cells.map { "\($0),k\n" }.joined()
    var options = CSVOptions()
    options.chunkBytes = 5000
    let table = try CSVLoader.load(Array(("t,k\n" + rows).utf8), options, on: .threads(2)).table
    guard case .text(let texts)? = table.column("t")?.storage, case .spelled? = texts.segments.first
    else {
      Issue.record("the texts are not spelled out")
      return
    }
    #expect(table.texts("t") == cells.map { $0.isEmpty ? nil : $0 })
    #expect(table.words("t").count == 2970)
    #expect(table.column("t")?.categories().code(of: "text 5") == 4)
  }

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
    ("1", .boolean), ("2015-13-01", .date), ("2015-01-01T00:00", .date),
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

  @Test func `numbers are the doubles next to what is written, however they are kept`() throws {
    var random = Seeded(5)
    for round in 0..<60 {
      let cells = (0..<50).map { _ -> String in
        let whole = Int.random(
          in: -(1 << (round % 62 + 1))...(1 << (round % 62 + 1)), using: &random)
        switch Int.random(in: 0...(round % 4 + 1), using: &random) {
        case 0: return ""
        case 1: return "\(whole)"
        case 2: return "\(whole).\(Int.random(in: 0...9999, using: &random))"
        case 3: return "\(whole)e-\(Int.random(in: 0...20, using: &random))"
        default: return "0.\(String(repeating: "0", count: round % 20))\(whole.magnitude)"
        }
      }
      var options = CSVOptions()
      options.types = ["v": .decimal]
      for chunk in [1, 100, 1 << 20] {
        options.chunkBytes = chunk
        let text = "k,v\n" + cells.map { ",\($0)\n" }.joined()
        let table = try CSVLoader.load(Array(text.utf8), options).table
        #expect(table.numbers("v") == cells.map(Double.init))
      }
    }
  }

  @Test func `days and moments are counted from 1970`() throws {
    let text = """
      d,t
      1970-01-01,1970-01-01T00:00:00Z
      2000-02-29,2000-02-29 12:34:56.789
      1900-03-01,1969-12-31T23:59:59.999999-00:30
      0001-01-01,2015-01-01
      9999-12-31,2015-06-01T00:00:00.123456789+14:00
      """
    let table = try CSVLoader.load(Array(text.utf8)).table
    #expect(table.numbers("d") == [0, 11016, -25508, -719_162, 2_932_896])
    #expect(
      table.numbers("t") == [
        0, 951_827_696_789_000, 1_799_999_999, 1_420_070_400_000_000, 1_433_066_400_123_456,
      ])
  }
}
