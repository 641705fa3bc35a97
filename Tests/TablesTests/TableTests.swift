import Testing

@testable import Tables

struct TableTests {
  @Test func `columns are found by their bytes, without blanks around them`() throws {
    let table = try CSVLoader.load(Array("a, b ,caf\u{E9}\n1,2,3\n4,5,6\n".utf8)).table
    #expect(table.rowCount == 2 && table.column("b")?.name == "b")
    #expect(table.column("  b\t")?.name == "b" && table.column("B") == nil)
    #expect(table.column("caf\u{E9}") != nil && table.column("cafe\u{301}") == nil)
    #expect(table.column("") == nil)
  }

  @Test func `blanks and tabs are trimmed from both ends alone`() {
    func bare(_ text: String) -> String {
      String(decoding: trimmed(Array(text.utf8)), as: UTF8.self)
    }
    #expect(bare(" \ta b\t ") == "a b" && bare("a") == "a" && bare(" \t") == "" && bare("") == "")
    #expect(bare("\na\r") == "\na\r")
  }
}
