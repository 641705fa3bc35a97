import Testing

@testable import Statistics

struct UTF8ScalarsTests {
  /// What the standard library reads: each character, or the replacement character for bytes that are none.
  private static func read(_ bytes: [UInt8]) -> [Unicode.Scalar?] {
    var place = 0
    var found: [Unicode.Scalar?] = []
    while place < bytes.count {
      let (scalar, length) = scalar(in: bytes.span, at: place)
      found.append(scalar)
      place += length
    }
    return found
  }

  @Test func `every character is read back`() {
    for code in UInt32(0)...0x10_FFFF {
      guard let scalar = Unicode.Scalar(code) else { continue }
      let bytes = Array(String(scalar).utf8)
      if Self.read(bytes) != [scalar] { Issue.record("U+\(String(code, radix: 16))") }
    }
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func `what is no character is none, byte by byte`(bytes: [UInt8]) {
    #expect(Self.read(bytes) == bytes.map { _ in nil })
    #expect(Self.read(bytes + [0x61]) == bytes.map { _ in nil } + ["a"])
  }

  @Test func `random bytes hold the characters that the standard library finds`() {
    var random = SplitMix(state: 5)
    for _ in 0..<20_000 {
      let bytes = (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let expected = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter {
        $0 != "\u{FFFD}"
      }
      #expect(Self.read(bytes).compactMap { $0 }.filter { $0 != "\u{FFFD}" } == Array(expected))
    }
  }

  @Test(
    arguments: [
      ("a", true), ("é", true), ("ß", true), ("Я", true), ("灯", true), ("ʰ", true), ("½", true),
      ("Ⅷ", true), ("٣", true),
      ("_", false), (" ", false), ("\u{301}", false), ("™", false), ("-", false), ("€", false),
    ] as [(Unicode.Scalar, Bool)])
  func `letters and numbers of all scripts are known`(scalar: Unicode.Scalar, expected: Bool) {
    #expect(scalar.isLetterOrNumber == expected)
  }
}
