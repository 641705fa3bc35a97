import Testing

@testable import Tables

struct TextEncodingTests {
  private static let names: [(String, TextEncoding)] = [
    ("utf-8", .utf8), ("UTF8", .utf8), ("utf_8", .utf8), ("us-ascii", .ascii), ("ASCII", .ascii),
    ("iso-8859-1", .latin1), ("ISO_8859-1", .latin1), ("latin1", .latin1), ("Latin-1", .latin1),
    ("cp1252", .windows1252), ("Windows-1252", .windows1252), ("utf-16", .utf16),
    ("UTF-16LE", .utf16le), ("utf16be", .utf16be),
  ]

  @Test(arguments: names)
  func `an encoding is known by its usual names`(_ name: String, encoding: TextEncoding) {
    #expect(TextEncoding(name: name) == encoding)
  }

  @Test(arguments: ["", "utf", "utf-32", "iso-8859-15", "utf 8", "ebcdic"])
  func `another name is none`(_ name: String) {
    #expect(TextEncoding(name: name) == nil)
  }

  @Test func `each name that people are told is a name`() {
    #expect(TextEncoding.names.map(TextEncoding.init(name:)) == TextEncoding.allCases)
  }

  private static let prefixes: [([UInt8], TextEncoding?)] = [
    ([], nil), ([0x61], nil), ([0], nil), (Array("a,b\n1,2\n".utf8), nil),
    ([0xEF, 0xBB, 0xBF], .utf8), ([0xEF, 0xBB, 0xBF, 0x61], .utf8), ([0xFF, 0xFE], .utf16le),
    ([0xFE, 0xFF, 0, 0x61], .utf16be), ([0x61, 0, 0x2C, 0], .utf16le),
    ([0, 0x61, 0, 0x2C], .utf16be), ([0x61, 0, 0, 0x61], nil), ([0xE4, 0x2C, 0xF6], nil),
  ]

  @Test(arguments: prefixes)
  func `the first bytes betray an encoding or do not`(_ bytes: [UInt8], encoding: TextEncoding?) {
    #expect(TextEncoding.detected(fromPrefix: bytes) == encoding)
  }

  @Test func `UTF-16 is known by its delimiters in any script`() {
    let header = Array("名称,价格,发行日期\n".utf16)
    #expect(TextEncoding.detected(fromPrefix: header.flatMap { littleEndian($0) }) == .utf16le)
    #expect(
      TextEncoding.detected(fromPrefix: header.flatMap { littleEndian($0).reversed() }) == .utf16be)
  }

  @Test func `a single zero in a file of single bytes is no sign of UTF-16`() {
    let text = Array((String(repeating: "a,b\n", count: 100) + "\0").utf8)
    #expect(TextEncoding.detected(fromPrefix: text) == nil)
  }

  private func littleEndian(_ unit: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
  }

  @Test func `a file is checked in pieces of any size, and those that are done are given back`()
    throws
  {
    let good = Array("a,b\n1,ü\n€,😀\nlast".utf8)
    for pieceBytes in 0...good.count + 1 {
      var released: [Range<Int>] = []
      try TextEncoding.checkUTF8(good.span, pieceBytes: pieceBytes) {
        released.append($0)
        return true
      }
      #expect(released.first?.lowerBound == 0 && released.last?.upperBound == good.count)
      #expect(zip(released, released.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      #expect(throws: EncodingFailure.undefinedByte(0xFC, .utf8, offset: 6, line: 2)) {
        try TextEncoding.checkUTF8(
          Array("a,b\n1,".utf8 + [0xFC, 0x0A]).span, pieceBytes: pieceBytes)
      }
      #expect(throws: EncodingFailure.cutCharacter(.utf8, offset: 8, line: 3)) {
        try TextEncoding.checkUTF8(
          Array("ab\n€\n".utf8 + [0x21, 0xF0, 0x9F, 0x98]).span, pieceBytes: pieceBytes)
      }
    }
  }
}
