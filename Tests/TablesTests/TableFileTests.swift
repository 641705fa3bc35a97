import Testing

@testable import Tables

struct TableFileTests {
  @Test func `any table is read back as it was, by any lanes`() throws {
    for seed in 0..<60 {
      let table = try randomTable(seed)
      let bytes = ColumnFile.bytes(of: table)
      let lanes = seed % 2 == 0 ? Lanes.single : .threads(seed % 4 + 1)
      let other = try ColumnFile.table(bytes, on: lanes)
      #expect(ColumnFile.areSame(table, other), "seed \(seed)")
      // What is read back is written alike.
      #expect(ColumnFile.bytes(of: other) == bytes, "seed \(seed)")
    }
  }

  @Test func `a table that is read back answers as the other one`() throws {
    for seed in 0..<25 {
      let table = try randomTable(seed)
      let other = try ColumnFile.table(ColumnFile.bytes(of: table))
      let texts = table.columns.filter { $0.type == .text }.map(\.name)
      for name in table.columns.map(\.name) {
        #expect(table.texts(name) == other.texts(name))
        #expect(table.words(name) == other.words(name))
        #expect(
          try means(of: name, by: Array(texts.prefix(2)), table)
            == means(of: name, by: Array(texts.prefix(2)), other))
        for word in table.words(name).prefix(30) {
          #expect(rows(of: word, name, table) == rows(of: word, name, other))
        }
      }
    }
  }

  private func means(of name: String, by groups: [String], _ table: Table) throws -> [String] {
    guard let column = table.column(name) else { return [] }
    let moments = try GroupedMoments(
      of: column, by: groups.compactMap(table.column), in: Selection(all: table))
    return try moments.groups().map { "\($0.codes) \($0.mean) \($0.count)" } + [
      "\(moments.overallMean ?? 0)"
    ]
  }

  private func rows(of word: String, _ name: String, _ table: Table) -> Int {
    guard let column = table.column(name), let code = column.categories().code(of: word) else {
      return -1
    }
    var selection = Selection(all: table)
    selection.keep(column, code: code)
    return selection.count
  }

  /// Columns of all types with few and many words, numbers of all forms, and nulls, in some segments.
  private func randomTable(_ seed: Int) throws -> Table {
    var random = Seeded(seed)
    let kinds = (0..<Int.random(in: 1...5, using: &random)).map { _ in
      Int.random(in: 0..<10, using: &random)
    }
    let rowCount = [0, 1, 70, 300, 1500][seed % 5]
    let rows = (0..<rowCount).map { row in
      kinds.map { cell($0, row, &random) }.joined(separator: ",")
    }
    let names = kinds.indices.map { "c\($0)" } + ["k"]
    var options = CSVOptions()
    options.chunkBytes = [40, 500, 20_000, 4 << 20].randomElement(using: &random) ?? 1
    for (column, kind) in kinds.enumerated() where kind == 4 {
      options.types["c\(column)"] = .decimal
    }
    let text = names.joined(separator: ",") + "\n" + rows.map { $0 + ",1\n" }.joined()
    return try CSVLoader.load(Array(text.utf8), options, on: .threads(seed % 3 + 1)).table
  }

  private func cell(_ kind: Int, _ row: Int, _ random: inout Seeded) -> String {
    if Int.random(in: 0..<9, using: &random) == 0 { return "" }
    let number = Int.random(in: 0..<2000, using: &random)
    switch kind {
    case 0: return "\(number - 1000)"
    case 1: return "\(Int64(number) << 40)"
    case 2: return "\(Double(number) / 8)"
    case 3: return number < 3 ? "1e200" : "\(number).5"
    case 4: return number < 9 ? "9\(number)00000000000000000" : "0.00\(number)"
    case 5: return number % 2 == 0 ? "true" : "FALSE"
    case 6: return "20\(number % 90 + 10)-03-0\(number % 9 + 1)"
    case 7: return "19\(number % 90 + 10)-03-01T0\(number % 10):00:00.\(number)"
    case 8: return "a word of some length, number \(number % 700)".replacing(",", with: "")
    default: return row < 900 ? "w\(number % 5)" : "each text differs \(number) \(row)"
    }
  }

  @Test func `a file comes in pieces of at most a MiB, and big lists are cut`() throws {
    let rows = (0..<300_000).map { "\($0 % 250),\($0)\n" }.joined()
    let table = try CSVLoader.load(Array(("w,n\n" + rows).utf8)).table
    let pieces = ColumnFile.pieces(of: table)
    #expect(pieces.count > 1 && pieces.allSatisfy { $0.count <= TableFile.pieceBytes })
    #expect(pieces.dropLast().allSatisfy { $0.count == TableFile.pieceBytes })
    #expect(
      ColumnFile.areSame(try ColumnFile.table(Array(pieces.joined()), on: .threads(2)), table))
  }

  private struct DiskIsFull: Error {}

  @Test func `a sink that fails ends the writing`() throws {
    let rows = (0..<300_000).map { "\($0)\n" }.joined()
    let table = try CSVLoader.load(Array(("n\n" + rows).utf8)).table
    var calls = 0
    #expect(throws: DiskIsFull.self) {
      try TableFile.write(table, key: ColumnFile.key, checksum: ColumnFile.checksum) {
        (_: [UInt8]) throws(DiskIsFull) in
        calls += 1
        throw DiskIsFull()
      }
    }
    #expect(calls == 1)
  }

  @Test func `each type has a number of its own`() {
    #expect(Set(ColumnType.allCases.map(\.number)).count == ColumnType.allCases.count)
  }
}
