import Testing

@testable import Engine

struct DatasetNameTests {
  @Test(arguments: [
    "a", "Z", "7", "games", "a.b", "a-b_c.d", "2024", "a..b", "a-", "a.",
    String(repeating: "x", count: 64),
  ])
  func `a name is a name`(_ text: String) {
    #expect(DatasetName(text)?.description == text)
  }

  @Test(arguments: [
    "", ".", "..", ".a", "-a", "_a", "a b", "a/b", "../a", "a\0", "a\n", "ä", "a%2e", "a\u{301}",
    "ａ",
    String(repeating: "x", count: 65),
  ])
  func `what could lead elsewhere, or is too long, is no name`(_ text: String) {
    #expect(DatasetName(text) == nil)
  }

  @Test func `each character is allowed where the pattern says`() {
    for byte in UInt8.min ... .max {
      let scalar = String(UnicodeScalar(byte))
      let isInside = scalar.wholeMatch(of: /[A-Za-z0-9._-]/) != nil
      let isFirst = scalar.wholeMatch(of: /[A-Za-z0-9]/) != nil
      #expect((DatasetName("a" + scalar) != nil) == isInside, "\(byte)")
      #expect((DatasetName(scalar + "a") != nil) == isFirst, "\(byte)")
    }
  }

  @Test func `names are sorted by their bytes`() {
    let names = ["b", "a", "B", "a-", "a.", "10", "9", "aa"].map(DatasetName.named)
    #expect(names.sorted().map(\.description) == ["10", "9", "B", "a", "a-", "a.", "aa", "b"])
    #expect(DatasetName.games.description == "games")
  }
}
