import Testing

@testable import Tables

struct CSVLoaderTests {
  private func load(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in })
    throws(TableFailure)
    -> LoadedTable
  {
    try CSVLoader.load(Array(text.utf8), options(change))
  }

  private func options(_ change: (inout CSVOptions) -> Void) -> CSVOptions {
    var options = CSVOptions()
    change(&options)
    return options
  }

  @Test func `any table comes back from any spelling, with any pieces and lanes`() throws {
    for seed in 0..<400 {
      var random = Seeded(seed)
      let spelling = PlainTable.Spelling.random(&random)
      let plain = randomTable(&random)
      let bytes = plain.bytes(spelling, &random)
      let chunk = [1, 7, 64, 300, 4 << 20].randomElement(using: &random) ?? 1
      let block = [1, 16, 100, 1 << 17].randomElement(using: &random) ?? 1
      let loaded = try CSVLoader.load(
        bytes,
        options {
          $0.chunkBytes = chunk
          $0.blockBytes = block
          $0.delimiter = spelling.delimiter.utf8.first ?? 0
        }, on: seed % 3 == 0 ? .single : .threads(seed % 5 + 1))
      #expect(loaded.rejects.isEmpty && loaded.rowsRead == plain.rows.count)
      #expect(loaded.table.rowCount == plain.rows.count)
      #expect(loaded.table.columns.map(\.name) == plain.names)
      for (number, name) in plain.names.enumerated() {
        let expected = plain.rows.map { row in
          row[number].allSatisfy { $0 == " " } ? nil : row[number]
        }
        #expect(loaded.table.texts(name) == expected, "seed \(seed), column \(name)")
        if loaded.table.column(name)?.type == .text {
          var seen: Set<String> = []
          let words = expected.compactMap { $0 }.filter { seen.insert($0).inserted }
          #expect(loaded.table.words(name) == words, "seed \(seed), column \(name)")
        }
      }
    }
  }

  /// Columns of whole numbers, of texts from few words, and of texts that differ, with nulls.
  private func randomTable(_ random: inout Seeded) -> PlainTable {
    let words =
      [
        "", "x", "Ünïcode", "a,b", "say \"hi\"", "two\nlines", "\"", "; | \t", " padded ",
        "0123456789abcdef", "0123456789abcdefg",
      ]
      + ["a longer text of more than sixteen bytes", "\"\"\"", "end\r\n"]
    let columns = Int.random(in: 1...5, using: &random)
    let kinds = (0..<columns).map { _ in Int.random(in: 0..<4, using: &random) }
    let rows = (0..<Int.random(in: 0...60, using: &random)).map { row in
      kinds.map { kind -> String in
        switch kind {
        case 0: "\(Int.random(in: -1000...1000, using: &random))"
        case 1: words.randomElement(using: &random) ?? ""
        case 2: "row \(row) \(UInt16.random(in: 0...9999, using: &random))"
        default: row > 30 ? "late \(row % 3)" : Bool.random(using: &random) ? "\(row)" : ""
        }
      }
    }
    return PlainTable(names: (0..<columns).map { "c\($0)" }, rows: rows)
  }

  @Test func `the same bytes give the same table for any lanes and pieces`() throws {
    var random = Seeded(99)
    let rows = (0..<3000).map { row in
      [
        "w\(Int.random(in: 0..<400, using: &random))", "\(Double(row) / 8)",
        "\(row % 7 == 0 ? "" : "k\(row % 5)")",
      ]
    }
    let bytes = PlainTable(names: ["w", "n", "k"], rows: rows).bytes(PlainTable.Spelling(), &random)
    let one = try CSVLoader.load(bytes)
    for lanes in 1...4 {
      for chunk in [50, 999, 10_000] {
        let other = try CSVLoader.load(
          bytes, options { $0.chunkBytes = chunk }, on: .threads(lanes))
        for name in ["w", "k"] { #expect(other.table.words(name) == one.table.words(name)) }
        for name in ["w", "n", "k"] { #expect(other.table.texts(name) == one.table.texts(name)) }
      }
    }
  }

  private static let failures: [(String, TableFailure)] = [
    ("", .empty), ("\n\r\n\n", .empty), ("\u{FEFF}", .empty),
    ("a,b\n1,2\n\"3,4\n5,6\n", .quoteNeverClosed(line: 3)),
    ("a,b\n1,\"2\n\",\"\n", .quoteNeverClosed(line: 3)),
    ("\"a", .quoteNeverClosed(line: 1)),
    ("a,b\n1,2\n3,x\"y\"\n", .misplacedQuote(line: 3, column: "b", value: "x\"y\"")),
    ("a,b\n\"x\" ,2\n", .misplacedQuote(line: 2, column: "a", value: "\"x\" ")),
    ("n,b\n1,\"2\n\"\nx,2\n", .badCell(line: 4, column: "n", value: "x", type: .decimal)),
    ("n,b\nx,2\n1\"2,3\n\"", .badCell(line: 2, column: "n", value: "x", type: .decimal)),
  ]

  @Test(arguments: failures)
  func `what is wrong is named with its line and column`(_ text: String, failure: TableFailure) {
    for (chunk, block, lanes) in [(4 << 20, 1 << 17, 1), (1, 1, 1), (3, 5, 3)] {
      #expect(throws: failure) {
        let names = text.utf8.first == UInt8(ascii: "n") ? ["n": ColumnType.decimal] : [:]
        _ = try CSVLoader.load(
          Array(text.utf8),
          options {
            $0.types = names
            $0.chunkBytes = chunk
            $0.blockBytes = block
          }, on: .threads(lanes))
      }
    }
  }

  @Test func `the first failure of the file is told, whoever finds one`() throws {
    let rows = (0..<500).map { "\($0),\($0 == 77 || $0 > 300 ? "x" : "1")" }
    let bytes = Array(("a,n\n" + rows.joined(separator: "\n")).utf8)
    for chunk in [10, 100, 5000] {
      #expect(throws: TableFailure.badCell(line: 79, column: "n", value: "x", type: .integer)) {
        _ = try CSVLoader.load(
          bytes,
          options {
            $0.types = ["n": .integer]
            $0.chunkBytes = chunk
          }, on: .threads(4))
      }
    }
  }

  @Test func `ragged rows are left out and reported, or end the load`() throws {
    let text = "a,b\n1,2\n3\n\n4,5,6\n7,8\n,\n"
    let loaded = try load(text)
    #expect(loaded.table.texts("a") == ["1", "7", nil])
    #expect(loaded.rowsRead == 5 && loaded.rejectCount == 2)
    #expect(
      loaded.rejects == [
        Reject(line: 3, column: nil, value: "", reason: "1 cell where the header has 2"),
        Reject(line: 5, column: nil, value: "", reason: "3 cells where the header has 2"),
      ])
    #expect(throws: TableFailure.ragged(line: 3, cells: 1, expected: 2)) {
      try load(text) { $0.raggedRows = .abort }
    }
  }

  @Test func `bad cells become null or take their row along`() throws {
    let text = "n,w\n1,a\nx,b\n2,c\"d\"\n3,f\n"
    let nulls = try load(text) {
      $0.types = ["n": .integer]
      $0.badCells = .nullCell
    }
    #expect(nulls.table.numbers("n") == [1, nil, 2, 3])
    #expect(nulls.table.texts("w") == ["a", "b", nil, "f"])
    #expect(nulls.rejects.map(\.line) == [3, 4])
    let skipped = try load(text) {
      $0.types = ["n": .integer]
      $0.badCells = .skipRow
    }
    #expect(skipped.table.numbers("n") == [1, 3])
    #expect(skipped.table.words("w") == ["a", "f"])
  }

  @Test func `only the first rejects are kept, and all are counted`() throws {
    let text = "a,b\n" + String(repeating: "1\n", count: 1000)
    let loaded = try CSVLoader.load(
      Array(text.utf8),
      options {
        $0.rejectLimit = 3
        $0.chunkBytes = 20
        $0.blockBytes = 10
      }, on: .threads(3))
    #expect(loaded.rejects.map(\.line) == [2, 3, 4])
    #expect(loaded.rejectCount == 1000 && loaded.table.rowCount == 0)
  }

  @Test func `what is too large is refused`() {
    for block in [1, 8, 1000] {
      #expect(throws: TableFailure.rowTooLong(line: 3, limitBytes: 10)) {
        try load("a,b\n1,2\n123456,7890\n1,2\n") {
          $0.rowLimitBytes = 10
          $0.blockBytes = block
        }
      }
      #expect(throws: TableFailure.cellTooLong(line: 2, column: "b", limitBytes: 5)) {
        try load("a,b\n1,\"23456\"\n") {
          $0.cellLimitBytes = 5
          $0.blockBytes = block
        }
      }
    }
  }

  @Test func `pages are given back piece by piece until all are`() throws {
    let released = Gathering<Range<Int>>(count: 100)
    let counter = PieceCounter()
    let bytes = Array(("a\n" + String(repeating: "1234567\n", count: 100)).utf8)
    _ = try CSVLoader.load(
      bytes,
      options {
        $0.chunkBytes = 100
        $0.release = { released.fill(counter.take(), with: $0) }
      })
    let ranges = released.elements
    #expect(ranges.first?.lowerBound == 2 && ranges.last?.upperBound == bytes.count)
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }
}
