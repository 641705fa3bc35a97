import Testing

@testable import Statistics

struct TextWordsTests {
  private static func words(_ bytes: [UInt8]) -> [String] {
    var words = TextWords()
    words.cut(bytes.span)
    return words.places.map { String(decoding: words.bytes[$0], as: UTF8.self) }
  }

  @Test(arguments: [
    ("", []), ("a", []), ("ab", ["ab"]), ("Ab, aB!", ["ab", "ab"]), ("don't", ["don"]),
    ("snake_case __ _", ["snake_case", "__"]), ("é éé É9", ["éé", "é9"]),
    ("ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]), ("İzmir", ["zmir"]), ("ǅungla", ["ǆungla"]), ("Ⅷ Ⅷa", ["ⅷa"]),
    ("灯台守の島", ["灯台守の島"]), ("a\u{0}bc", ["bc"]), ("wireless™2", ["wireless"]), ("ȺȾ", ["ⱥⱦ"]),
    ("x\r\nyy\tzz", ["yy", "zz"]),
  ])
  func `words are runs of two characters and more, in lower case`(
    text: String, expected: [String]
  ) {
    #expect(Self.words(Array(text.utf8)) == expected)
  }

  @Test func `bytes that are no characters separate words`() {
    #expect(Self.words([0x61, 0x62, 0xFF, 0x63, 0x64, 0xC3]) == ["ab", "cd"])
    #expect(Self.words([0x61, 0xE2, 0x82, 0x62]).isEmpty)
  }

  @Test func `a longer and a shorter text after one another do not mix`() {
    var words = TextWords()
    for text in ["long first text", "an", "", "a much longer text than the first one was"] {
      words.cut(Array(text.utf8).span)
      #expect(
        words.places.map { String(decoding: words.bytes[$0], as: UTF8.self) }
          == text.split(separator: " ").map(String.init).filter { $0.utf8.count > 1 })
    }
  }

  @Test func `every character has room in lower case`() {
    var words = TextWords()
    for code in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(code) else { continue }
      // Too little room would end the program.
      if code > 0x7F && code < 0x3_0000 {
        words.cut(Array(String(repeating: String(scalar), count: 9).utf8).span)
      }
      let bytes = String(scalar).utf8.count
      #expect(2 * scalar.properties.lowercaseMapping.utf8.count <= 3 * bytes || code == 0x130)
    }
  }

  /// The definition, on the standard library's lower case.
  private static func plainWords(_ text: String) -> [String] {
    let lower = text.unicodeScalars.map(\.properties.lowercaseMapping).joined()
    return String(String.UnicodeScalarView(lower.unicodeScalars.map { $0 == "ς" ? "σ" : $0 }))
      .unicodeScalars.split { !$0.isLetterOrNumber && $0 != "_" }
      .filter { $0.count > 1 }.map { String($0) }
  }

  @Test func `random texts have the words of the definition`() {
    var random = SplitMix(state: 4)
    let alphabet = Array("aB9_ -.éÉßΣσςЖж灯½™\u{301}İǅⅧ\u{1F600}𝒳".unicodeScalars)
    for _ in 0..<3_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      #expect(Self.words(Array(String(text).utf8)) == Self.plainWords(String(text)))
    }
  }
}
