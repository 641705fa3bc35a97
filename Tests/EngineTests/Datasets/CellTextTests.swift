import JSON
import Tables
import Testing

@testable import Engine

struct CellTextTests {
  private func text(_ cell: Cell) -> String {
    var writer = JSONWriter()
    writer.cell(cell)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (Cell.null, "null"), (.integer(-7), "-7"), (.integer(.max), "9223372036854775807"),
    (.decimal(0.1), "0.1"), (.decimal(3), "3.0"), (.boolean(true), "true"),
    (.boolean(false), "false"), (.date(0), #""1970-01-01""#), (.date(-1), #""1969-12-31""#),
    (.datetime(1_577_836_801_000_000), #""2020-01-01T00:00:01Z""#),
    (.datetime(1_577_836_801_500_000), #""2020-01-01T00:00:01.5Z""#),
    (.text(Array("a \"b\"\n\\ö😀".utf8)[...]), #""a \"b\"\n\\ö😀""#),
  ])
  func `a cell is what JSON has for it`(_ cell: Cell, _ expected: String) {
    #expect(text(cell) == expected)
  }

  @Test func `bytes that are no characters are still JSON`() throws {
    let value = try JSONParser.parse(Array(text(.text([0x61, 0xFF, 0x62])).utf8))
    #expect(value == .string("a\u{FFFD}b"))
  }
}
