import Testing

@testable import Stores

struct ChecksumTests {
  /// The definition, bit by bit.
  private func naive(_ bytes: [UInt8]) -> UInt32 {
    var rest: UInt32 = ~0
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
    }
    return ~rest
  }

  @Test func `the checksum of the nine digits is the published one`() {
    #expect(Checksum.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Checksum.crc32([]) == 0)
  }

  @Test func `it equals the definition, whole and in every cutting`() {
    for count in [1, 7, 8, 9, 100, 1000] {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max) }
      let expected = naive(bytes)
      #expect(Checksum.crc32(bytes) == expected)
      for cut in 0...count {
        let first = Checksum.crc32(Array(bytes[..<cut]))
        #expect(Checksum.crc32(Array(bytes[cut...]), continuing: first) == expected)
      }
      let viewed = bytes.withUnsafeBytes { Checksum.crc32($0) }
      #expect(viewed == expected)
    }
  }

  @Test func `nothing more leaves the checksum as it is`() {
    #expect(Checksum.crc32([], continuing: 7) == 7)
    #expect(Checksum.crc32(UnsafeRawBufferPointer(start: nil, count: 0), continuing: 7) == 7)
  }
}
