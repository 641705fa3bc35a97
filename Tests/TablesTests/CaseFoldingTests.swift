import Testing

@testable import Tables

struct CaseFoldingTests {
  private func folded(_ bytes: [UInt8]) -> [UInt8] {
    var folded: [UInt8] = [1, 2, 3]
    bytes.withUnsafeBufferPointer { CaseFolding.fold($0, into: &folded) }
    return folded
  }

  @Test func `every character becomes what the standard library makes of it`() {
    for value in UInt32(1)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = Array(String(scalar).utf8)
      let expected = Array(scalar.properties.lowercaseMapping.utf8)
      if folded(text) != expected { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  @Test func `bytes that are no text stay as they are`() {
    let broken: [[UInt8]] = [
      [0x80], [0xFF, 0x41], [0xC3], [0xC3, 0x41], [0xC0, 0x80], [0xC1, 0xBF], [0xE2, 0x84],
      [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
    ]
    for bytes in broken {
      #expect(folded(bytes) == bytes.map(CaseFolding.small))
      #expect(
        folded([0x4B] + bytes + [0xC3, 0x89]) == [0x6B] + bytes.map(CaseFolding.small) + [
          0xC3, 0xA9,
        ])
    }
  }

  @Test func `texts of many characters are folded one by one`() {
    var random = Seeded(8)
    let characters = Array("aZ09_ÀéßİKΣЖж日本😀ẞ\u{1E9E}ǅ")
    for _ in 0..<300 {
      let text = String((0..<9).map { _ in characters.randomElement(using: &random) ?? "a" })
      #expect(folded(Array(text.utf8)) == Array(text.lowercased().utf8))
      let isASCII = Array(text.utf8).withUnsafeBufferPointer { CaseFolding.isASCII($0) }
      #expect(isASCII == text.utf8.allSatisfy { $0 < 128 })
    }
  }
}
