import Testing

@testable import Tables

struct DialectTests {
  private static let files: [(String, String)] = [
    (",", ""), (",", "\n\r\n"), (",", "a"), (",", "a\n1\n2\n"), (",", "a,b"), (";", "a;b"),
    ("\t", "a\tb\n1\t2\n"), ("|", "a|b\r\n1|2\r\n"), (";", "a;b;c\n1,5;2,3;x\n1,2;3;y,z\n"),
    (",", "a,b|c,d\n1,2|3,4\n"), (";", "\n\nname, first;age\nx;1\ny;2\n"),
    (",", "\"a;b\",c\n\"1;2;3\",4\n\"5\",\"6\n;;;\"\n"), ("\t", "a, b\tc, d\n1\t2\n3, 4\t5\n"),
    (";", "\u{FEFF}a;b\n1;2\n"), (",", "a,b;c\n1,2\n3,4"), (",", "k,v\n1,a;b;c\n2,d;e;f\n"),
  ]

  @Test(arguments: files)
  func `the delimiter is what cuts the rows alike`(_ delimiter: String, text: String) {
    #expect(Dialect.delimiter(ofPrefix: text.utf8) == delimiter.utf8.first)
  }

  @Test func `the delimiter of any table is found, wherever the prefix ends behind its rows`() {
    for seed in 0..<200 {
      var random = Seeded(seed)
      var spelling = PlainTable.Spelling.random(&random)
      spelling.blankLines = 0
      let columns = Int.random(in: 2...6, using: &random)
      let rows = (0..<30).map { _ in
        (0..<columns).map { _ in
          ["1,5", "2", "a b", "x;y", "", "line\nline", "\"", "t\tt", "p|q"].randomElement(
            using: &random) ?? ""
        }
      }
      let table = PlainTable(names: (0..<columns).map { "c\($0)" }, rows: rows)
      let bytes = table.bytes(spelling, &random)
      let cut = Int.random(in: bytes.count / 2...bytes.count, using: &random)
      #expect(
        Dialect.delimiter(ofPrefix: bytes[..<cut]) == spelling.delimiter.utf8.first, "seed \(seed)")
    }
  }

  @Test func `rows beyond the first hundred have no say`() {
    let text =
      "a,b;c\n" + String(repeating: "1,2\n", count: 99) + String(repeating: "1;2\n", count: 500)
    #expect(Dialect.delimiter(ofPrefix: text.utf8) == UInt8(ascii: ","))
  }

  private static let spellings: [(String, Bool, Dialect.LineEnd)] = [
    ("a;b\n1;2\r\n", false, .lineFeed), ("a;b\r\n1;2\n", false, .carriageReturnLineFeed),
    ("\u{FEFF}a;b\r\n", true, .carriageReturnLineFeed), ("\u{FEFF}\r\na;b", true, .lineFeed),
    ("a;b\r", false, .lineFeed),
  ]

  @Test(arguments: spellings)
  func `a table knows how its file is spelled`(
    _ text: String, hasMark: Bool, lineEnd: Dialect.LineEnd
  ) throws {
    var options = CSVOptions()
    options.delimiter = UInt8(ascii: ";")
    #expect(
      try CSVLoader.load(Array(text.utf8), options).dialect
        == Dialect(delimiter: UInt8(ascii: ";"), hasByteOrderMark: hasMark, lineEnd: lineEnd))
  }
}
