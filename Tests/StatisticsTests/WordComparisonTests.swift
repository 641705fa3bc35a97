import Testing

@testable import Statistics

struct WordComparisonTests {
  @Test func `shared and other words are those of the sets`() {
    var random = SplitMix(state: 12)
    for _ in 0..<500 {
      let sides = (0..<2).map { _ in
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          String(repeating: "a", count: Int.random(in: 1...2, using: &random))
            + ["", "b", "c"][Int.random(in: 0..<3, using: &random)]
        }
      }
      let left = FoldedName(Array(sides[0].joined(separator: " ").utf8).span)
      let right = FoldedName(Array(sides[1].joined(separator: "--").utf8).span)
      let words = WordComparison(left, right)
      let shared = Set(sides[0]).intersection(sides[1])
      #expect(words.sharedCount == shared.count)
      #expect(words.sharedLength == shared.joined(separator: " ").utf8.count)
      #expect(Self.texts(words.onlyLeft, left) == Set(sides[0]).subtracting(sides[1]).sorted())
      #expect(Self.texts(words.onlyRight, right) == Set(sides[1]).subtracting(sides[0]).sorted())
    }
  }

  private static func texts(_ words: [Range<Int>], _ name: FoldedName) -> [String] {
    words.map { String(decoding: name.letters[$0].map(UInt8.init), as: UTF8.self) }
  }
}
