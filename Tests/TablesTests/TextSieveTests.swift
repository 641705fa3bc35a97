import Testing

@testable import Tables

struct TextSieveTests {
  private static let texts = ["", "b", "", "a", "ab", "B", "é", "a", "\u{0}", "zz"]

  private func kept(_ test: TextSieve.Test) -> [[String]] {
    var words = WordTable()
    let slots = Self.texts.map { $0.isEmpty ? 0 : UInt32(words.insert($0.utf8)) + 1 }
    var spelled = SpelledSegment()
    for text in Self.texts {
      spelled.bytes += text.utf8
      spelled.ends.append(UInt32(spelled.bytes.count))
    }
    let segments: [TextColumn.Segment] = [
      .coded(.narrow(slots.map { UInt8($0) })), .coded(.medium(slots.map { UInt16($0) })),
      .coded(.wide(slots)), .spelled(spelled),
    ]
    let sieve = TextSieve(test, words)
    return segments.map { segment in
      var rows = SegmentBits(all: Self.texts.count)
      sieve.keep(segment, in: &rows)
      return Self.texts.indices.filter { rows.words[0] >> UInt64($0) & 1 == 1 }
        .map { Self.texts[$0] }
    }
  }

  private func agree(_ test: TextSieve.Test, _ expected: [String]) -> Bool {
    kept(test) == Array(repeating: expected, count: 4)
  }

  @Test func `codes of every width and spelled texts keep the same rows`() {
    func bytes(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }
    #expect(agree(.words(bytes("a"), isInverted: false), ["a", "a"]))
    #expect(agree(.words(bytes("b", "a", "none", "a", ""), isInverted: false), ["b", "a", "a"]))
    #expect(agree(.words(bytes("a"), isInverted: true), ["b", "ab", "B", "é", "\u{0}", "zz"]))
    #expect(agree(.words([], isInverted: true), Self.texts.filter { !$0.isEmpty }))
    #expect(agree(.words([], isInverted: false), []))
    #expect(agree(.any, Self.texts.filter { !$0.isEmpty }))
  }

  @Test func `texts are put in order by their bytes`() {
    let from = Array("a".utf8)
    let to = Array("b".utf8)
    #expect(agree(.range(from: from, to: to, isClosed: true), ["b", "a", "ab", "a"]))
    #expect(agree(.range(from: from, to: to, isClosed: false), ["ab"]))
    #expect(agree(.range(from: nil, to: from, isClosed: false), ["B", "\u{0}"]))
    #expect(agree(.range(from: to, to: nil, isClosed: false), ["é", "zz"]))
    #expect(agree(.range(from: to, to: from, isClosed: true), []))
  }

  @Test func `patterns are asked of each word`() throws {
    let pattern = try #require(CaselessPattern("B", at: .end))
    #expect(agree(.pattern(pattern), ["b", "ab", "B"]))
    #expect(TextSieve(.pattern(pattern), WordTable()).isSearch)
    #expect(!TextSieve(.any, WordTable()).isSearch)
  }

  @Test func `the order of bytes is that of the standard library`() {
    var random = Seeded(2)
    for _ in 0..<500 {
      let one = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        UInt8.random(in: 126...129, using: &random)
      }
      let other = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        UInt8.random(in: 126...129, using: &random)
      }
      let order = one.withUnsafeBufferPointer { one in
        other.withUnsafeBufferPointer { orderOfBytes(one, $0) }
      }
      #expect(order == (one == other ? 0 : one.lexicographicallyPrecedes(other) ? -1 : 1))
    }
  }
}
