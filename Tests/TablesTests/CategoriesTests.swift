import Testing

@testable import Tables

struct CategoriesTests {
  @Test func `words have their codes and codes their words`() throws {
    let cells = ["b", "a", "", "b", "a longer word than sixteen bytes", " a"]
    let text = "w,k\n" + cells.map { "\($0),1\n" }.joined()
    let column = try #require(CSVLoader.load(Array(text.utf8)).table.column("w"))
    let categories = column.categories()
    let words = ["b", "a", "a longer word than sixteen bytes", " a"]
    #expect((0..<categories.count).map(categories.word) == words)
    #expect(words.map(categories.code) == [0, 1, 2, 3])
    #expect(categories.code(of: "") == nil && categories.code(of: "c") == nil)
  }

  @Test func `bytes that are no UTF-8 are shown as such and found by no text`() throws {
    let bytes = Array("w,k\n".utf8) + [0xFF, 0x2C, 0x31, 0x0A]
    let categories = try #require(CSVLoader.load(bytes).table.column("w")).categories()
    #expect(categories.word(0) == "\u{FFFD}" && categories.code(of: "\u{FFFD}") == nil)
  }
}
