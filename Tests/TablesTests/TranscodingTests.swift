import Foundation
import Testing

@testable import Tables

struct TranscodingTests {
  @Test(arguments: [
    (TextEncoding.latin1, String.Encoding.isoLatin1), (.windows1252, .windowsCP1252),
  ])
  func `each byte is the character that Foundation knows`(
    _ encoding: TextEncoding, other: String.Encoding
  ) {
    for byte in UInt8.min...UInt8.max {
      var output: [UInt8] = []
      let turned = transcode([byte].span, from: encoding, to: &output)
      let isUndefined = encoding == .windows1252 && [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte)
      #expect(turned == Transcoded(used: isUndefined ? 0 : 1, isRefused: isUndefined))
      if !isUndefined {
        #expect(String(decoding: output, as: UTF8.self) == String(bytes: [byte], encoding: other))
      }
    }
  }

  @Test func `ASCII ends at 0x80`() {
    for byte in UInt8.min...UInt8.max {
      var output: [UInt8] = []
      let turned = transcode([byte].span, from: .ascii, to: &output)
      #expect(turned == Transcoded(used: byte < 0x80 ? 1 : 0, isRefused: byte >= 0x80))
      #expect(output == (byte < 0x80 ? [byte] : []))
    }
  }

  @Test func `each unit and each pair of units is the character that the library knows`() {
    for unit in UInt16.min...UInt16.max {
      var output: [UInt8] = []
      let turned = transcode(bytes([unit]).span, from: .utf16le, to: &output)
      let isSurrogate = unit & 0xF800 == 0xD800
      #expect(turned == Transcoded(used: isSurrogate ? 0 : 2, isRefused: unit & 0xFC00 == 0xDC00))
      #expect(output == (isSurrogate ? [] : Array(String(decoding: [unit], as: UTF16.self).utf8)))
    }
    var random = Seeded(3)
    for _ in 0..<2000 {
      let pair = [
        UInt16.random(in: 0xD800...0xDBFF, using: &random),
        UInt16.random(in: 0xDC00...0xDFFF, using: &random),
      ]
      var output: [UInt8] = []
      #expect(transcode(bytes(pair).span, from: .utf16le, to: &output).used == 4)
      #expect(output == Array(String(decoding: pair, as: UTF16.self).utf8))
    }
  }

  private func bytes(_ units: [UInt16]) -> [UInt8] {
    units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  /// Where the first byte stands with which no whole character begins, by taking one character after the other.
  private func naiveInvalid(_ bytes: [UInt8]) -> Int? {
    var place = 0
    while place < bytes.count {
      let count = (1...4).first { count in
        place + count <= bytes.count
          && String(validating: bytes[place..<place + count], as: UTF8.self)?.unicodeScalars.count
            == 1
      }
      guard let count else { return place }
      place += count
    }
    return nil
  }

  @Test func `the first byte that is no UTF-8 is found wherever it stands`() {
    let parts: [[UInt8]] = [
      Array("ascii only, of some length".utf8), Array("ü".utf8), Array("語".utf8), Array("😀".utf8),
      [0xC0, 0x80], [0xC2], [0xED, 0xA0, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5], [0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xFF],
    ]
    for seed in 0..<3000 {
      var random = Seeded(seed)
      let good = seed % 3 == 0 ? 15 : 4
      let bytes =
        (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
          parts[Int.random(in: 0..<good, using: &random)]
        } + (parts.randomElement(using: &random) ?? [])
      #expect(firstInvalidUTF8(in: bytes.span) == naiveInvalid(bytes), "\(bytes)")
    }
  }

  @Test func `every two bytes are told to be UTF-8 or not as the library tells it`() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let bytes = [first, second]
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        #expect((firstInvalidUTF8(in: bytes.span) == nil) == isValid)
      }
    }
  }

  @Test func `line feeds are counted`() {
    #expect(lineFeeds(in: [UInt8]().span) == 0)
    #expect(lineFeeds(in: Array("a\n\nb\n".utf8).span) == 3)
  }
}
