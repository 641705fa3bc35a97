import Testing

@testable import Tables

struct LoadingTests {
  private func load(
    _ text: String, on lanes: Lanes = .single, _ change: (inout CSVOptions) -> Void = { _ in }
  ) throws(TableFailure) -> LoadedTable {
    var options = CSVOptions()
    change(&options)
    return try CSVLoader.load(Array(text.utf8), options, on: lanes)
  }

  @Test func `a row that is skipped has no say in the types of columns`() throws {
    for (blockBytes, filler) in [(1, ""), (1 << 20, ""), (1 << 20, "5,6\n")] {
      let text = "n,v\n1,2\nx,late\n3,4\ny\"y\",2020\n" + String(repeating: filler, count: 200_000)
      let loaded = try load(text) {
        $0.types = ["n": .integer]
        $0.badCells = .skipRow
        $0.blockBytes = blockBytes
      }
      #expect(loaded.table.column("v")?.type == .integer && loaded.rejectCount == 2)
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

  @Test func `texts of codes and texts as they are make one column`() throws {
    // The sample has few words; from the second piece on hardly one comes again.
    let cells = (0..<90_000).map {
      $0 < 60_000 ? "w\($0 % 10)" : $0 % 50 == 0 ? "" : "v\($0 / 3 * 2)"
    }
    let text = "t,k\n" + cells.map { "\($0),k\n" }.joined()
    for (lanes, chunk) in [(1, 50_000), (3, 50_000), (2, 4 << 20)] {
      let table = try load(text, on: .threads(lanes)) { $0.chunkBytes = chunk }.table
      #expect(table.texts("t") == cells.map { $0.isEmpty ? nil : $0 })
      var seen: Set<String> = []
      #expect(table.words("t") == cells.filter { !$0.isEmpty && seen.insert($0).inserted })
      let column = try #require(table.column("t"))
      var selection = Selection(all: table)
      selection.keep(column, code: try #require(column.categories().code(of: "w3")))
      #expect(selection.count == 6000)
      selection = Selection(all: table)
      selection.keepPresent(column)
      #expect(selection.count == cells.count { !$0.isEmpty })
    }
  }

  @Test func `a column that turns to texts in the last row is read again, alone`() throws {
    let rows = (0..<200_000).map { "\($0 % 1000),\($0 % 7)" } + ["x,1"]
    let table = try load("a,b\n" + rows.joined(separator: "\n"), on: .threads(2)) {
      $0.chunkBytes = 100_000
    }.table
    #expect(table.columns.map(\.type) == [.text, .integer])
    #expect(table.words("a") == (0..<1000).map { "\($0)" } + ["x"])
    #expect(table.column("b")?.numbers?.segments.reduce(0) { $0 + $1.count } == 200_001)
  }

  @Test func `a file that changes between two readings fails or keeps its length`() throws {
    // Rows vanish when the first reading gives their bytes back.
    var text = "v,k\n" + String(repeating: "1,2\n", count: 200_000) + "x,2\n"
    let count = text.utf8.count
    text += String(repeating: "\0", count: CSVLoader.slackBytes)
    for replacement in ["\n1,2", "22,2"] {
      var bytes = Array(text.utf8)
      let changed = Array(replacement.utf8)
      let result: Result<LoadedTable, TableFailure> = unsafe bytes.withUnsafeMutableBytes { bytes in
        let start = UInt(bitPattern: bytes.baseAddress)
        var options = CSVOptions()
        options.release = { range in
          guard range.upperBound == count else { return }
          let place = unsafe UnsafeMutableRawPointer(bitPattern: start + UInt(count) - 4)
          unsafe place?.copyMemory(from: changed, byteCount: 3)
        }
        do throws(TableFailure) {
          let file = unsafe UnsafeRawBufferPointer(
            rebasing: UnsafeRawBufferPointer(bytes)[..<count])
          return .success(try unsafe CSVLoader.load(file, options, on: .single))
        } catch {
          return .failure(error)
        }
      }
      switch result {
      case .failure(let failure): #expect(failure == .changedWhileReading)
      case .success(let loaded):
        #expect(loaded.table.rowCount == 200_001)
        #expect(loaded.table.texts("v").count == 200_001)
      }
    }
  }

  @Test(arguments: [CSVOptions.BadCells.nullCell, .skipRow])
  func `some columns are what they are when all are loaded`(
    _ badCells: CSVOptions.BadCells
  ) throws {
    let rows = (0..<3000).map { row in
      let number = row % 40 == 9 ? "none" : "\(row)"
      return
        "\(number),w\(row % 9),\(row < 2990 ? "\(row)" : "late"),\"\(row)\"\"\n,\",\(row % 70 == 3 ? "1,2" : "")"
    }
    let text = "n,w,late,t,empty\n" + rows.joined(separator: "\n")
    func load(_ columns: Set<String>?, on lanes: Lanes) throws -> LoadedTable {
      try self.load(text, on: lanes) {
        $0.columns = columns
        $0.types = ["n": .integer, "w": .text]
        $0.badCells = badCells
        $0.chunkBytes = 9_000
      }
    }
    let whole = try load(nil, on: .single)
    for columns: Set in [[], ["n"], ["late"], ["t", "w"], ["empty", "n", "late"]] {
      let part = try load(columns, on: .threads(2))
      let wanted = whole.table.columns.filter { columns.contains($0.name) }
      #expect(part.table.columns.map(\.name) == wanted.map(\.name))
      #expect(part.table.columns.map(\.type) == wanted.map(\.type))
      for name in columns { #expect(part.table.texts(name) == whole.table.texts(name)) }
      #expect(part.table.rowCount == whole.table.rowCount)
      #expect(part.rejects == whole.rejects && part.rejectCount == whole.rejectCount)
    }
  }

  @Test func `columns to load must be there`() throws {
    #expect(throws: TableFailure.unknownColumn("z")) {
      try load("a,b\n1,2\n") { $0.columns = ["a", "z"] }
    }
  }

  @Test func `types may be asked of columns that are there, by their names`() throws {
    #expect(throws: TableFailure.unknownColumn("z")) {
      try load("a\n1\n") { $0.types = ["z": .text] }
    }
    #expect(try load(" a ,b\n1,2\n") { $0.types = ["a": .text] }.table.words("a") == ["1"])
  }
}
