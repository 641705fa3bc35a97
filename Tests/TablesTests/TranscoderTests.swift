import Testing

@testable import Tables

struct TranscoderTests {
  /// All pieces together, or what is wrong with them.
  private func turned(
    _ pieces: [ArraySlice<UInt8>], from encoding: TextEncoding
  ) -> Result<[UInt8], EncodingFailure> {
    var transcoder = Transcoder(from: encoding)
    var output: [UInt8] = []
    do throws(EncodingFailure) {
      for piece in pieces { try transcoder.append(piece, to: &output) }
      try transcoder.finish()
      return .success(output)
    } catch {
      return .failure(error)
    }
  }

  private func turned(
    _ bytes: [UInt8], from encoding: TextEncoding
  ) -> Result<[UInt8], EncodingFailure> {
    turned([bytes[...]], from: encoding)
  }

  /// A text in an encoding, by the obvious way.
  private func bytes(_ text: String, _ encoding: TextEncoding, hasMark: Bool = false) -> [UInt8] {
    let marked = (hasMark ? "\u{FEFF}" : "") + text
    return switch encoding {
    case .utf8: Array(marked.utf8)
    case .ascii, .latin1: text.unicodeScalars.map { UInt8($0.value) }
    case .windows1252: text.unicodeScalars.map { $0 == "€" ? 0x80 : UInt8($0.value) }
    case .utf16, .utf16le: marked.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case .utf16be: marked.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }
  }

  private static let texts: [(TextEncoding, String)] = [
    (.utf8, "a,b\nÜ,€,😀\u{FEFF}\r\n"), (.ascii, "a,b\n\0\u{7F}"), (.latin1, "Käse,\u{80}\u{FF}\n"),
    (.windows1252, "5 €,ÿ\n"), (.utf16, "a,\0\nÜ,€,😀\u{FEFF}\u{E000}"),
    (.utf16le, "😀😀,\u{10FFFF}\n"), (.utf16be, "x😀,\u{FFFF}\n"),
  ]

  @Test(arguments: texts)
  func `any cutting in three gives the same text, without its mark`(
    _ encoding: TextEncoding, text: String
  ) {
    for hasMark in [false, true] {
      let bytes = bytes(text, encoding, hasMark: hasMark)
      for first in 0...bytes.count {
        for second in first...bytes.count {
          let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]]
          #expect(turned(pieces, from: encoding) == .success(Array(text.utf8)))
        }
      }
      #expect(
        turned(bytes.indices.map { bytes[$0...$0] }, from: encoding) == .success(Array(text.utf8)))
    }
  }

  @Test func `UTF-16 takes its byte order from its mark`() {
    let big = bytes("a€", .utf16be, hasMark: true)
    #expect(turned(big, from: .utf16) == .success(Array("a€".utf8)))
    #expect(turned(big.map { [$0][...] }, from: .utf16) == .success(Array("a€".utf8)))
  }

  @Test func `a mark in the middle is a character`() {
    let text = "a\u{FEFF}b"
    for encoding in [TextEncoding.utf8, .utf16, .utf16be] {
      #expect(turned(bytes(text, encoding), from: encoding) == .success(Array(text.utf8)))
    }
    let twice = "\u{FEFF}a"
    #expect(turned(bytes(twice, .utf8, hasMark: true), from: .utf8) == .success(Array(twice.utf8)))
  }

  @Test func `long random texts come through any pieces`() {
    let alphabet = Array("abcdefghij,;\n\"".unicodeScalars)
    let others = Array("äß€語😀\u{7FF}\u{800}\u{FFFD}".unicodeScalars)
    for seed in 0..<60 {
      var random = Seeded(seed)
      let encoding = [TextEncoding.utf8, .utf16le, .utf16be, .utf16][seed % 4]
      let rare = [1, 5, 100, 3000][seed / 4 % 4]
      var text = ""
      for _ in 0..<12_000 {
        let isRare = Int.random(in: 0..<rare, using: &random) == 0
        text.unicodeScalars.append(
          (isRare ? others : alphabet).randomElement(using: &random) ?? "a")
      }
      let bytes = bytes(text, encoding, hasMark: seed % 3 == 0)
      var pieces: [ArraySlice<UInt8>] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        pieces.append(rest.prefix(Int.random(in: 0...5000, using: &random)))
        rest = rest.dropFirst(pieces.last?.count ?? 0)
      }
      #expect(turned(pieces, from: encoding) == .success(Array(text.utf8)), "seed \(seed)")
    }
  }

  private static let wrong: [(TextEncoding, [UInt8], EncodingFailure)] = [
    (.ascii, [0x61, 0x0A, 0x80], .undefinedByte(0x80, .ascii, offset: 2, line: 2)),
    (.windows1252, [0x0A, 0x0A, 0x81], .undefinedByte(0x81, .windows1252, offset: 2, line: 3)),
    (.utf8, [0x61, 0xFF], .undefinedByte(0xFF, .utf8, offset: 1, line: 1)),
    (.utf8, [0xEF, 0xBB, 0xBF, 0xC0], .undefinedByte(0xC0, .utf8, offset: 3, line: 1)),
    (.utf8, [0x61, 0xE2, 0x82], .cutCharacter(.utf8, offset: 1, line: 1)),
    (.utf16le, [0x61, 0, 0x0A, 0, 0, 0xDC], .loneSurrogate(0xDC00, offset: 4, line: 2)),
    (.utf16le, [0, 0xD8, 0x61, 0], .loneSurrogate(0xD800, offset: 0, line: 1)),
    (.utf16be, [0xD8, 1, 0xD8, 2, 0xDC, 3], .loneSurrogate(0xD801, offset: 0, line: 1)),
    (.utf16be, [0, 0x0A, 0xD8, 1], .loneSurrogate(0xD801, offset: 2, line: 2)),
    (.utf16be, [0, 0x0A, 0xD8, 1, 0xDC], .loneSurrogate(0xD801, offset: 2, line: 2)),
    (.utf16be, [0, 0x61, 0], .cutCharacter(.utf16be, offset: 2, line: 1)),
    (.utf16, [0x61], .cutCharacter(.utf16, offset: 0, line: 1)),
  ]

  @Test(arguments: wrong)
  func `what is no character is named with its place, in any pieces`(
    _ encoding: TextEncoding, bytes: [UInt8], failure: EncodingFailure
  ) {
    #expect(turned(bytes, from: encoding) == .failure(failure))
    #expect(turned(bytes.map { [$0][...] }, from: encoding) == .failure(failure))
    // Behind so much text that the place is none of the first tile.
    let lines = String(repeating: "0123456\n", count: 2000)
    let before = self.bytes(lines, encoding)
    #expect(
      turned([before[...], bytes[...]], from: encoding) == .failure(moved(failure, before.count)))
  }

  private func moved(_ failure: EncodingFailure, _ count: Int) -> EncodingFailure {
    switch failure {
    case .undefinedByte(let byte, let encoding, let offset, let line):
      .undefinedByte(byte, encoding, offset: offset + count, line: line + 2000)
    case .loneSurrogate(let unit, let offset, let line):
      .loneSurrogate(unit, offset: offset + count, line: line + 2000)
    case .cutCharacter(let encoding, let offset, let line):
      .cutCharacter(
        encoding == .utf16 ? .utf16le : encoding, offset: offset + count, line: line + 2000)
    }
  }
}
