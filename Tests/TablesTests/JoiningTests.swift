import Testing

@testable import Tables

struct JoiningTests {
  private func table(_ text: String, chunkBytes: Int = 4 << 20) throws -> Table {
    var options = CSVOptions()
    options.chunkBytes = chunkBytes
    return try CSVLoader.load(Array(text.utf8), options).table
  }

  private func refusal(_ texts: [String]) throws -> JoinFailure? {
    let tables = try texts.map { try table($0) }
    do throws(JoinFailure) {
      _ = try Table(joining: tables)
      return nil
    } catch {
      return error
    }
  }

  // Joining

  private let header = "few,many,narrow,wide,fraction,double,flag,day,moment,none"

  /// A row whose columns become coded, spelled, narrow, wide and double ones.
  private func row(_ number: Int, _ random: inout Seeded) -> String {
    func maybe(_ cell: String) -> String {
      Int.random(in: 0..<7, using: &random) == 0 ? "" : cell
    }
    let cells = [
      "word \(Int.random(in: 0..<20, using: &random))",
      "a text \(number) that differs from all others \(UInt32.random(in: 0 ... .max, using: &random))",
      "\(Int.random(in: -300...300, using: &random))",
      "\(Int.random(in: -(1 << 60)...(1 << 60), using: &random))",
      "\(Int.random(in: 0...99, using: &random)).\(Int.random(in: 0...999, using: &random))",
      "\(Double.random(in: -1...1, using: &random))e-\(Int.random(in: 0...30, using: &random))",
      Bool.random(using: &random) ? "true" : "false",
      "20\(Int.random(in: 10...99, using: &random))-01-15",
      "2020-01-01T00:00:0\(Int.random(in: 0...9, using: &random))Z", "",
    ]
    return cells.map(maybe).joined(separator: ",")
  }

  private let types: [String: ColumnType] = [
    "few": .text, "many": .text, "narrow": .integer, "wide": .integer, "fraction": .decimal,
    "double": .decimal, "flag": .boolean, "day": .date, "moment": .datetime,
  ]

  @Test(arguments: 0..<40)
  func `pieces that are joined are the table that is loaded as a whole`(seed: Int) throws {
    var random = Seeded(seed + 1)
    let rows = (0..<Int.random(in: 1...400, using: &random)).map { row($0, &random) }
    var options = CSVOptions()
    options.types = types
    options.chunkBytes = [200, 3000, 4 << 20].randomElement(using: &random) ?? 200
    func load(_ rows: ArraySlice<String>) throws -> Table {
      try CSVLoader.load(
        Array(([header] + rows).map { $0 + "\n" }.joined().utf8), options
      ).table
    }
    let whole = try load(rows[...])
    var cuts = (0..<Int.random(in: 0...5, using: &random)).map { _ in
      Int.random(in: 0...rows.count, using: &random)
    }
    cuts = [0] + cuts.sorted() + [rows.count]
    let pieces = try zip(cuts, cuts.dropFirst()).map { try load(rows[$0..<$1]) }
    let joined = try Table(joining: pieces)
    #expect(joined.rowCount == whole.rowCount)
    #expect(joined.segmentRows.reduce(0, +) == rows.count)
    for (one, other) in zip(joined.columns, whole.columns) {
      #expect(one.name == other.name)
      #expect(one.type == other.type)
      #expect(joined.texts(one.name) == whole.texts(one.name), "\(one.name)")
      #expect(joined.words(one.name) == whole.words(one.name), "\(one.name)")
      #expect(one.numbers?.scale == other.numbers?.scale, "\(one.name)")
      #expect(one.numbers?.magnitude == other.numbers?.magnitude, "\(one.name)")
      #expect(one.numbers?.isInexact == other.numbers?.isInexact, "\(one.name)")
    }
    // What was joined can be joined again, one by one.
    var grown = pieces[0]
    for piece in pieces.dropFirst() { grown = try Table(joining: [grown, piece]) }
    for column in whole.columns {
      #expect(grown.texts(column.name) == whole.texts(column.name), "\(column.name)")
      #expect(grown.words(column.name) == whole.words(column.name), "\(column.name)")
    }
  }

