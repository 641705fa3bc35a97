import Stores
import Testing

@testable import Engine

struct WordChecksumTests {
  @Test(arguments: [0, 1, 2, 3, 4, 7, 100])
  func `the checksum of words is that of their bytes`(count: Int) {
    var numbers = SplitMix(state: UInt64(count))
    for earlier in [0, 1, UInt32.max, UInt32(truncatingIfNeeded: numbers.next())] {
      let words = (0..<count).map { _ in numbers.next() }
      let bytes = words.flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
      }
      var checksum = WordChecksum(continuing: earlier)
      for word in words { checksum.append(word) }
      #expect(checksum.value == Checksum.crc32(bytes, continuing: earlier))
    }
  }

  @Test func `nothing has the checksum of what stands before`() {
    #expect(WordChecksum().value == 0)
    #expect(WordChecksum(continuing: 77).value == 77)
  }
}
