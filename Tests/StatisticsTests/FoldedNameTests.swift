import Testing

@testable import Statistics

struct FoldedNameTests {
  private static func folded(_ text: String) -> FoldedName { FoldedName(Array(text.utf8).span) }

  private static func text(_ letters: some Sequence<UInt32>) -> String {
    String(String.UnicodeScalarView(letters.compactMap(Unicode.Scalar.init)))
  }

  @Test(arguments: [
    ("", ""), ("  -- ", ""), ("Ab-Cd 9", "ab cd 9"), ("!a - b?", "a   b"), ("a_b", "a b"),
    ("ÉΣς½Ⅷ灯", "éσσ½ⅷ灯"), ("İx", "ix"), ("a™b", "a b"), ("हि", "ह"),
  ])
  func `a name is its letters and numbers in lower case`(name: String, expected: String) {
    let folded = Self.folded(name)
    #expect(Self.text(folded.letters) == expected)
    #expect(folded.isEmpty == expected.isEmpty)
  }

  @Test func `words stand in alphabetical order, each as often as it comes`() {
    let name = Self.folded("Pear, apple PEAR: app - 2 zoo 灯 é")
    #expect(
      name.words.map { Self.text(name.letters[$0]) }
        == ["2", "app", "apple", "pear", "pear", "zoo", "é", "灯"])
    #expect((0...8).filter(name.repeatsWord) == [4])
  }

  @Test func `another name replaces one wholly, and no more than 255 characters are kept`() {
    var name = Self.folded("first name")
    name.fold(Array("x".utf8).span)
    #expect(Self.text(name.letters) == "x" && name.words == [0..<1])
    name.fold(Array(String(repeating: "ab ", count: 1_000).utf8).span)
    #expect(name.letters.count == 254)
    #expect(name.words.count == 85)
  }

  @Test func `bytes that are no characters are blanks`() {
    #expect(Self.text(FoldedName([0x61, 0xFF, 0x62, 0xC3].span).letters) == "a b")
  }
}
