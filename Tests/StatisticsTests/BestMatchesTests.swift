import Testing

@testable import Statistics

struct BestMatchesTests {
  @Test func `the best are those that a sort puts first`() {
    var random = SplitMix(state: 7)
    for limit in [0, 1, 2, 3, 10, 50, 200] {
      let all = (0..<100).shuffled(using: &random).map {
        Match(row: $0, score: Double(Int.random(in: 0...9, using: &random)) / 10)
      }
      var best = BestMatches(limit: limit)
      for match in all { best.add(match) }
      let expected = all.sorted { ($1.score, $0.row) < ($0.score, $1.row) }.prefix(limit)
      #expect(best.sorted == Array(expected))
    }
  }

  @Test func `a score is taken when a later row with it would be kept`() {
    var best = BestMatches(limit: 2)
    #expect(best.takes(0))
    best.add(Match(row: 0, score: 0.5))
    best.add(Match(row: 1, score: 0.25))
    #expect(!best.takes(0.25) && best.takes(0.3))
    #expect(!BestMatches(limit: 0).takes(1))
    #expect(!BestMatches(limit: -1).takes(1))
  }
}
