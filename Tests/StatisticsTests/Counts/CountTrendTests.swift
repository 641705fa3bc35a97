import Testing

@testable import Statistics

struct CountTrendTests {
  private func trend(
    _ counts: [Int], limit: Int = 4, threshold: Double = 0.05
  ) -> CountTrend {
    CountTrend(of: counts, eventLimit: limit, threshold: threshold)
  }

  @Test(arguments: [([], 0), ([9], 0), ([1, 2], 4), ([0, 0, 0, 0], 1)] as [([Int], Int)])
  func `few weeks or few events are not enough`(_ counts: [Int], _ limit: Int) {
    let found = trend(counts, limit: limit)
    #expect(found.slope == nil && found.pValue == nil)
    #expect(found.verdict == .notEnoughData)
  }

  @Test func `two weeks leave no doubt`() {
    let rising = trend([1, 3])
    #expect(rising.slope == 2 && rising.pValue == 0 && rising.verdict == .significantUpward)
    #expect(trend([5, 2]).verdict == .significantDownward)
  }

  @Test(arguments: [[4, 4], [2, 2, 2, 2], [0, 0, 0]])
  func `equal counts have no slope, whatever is asked`(_ counts: [Int]) {
    for threshold in [0.05, 0.6, 2] {
      let found = trend(counts, limit: 0, threshold: threshold)
      #expect(found.slope == 0 && found.pValue == 1 && found.verdict == .notSignificant)
    }
  }

  @Test func `counts on a line leave no doubt`() {
    let found = trend([2, 4, 6, 8])
    #expect(found.slope == 2 && found.pValue == 0 && found.verdict == .significantUpward)
  }

  @Test func `twice the threshold is a hint`() throws {
    let counts = [9, 7, 7, 3]
    let p = try #require(trend(counts).pValue)
    #expect(p > 0.05 && p < 0.1 && trend(counts).verdict == .potentialDownward)
    #expect(trend(counts.reversed()).verdict == .potentialUpward)
    #expect(trend(counts, threshold: p).verdict == .potentialDownward)
    #expect(trend(counts, threshold: p.nextUp).verdict == .significantDownward)
    #expect(trend(counts, threshold: p / 2).verdict == .notSignificant)
  }

  @Test func `a slope of nothing among different counts is not significant`() {
    let found = trend([1, 5, 5, 1])
    #expect(found.slope == 0 && found.pValue == 1 && found.verdict == .notSignificant)
  }

  @Test func `no counts make a number that is none`() {
    var random = Seeded(5)
    for _ in 0..<500 {
      let greatest = [1, 9, 1 << 40][Int.random(in: 0..<3, using: &random)]
      let counts = (0..<Int.random(in: 0...9, using: &random)).map { _ in
        Int.random(in: 0...greatest, using: &random)
      }
      let found = trend(counts)
      #expect(found.slope?.isFinite ?? true)
      #expect(found.pValue.map { (0...1).contains($0) } ?? true)
      #expect((found.slope == nil) == (found.verdict == .notEnoughData))
    }
  }
}
