import Testing

@testable import Tables

struct CSVWriterTests {
  private func text(_ rows: [[Cell]], _ writer: CSVWriter = CSVWriter()) -> String {
    var bytes: [UInt8] = []
    for row in rows { writer.appendRow(row, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func cell(_ text: String) -> Cell { .text(Array(text.utf8)[...]) }

  @Test func `each kind of cell has its text`() {
    let row: [Cell] = [
      .null, .integer(-7), .decimal(0.1), .decimal(5), .decimal(1e22), .boolean(true),
      .date(16_647), .datetime(1_438_387_198_250_000), cell("a b"), .decimal(.infinity),
    ]
    #expect(
      text([row]) == ",-7,0.1,5.0,1e+22,true,2015-07-31,2015-07-31T23:59:58.25Z,a b,\n")
  }

  @Test func `quotes stand where they must`() {
    let texts = ["a,b", "say \"x\"", "two\nlines", "cr\r", " a", "a\t", "\u{FEFF}a", "a;b", "'"]
    #expect(
      text([texts.map(cell)])
        == "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\",\" a\",\"a\t\",\"\u{FEFF}a\",a;b,'\n")
    let semicolon = CSVWriter(delimiter: UInt8(ascii: ";"))
    #expect(text([[cell("a,b"), cell("a;b")]], semicolon) == "a,b;\"a;b\"\n")
    let minus = CSVWriter(delimiter: UInt8(ascii: "-"))
    #expect(text([[.integer(-1), .date(0), .integer(1)]], minus) == "\"-1\"-\"1970-01-01\"-1\n")
  }

  @Test func `a line is never blank`() {
    #expect(text([[.null], [cell("a")], [.null, .null]]) == "\"\"\na\n,\n")
    var bytes: [UInt8] = []
    CSVWriter().appendHeader([""], to: &bytes)
    CSVWriter().appendRows(columns: [[.null, .integer(1)]], to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "\"\"\n\"\"\n1\n")
  }

  @Test func `formulas are disarmed for spreadsheets alone and numbers are not formulas`() {
    let formulas = ["=1+1", "+a", "-a", "@a", "\ta", "\ra", "=\"a\"", "a=b"]
    let row = formulas.map(cell) + [.integer(-1), .decimal(-0.5)]
    let safe = CSVWriter(isSpreadsheetSafe: true)
    #expect(
      text([row], safe)
        == "'=1+1,'+a,'-a,'@a,\"'\ta\",\"'\ra\",\"'=\"\"a\"\"\",a=b,-1,-0.5\n")
    #expect(text([row]) == "=1+1,+a,-a,@a,\"\ta\",\"\ra\",\"=\"\"a\"\"\",a=b,-1,-0.5\n")
    var header: [UInt8] = []
    safe.appendHeader(["=x", "y", "a,b"], to: &header)
    #expect(String(decoding: header, as: UTF8.self) == "'=x,y,\"a,b\"\n")
  }

  @Test func `what was written loads to the same cells`() throws {
    for seed in 0..<40 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed)
      let delimiter = Array(",;\t|-0 T.é".utf8).randomElement(using: &random) ?? 44
      let names = Array(QuerySample.names.shuffled(using: &random).prefix(seed % 10 + 1))
      let columns = names.compactMap { sample.table.column($0) }
      let cells = columns.map { $0.cells(at: Array(0..<sample.rowCount)[...]) }
      let writer = CSVWriter(delimiter: delimiter)
      var bytes: [UInt8] = []
      writer.appendHeader(names, to: &bytes)
      var byRow = bytes
      writer.appendRows(columns: cells, to: &bytes)
      for row in 0..<sample.rowCount { writer.appendRow(cells.map { $0[row] }, to: &byRow) }
      #expect(bytes == byRow)
      var options = CSVOptions()
      options.types = QuerySample.types.filter { names.contains($0.key) }
      options.delimiter = delimiter
      options.chunkBytes = 900
      let again = try CSVLoader.load(bytes, options)
      #expect(again.rejectCount == 0 && again.table.columnNames == names)
      #expect(
        again.table.columns.map { $0.cells(at: Array(0..<again.table.rowCount)[...]) } == cells,
        "seed \(seed)")
    }
  }
}
