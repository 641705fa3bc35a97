import Testing

@testable import Tables

/// Columns that are asked to be written in a way of their own, through the whole load.
struct AskedTypesTests {
  private func load(
    _ text: String, _ requests: [String: String], on lanes: Lanes = .single,
    _ change: (inout CSVOptions) -> Void = { _ in }
  ) throws -> LoadedTable {
    var options = CSVOptions()
    for (name, request) in requests { options.ask(name, toBe: try ColumnRequest(request)) }
    change(&options)
    return try CSVLoader.load(Array(text.utf8), options, on: lanes)
  }

  private let releases = "g,d\na,\"Oct 21, 2008\"\nb,May 2020\nc,\nd,soon\n"
  private let asked = ["d": "date:%b %d, %Y|%b %Y"]

  @Test func `each cell is read in the first format that fits`() throws {
    let table = try load(releases.replacing("soon", with: "\"jan 2, 1970\""), asked).table
    #expect(table.column("d")?.type == .date)
    #expect(table.numbers("d") == [14173, 18383, nil, 1])
  }

  @Test func `a cell of none of the formats ends the load, becomes null or takes its row along`()
    throws
  {
    let formats = try ["%b %d, %Y", "%b %Y"].map { try DateFormat($0) }
    let failure = TableFailure.badCell(
      line: 5, column: "d", value: "soon", type: .date, formats: formats)
    #expect(failure.sentence == "line 5, column d: 'soon' is not a date like %b %d, %Y or %b %Y")
    #expect(throws: failure) { try load(releases, asked) }
    let expected: [(CSVOptions.BadCells, [Double?])] = [
      (.nullCell, [14173, 18383, nil, nil]), (.skipRow, [14173, 18383, nil]),
    ]
    for (badCells, days) in expected {
      let loaded = try load(releases, asked) { $0.badCells = badCells }
      #expect(loaded.table.numbers("d") == days)
      #expect(
        loaded.rejects == [
          Reject(
            line: 5, column: "d", value: "soon",
            reason: "is not a date like %b %d, %Y or %b %Y")
        ])
    }
  }

  @Test func `with a format of its own a column is not read as RFC 3339 writes`() throws {
    #expect(throws: TableFailure.self) { try load("d\n2020-01-01\n", ["d": "date:%d.%m.%Y"]) }
    #expect(throws: TableFailure.self) { try load("d\n1.1.2020\n", ["d": "date"]) }
  }

  @Test func `formats count for dates and times alone`() throws {
    let table = try load("t\n2020-01-01\n", ["t": "datetime"]) { $0.types["t"] = .text }.table
    #expect(table.words("t") == ["2020-01-01"])
    let text = try load("t\n1.1.2020\n", ["t": "date:%d.%m.%Y"]) { $0.types["t"] = .text }.table
    #expect(text.words("t") == ["1.1.2020"])
    let year = try DateFormat("%Y")
    #expect(throws: TableFailure.unknownColumn("z")) {
      try load("t\n1\n", [:]) { $0.formats["z"] = [year] }
    }
  }

  @Test func `booleans are read in many words when asked for, in two when guessed`() throws {
    let text =
      "b,c,k\nyes,true,1\nNo,FALSE,0\nT,true,1\nf,true,0\nY,,\nn,true,1\n1,true,0\n0,true,1\n,true,1\nTRUE,false,0\n"
    let loaded = try load(text, ["b": "boolean"]).table
    #expect(loaded.columns.map(\.type) == [.boolean, .boolean, .integer])
    #expect(loaded.numbers("b") == [1, 0, 1, 0, 1, 0, 1, 0, nil, 1])
    #expect(try load("b\nyes\nno\n", [:]).table.column("b")?.type == .text)
    for word in ["2", "yess", "on", "\u{11}", "ja"] {
      #expect(throws: TableFailure.badCell(line: 2, column: "b", value: word, type: .boolean)) {
        try load("b\n\(word)\n", ["b": "boolean"])
      }
    }
  }

  @Test func `formats give the same table for any lanes and pieces`() throws {
    let months = [
      "Jan", "february", "MAR", "Apr", "May", "June", "jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let rows = (0..<4000).map { row in
      let month = months[row % 12]
      let day =
        row % 3 == 0
        ? "\(month) \(2000 + row % 20)" : "\(month) \(row % 28 + 1), 20\(row % 10 + 10)"
      return "\"\(row % 97 == 5 ? "later" : day)\",\(row % 5 == 0 ? "yes" : "f")"
    }
    let text = "d,b\n" + rows.joined(separator: "\n")
    for badCells in [CSVOptions.BadCells.nullCell, .skipRow] {
      var results: [LoadedTable] = []
      for (lanes, chunk) in [(1, 4 << 20), (1, 100), (2, 999), (4, 20_000)] {
        results.append(
          try load(text, ["d": asked["d"] ?? "", "b": "boolean"], on: .threads(lanes)) {
            $0.chunkBytes = chunk
            $0.blockBytes = chunk / 2 + 1
            $0.badCells = badCells
          })
      }
      for other in results.dropFirst() {
        #expect(other.table.numbers("d") == results[0].table.numbers("d"))
        #expect(other.table.numbers("b") == results[0].table.numbers("b"))
        #expect(other.rejects == results[0].rejects && other.rejectCount == 42)
      }
    }
  }
}
