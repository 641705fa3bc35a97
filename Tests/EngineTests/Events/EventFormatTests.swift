import Testing

@testable import Engine

struct EventFormatTests {
  private func words(number: Int) -> [UInt64] {
    let header = EventFormat.header(number: number).words
    return header.indices.map { header[$0] }
  }

  private func read(_ words: [UInt64], _ number: Int) -> EventFormat.Header {
    EventFormat.readHeader(words.span, number: number)
  }

  @Test func `a header begins with its magic and is read as it was written`() {
    let bytes = words(number: 7)[0]
    #expect((0..<8).map { UInt8(truncatingIfNeeded: bytes >> (8 * $0)) } == Array("TallyEvt".utf8))
    for number in [1, 7, 1 << 40] {
      let header = EventFormat.header(number: number)
      let read = read(words(number: number), number)
      #expect(read == .whole(checksum: header.checksum))
    }
  }

  @Test func `no header but the whole one of the number is taken`() {
    let good = words(number: 7)
    #expect(read(good, 8) == .none)
    for count in 0..<4 {
      #expect(read(Array(good[..<count]), 7) == .none)
    }
    for bit in 0..<256 {
      var changed = good
      changed[bit / 64] ^= 1 << UInt64(bit % 64)
      #expect(read(changed, 7) == .none)
    }
    #expect(read([0, 0, 0, 0], 7) == .none)
  }

  @Test(arguments: [2, UInt64.max])
  func `a header of a later release is told from one that is damaged`(version: UInt64) {
    var words = words(number: 7)
    words[1] = version
    #expect(read(words, 7) == .none)
    var checksum = WordChecksum()
    for word in words[..<3] { checksum.append(word) }
    words[3] = UInt64(checksum.value)
    let expected = EventFormat.Header.newer(version: Int(clamping: version))
    #expect(read(words, 7) == expected)
  }

  @Test func `segments have checksums of their own`() {
    let checksums = (1...1000).map { EventFormat.header(number: $0).checksum }
    #expect(Set(checksums).count == 1000)
  }
}
