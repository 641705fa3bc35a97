import Testing

@testable import Statistics

struct LetterPatternTests {
  /// The length of the longest common subsequence, by the table of its definition.
  private static func plainCommon(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Int {
    var row = [Int](repeating: 0, count: right.count + 1)
    for a in left {
      var diagonal = 0
      for (place, b) in right.enumerated() {
        let above = row[place + 1]
        row[place + 1] = a == b && a != 0 ? diagonal + 1 : max(above, row[place])
        diagonal = above
      }
    }
    return row.last ?? 0
  }

  private static func letters(_ count: Int, _ random: inout SplitMix) -> [UInt8] {
    let reach = UInt8.random(in: 1...20, using: &random)
    return (0..<count).map { _ in UInt8.random(in: 0...reach, using: &random) }
  }

  @Test func `letters in common are counted as the table counts them`() {
    var random = SplitMix(state: 9)
    var pattern = LetterPattern()
    for round in 0..<600 {
      let most = round % 3 == 0 ? 256 : 66
      pattern.set(Self.letters(Int.random(in: 0...most, using: &random), &random))
      let text = Self.letters(Int.random(in: 0...100, using: &random), &random)
      let start = Int.random(in: 0...text.count, using: &random)
      let part = start..<Int.random(in: start...text.count, using: &random)
      #expect(pattern.common(with: text, part) == Self.plainCommon(pattern.letters, text[part]))
    }
  }

  @Test func `the greatest ratio to parts is that of all parts`() {
    var random = SplitMix(state: 10)
    for _ in 0..<400 {
      let pattern = LetterPattern(Self.letters(Int.random(in: 1...12, using: &random), &random))
      let length = pattern.letters.count
      let text = Self.letters(length + Int.random(in: 0...20, using: &random), &random)
      var parts = (0...(text.count - length)).map { $0..<($0 + length) }
      parts += (0..<length).map { 0..<$0 }
      parts += (0..<length).map { (text.count - $0)..<text.count }
      let expected = parts.map {
        LetterPattern.ratio(Self.plainCommon(pattern.letters, text[$0]), of: length + $0.count)
      }.max()
      #expect(pattern.greatestRatio(toPartsOf: text) == expected)
      let least = Double.random(in: 0...100, using: &random)
      #expect(pattern.greatestRatio(toPartsOf: text, over: least) == max(least, expected ?? 0))
    }
  }

  @Test func `a ratio is the share of letters in common`() {
    #expect(LetterPattern([1, 2, 3]).ratio(to: [1, 2, 3]) == 100)
    #expect(LetterPattern([1, 2, 3]).ratio(to: [3]) == 50)
    #expect(LetterPattern([1]).ratio(to: [2]) == 0)
    #expect(LetterPattern([]).ratio(to: []) == 100)
    #expect(LetterPattern([]).greatestRatio(toPartsOf: []) == 100)
    #expect(LetterPattern([]).greatestRatio(toPartsOf: [1]) == 0)
  }

  @Test func `zero is like no letter, and a pattern that is replaced leaves nothing behind`() {
    var pattern = LetterPattern([0, 1, 0])
    #expect(pattern.common(with: [0, 0, 1], 0..<3) == 1)
    #expect(!pattern.contains(0) && pattern.contains(1))
    pattern.set([2])
    #expect(!pattern.contains(1) && pattern.common(with: [1, 2], 0..<2) == 1)
  }
}
