import Testing

@testable import API

struct SeriesNameTests {
  private func isValid(_ text: String) -> Bool { SeriesName.isValid(Array(text.utf8).span) }

  @Test(arguments: [
    "a", " ", "temperature", "Raum 7/außen", "漢字", "😀", "a\"b\\c", "\u{A0}", "\u{C0}\u{3C0}",
    String(repeating: "x", count: 200), String(repeating: "é", count: 100),
  ])
  func `a name is any text of 1 to 200 bytes`(name: String) {
    #expect(isValid(name))
    #expect(SeriesName.text(Array(name.utf8).span) == name)
  }

  @Test(arguments: [
    "", "\0", "a\n", "\tb", "a\u{1F}b", "\u{7F}", "\u{80}", "a\u{85}", "\u{9F}", "a\u{1B}[31m",
    String(repeating: "x", count: 201), String(repeating: "é", count: 101),
  ])
  func `a name is neither empty nor too long and controls nothing`(name: String) {
    #expect(!isValid(name))
  }

  @Test func `the default series has an empty text`() {
    let empty: [UInt8] = []
    #expect(SeriesName.text(empty.span) == "")
  }
}