  @Test func `the sample has columns of every form`() throws {
    var random = Seeded(3)
    let rows = (0..<400).map { row($0, &random) }
    var options = CSVOptions()
    options.types = types
    let text = ([header] + rows).joined(separator: "\n")
    let table = try CSVLoader.load(Array(text.utf8), options).table
    func form(_ name: String) -> String {
      switch table.column(name)?.storage {
      case .text(let texts):
        if case .spelled = texts.segments[0] { return "spelled" }
        return "coded"
      case .numbers(let numbers):
        switch numbers.segments[0].values {
        case .narrow: return "narrow"
        case .wide: return "wide"
        case .double: return "double"
        }
      case nil: return "none"
      }
    }
    #expect(
      ["few", "many", "narrow", "wide", "double"].map(form)
        == ["coded", "spelled", "narrow", "wide", "double"])
  }

  @Test func `one table joined alone is itself`() throws {
    let one = try table("a,b\n1,x\n")
    let joined = try Table(joining: [one])
    #expect(joined.texts("a") == ["1"])
    #expect(joined.texts("b") == ["x"])
  }

  @Test func `columns come in the order of the first table`() throws {
    let joined = try Table(joining: [table("a,b\n1,x\n"), table("b,a\ny,2\n")])
    #expect(joined.columns.map(\.name) == ["a", "b"])
    #expect(joined.texts("a") == ["1", "2"])
    #expect(joined.texts("b") == ["x", "y"])
  }

  @Test func `other columns are refused with both sides`() throws {
    #expect(
      try refusal(["a,b,c\n1,2,3\n", "c,d,a,e\n1,2,3,4\n"])
        == .otherColumns(missing: ["b"], unknown: ["d", "e"]))
    #expect(try refusal(["a\n1\n", "a,b\n1,2\n"]) == .otherColumns(missing: [], unknown: ["b"]))
  }

  @Test(arguments: [
    ("1", "x", ColumnType.integer, ColumnType.text), ("x", "1", .text, .integer),
    ("1", "true", .integer, .boolean), ("2020-01-01", "1", .date, .integer),
    ("2020-01-01", "2020-01-01T00:00:00Z", .date, .datetime), ("0.5", "x", .decimal, .text),
  ])
  func `another type is refused`(
    first: String, second: String, expected: ColumnType, found: ColumnType
  ) throws {
    let refused = try refusal(["b,a\n1,\(first)\n", "b,a\n1,\(second)\n"])
    #expect(refused == .otherType(column: "a", expected: expected, found: found))
  }

  @Test func `whole and decimal numbers make decimal ones, in either order`() throws {
    for texts in [["a\n1\n", "a\n2.5\n", "a\n3\n"], ["a\n2.5\n", "a\n1\n", "a\n3\n"]] {
      let joined = try Table(joining: texts.map { try table($0) })
      #expect(joined.columns[0].type == .decimal)
      #expect(joined.numbers("a").compactMap { $0 }.sorted() == [1, 2.5, 3])
    }
    let refused = try refusal(["a\n1\n", "a\n2.5\n", "a\nx\n"])
    #expect(refused == .otherType(column: "a", expected: .decimal, found: .text))
  }

  @Test func `whole numbers that no double holds stay exact beside others`() throws {
    let joined = try Table(joining: [table("a\n9007199254740993\n"), table("a\n1\n")])
    #expect(joined.columns[0].numbers?.isInexact == false)
    #expect(joined.columns[0].numbers?.magnitude == 9_007_199_254_740_993)
  }

  @Test(arguments: ["1", "0.5", "true", "2020-01-01", "2020-01-01T00:00:00Z", "x"])
  func `a column without a value goes with any type`(_ cell: String) throws {
    let (full, none) = (try table("a,b\n\(cell),1\n"), try table("a,b\n,1\n,2\n"))
    let type = try #require(full.column("a")?.type)
    for tables in [[none, full], [full, none], [none, full, none]] {
      let joined = try Table(joining: tables)
      #expect(joined.column("a")?.type == type)
      #expect(joined.texts("a").compactMap { $0 } == full.texts("a").compactMap { $0 })
      #expect(joined.texts("a").count == joined.rowCount)
    }
  }

  @Test func `columns that have no value anywhere have none together`() throws {
    let joined = try Table(joining: [table("a,b\n,1\n"), table("a,b\n,2\n")])
    #expect(joined.texts("a") == [nil, nil])
    #expect(joined.words("a").isEmpty)
  }

  @Test func `tables without rows add none`() throws {
    let joined = try Table(joining: [table("a,b\n"), table("a,b\n1,x\n"), table("a,b\n")])
    #expect(joined.rowCount == 1)
    #expect(joined.column("a")?.type == .integer)
    #expect(try Table(joining: [table("a\n"), table("a\n")]).rowCount == 0)
  }

  // Views

  @Test func `integers are made from the numbers of the rows, over all segments`() throws {
    let text = "a\n" + (0..<100).map { "\($0)\n" }.joined()
    let table = try table(text, chunkBytes: 40)
    #expect(table.segmentRows.count > 3)
    let squares = table.integers("square") { Int64($0 * $0) }
    let view = table.view([squares, table.columns[0].named("b")])
    #expect(view.columns.map(\.name) == ["square", "b"])
    #expect(view.rowCount == 100)
    #expect(view.numbers("square") == (0..<100).map { Double($0 * $0) })
    #expect(view.texts("b") == table.texts("a"))
    #expect(squares.numbers?.magnitude == 99 * 99)
  }

  @Test func `integers are narrow where they fit, and wide where they do not`() throws {
    let table = try table("a\n1\n2\n")
    for (greatest, isNarrow) in [
      (Int64(Int32.max), true), (Int64(Int32.max) + 1, false), (Int64(Int32.min) + 1, true),
      (Int64(Int32.min), false), (Int64.max, false),
    ] {
      let column = table.integers("n") { $0 == 0 ? 0 : greatest }
      let segment = try #require(column.numbers?.segments.first)
      if case .narrow = segment.values { #expect(isNarrow) } else { #expect(!isNarrow) }
      #expect(segment.range == min(0, greatest)...max(0, greatest))
      #expect(segment[1] == Double(greatest))
    }
    #expect(try self.table("a\n").integers("n") { Int64($0) }.numbers?.magnitude == 0)
  }

  @Test func `texts become the days that they spell, as codes and spelled out`() throws {
    let formats = try [DateFormat("%b %d, %Y"), DateFormat("%b %Y")]
    let known: [String: Double] = ["Oct 21, 2008": 14173, "May 2020": 18383]
    let words = ["Oct 21, 2008", "May 2020", "soon", ""]
    let days = (0..<300).map { "Jan \($0 % 28 + 1), \(1900 + $0)" }
    var text = "few;many\n"
    for number in 0..<300 {
      text += words[number % 4] + ";" + (number % 5 == 0 ? "never" : days[number]) + "\n"
    }
    var options = CSVOptions()
    options.delimiter = UInt8(ascii: ";")
    options.chunkBytes = 500
    let table = try CSVLoader.load(Array(text.utf8), options).table
    let view = table.view(table.columns.map { $0.dates(in: formats) })
    #expect(view.columns.map(\.type) == [.date, .date])
    #expect(view.numbers("few") == (0..<300).map { known[words[$0 % 4]] })
    var asked = CSVOptions()
    asked.ask("d", toBe: try ColumnRequest("date:%b %d %Y"))
    let plain = "d\n" + days.map { $0.replacing(",", with: "") + "\n" }.joined()
    var parsed = try CSVLoader.load(Array(plain.utf8), asked).table.numbers("d")
    for number in stride(from: 0, to: 300, by: 5) { parsed[number] = nil }
    #expect(view.numbers("many") == parsed)
  }

  @Test func `a column of another type has its days already`() throws {
    let table = try table("d,n\n2020-01-01,7\n")
    let format = try DateFormat("%Y")
    #expect(table.columns.map { $0.dates(in: [format]).type } == [.date, .integer])
  }
}
