import Testing

@testable import Tables

struct HeaderTests {
  private func names(_ text: String) throws -> [String] {
    try CSVLoader.header(of: Array(text.utf8))
  }

  private func failure(
    of text: String, _ change: (inout CSVOptions) -> Void = { _ in }
  ) -> TableFailure? {
    var options = CSVOptions()
    change(&options)
    do throws(TableFailure) {
      _ = try CSVLoader.load(Array(text.utf8), options)
      return nil
    } catch {
      return error
    }
  }

  @Test func `names are trimmed, filled in and told apart`() throws {
    #expect(
      try names("\u{FEFF} a ,,\"b,\"\"c\",a,a_2,\n1")
        == ["a", "column_2", "b,\"c", "a_3", "a_2", "column_6"])
  }

  @Test func `a name may hold line ends and any delimiter in quotes`() throws {
    #expect(try names("\"a\nb\",\"c\r\nd\",\" \"\r\n1,2,3\n") == ["a\nb", "c\r\nd", "column_3"])
    #expect(
      try CSVLoader.header(of: Array("a;b,c;\"d;e\"".utf8), delimiter: 0x3B)
        == ["a", "b,c", "d;e"])
  }

  @Test func `bytes that are no UTF-8 still name columns apart`() throws {
    #expect(try CSVLoader.header(of: [0xFF, 0x2C, 0xFE, 0x0A]) == ["\u{FFFD}", "\u{FFFD}_2"])
  }

  @Test func `the copies of a name are numbered past names that are taken`() throws {
    #expect(
      try names("x,x,x_3,x,x,x_2_2,x_2")
        == ["x", "x_4", "x_3", "x_5", "x_6", "x_2_2", "x_2"])
  }

  @Test func `as many columns of one name as there may be are told apart at once`() throws {
    let count = 20_000
    var options = CSVOptions()
    options.columnLimit = count
    let line = [UInt8]("x".utf8) + (1..<count).flatMap { _ in ",x".utf8 }
    let elapsed = try ContinuousClock().measure {
      let columns = try CSVLoader.load(line, options).table.columns
      #expect(columns.last?.name == "x_\(count)")
    }
    // Trying all numbers for each of them took minutes.
    #expect(elapsed < .seconds(20))
  }

  @Test func `blank lines before the names are passed over and counted`() throws {
    #expect(try names("\n\r\n\na,b\n1,2") == ["a", "b"])
    #expect(failure(of: "\n\r\n\"a") == .quoteNeverClosed(line: 3))
    #expect(failure(of: "\n\na\"b\n") == .misplacedQuote(line: 3, column: nil, value: "a\"b"))
    #expect(
      failure(of: "\n\nabcd\n") { $0.rowLimitBytes = 3 } == .rowTooLong(line: 3, limitBytes: 3))
    #expect(failure(of: "\r\n\r\n\r") == .empty)
    #expect(failure(of: "\n\ra\n") == nil)
  }

  @Test func `a line without an end names columns of no rows`() throws {
    let loaded = try CSVLoader.load(Array("a,b".utf8))
    #expect(loaded.table.columns.map(\.name) == ["a", "b"])
    #expect(loaded.table.rowCount == 0 && loaded.rowsRead == 0)
    #expect(loaded.table.columns.allSatisfy { $0.type == .text && $0.categories().count == 0 })
  }

  @Test func `as many columns as may be are read, and not one more`() {
    #expect(failure(of: "a,b,c\n") { $0.columnLimit = 3 } == nil)
    #expect(failure(of: "a,b,c,\n") { $0.columnLimit = 3 } == .tooManyColumns(limit: 3))
    #expect(failure(of: "abc\n") { $0.rowLimitBytes = 4 } == nil)
  }

  @Test(arguments: Array("\"\n\r".utf8))
  func `a quote or a line end is no delimiter`(_ byte: UInt8) {
    #expect(failure(of: "a\n") { $0.delimiter = byte } == .badDelimiter(byte))
    #expect(throws: TableFailure.badDelimiter(byte)) {
      try CSVLoader.header(of: Array("a".utf8), delimiter: byte)
    }
  }

  @Test func `what is misplaced is shown with what stands around it`() {
    let filler = String(repeating: "x", count: 50)
    let shown = String(repeating: "x", count: 20) + "\"" + String(repeating: "x", count: 19)
    #expect(
      failure(of: "\(filler)\"\(filler)\"\n")
        == .misplacedQuote(line: 1, column: nil, value: shown))
    #expect(failure(of: "\"a\"b\n") == .misplacedQuote(line: 1, column: nil, value: "\"a\"b"))
  }
}
