import Posix
import Testing

@testable import Engine

struct EventSegmentTests {
  private let place = EventPlace()

  @Test func `a segment begins with its header and has zeros behind it`() throws {
    let segment = try place.folder.open(number: 12, byteCount: 4096)
    #expect(segment.number == 12)
    #expect(segment.byteCount == 4096)
    #expect(segment.wordCount == 512)
    let header = EventFormat.header(number: 12)
    #expect(segment.checksum == header.checksum)
    let bytes = try place.bytes(12)
    let words = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    #expect(words[..<4].elementsEqual(header.words.indices.map { header.words[$0] }))
    #expect(words[4...].allSatisfy { $0 == 0 })
  }

  @Test func `what is written is in the file, the least byte first`() throws {
    let segment = try place.folder.open(number: 1, byteCount: 4096)
    segment.write(5..<6) { $0[0] = UInt64(0x0807_0605_0403_0201).littleEndian }
    #expect(try place.bytes(1)[40..<48] == [1, 2, 3, 4, 5, 6, 7, 8])
    try segment.sync()
    #expect(!segment.isDamaged)
  }
}
