import Testing

@testable import Statistics

struct NeumaierSumTests {
  private func sum(_ terms: [Double]) -> NeumaierSum {
    terms.reduce(into: NeumaierSum()) { $0.add($1) }
  }

  @Test func `what additions lose is not lost`() {
    #expect(sum([1, 1e100, 1, -1e100]).value == 2)
    #expect(sum(Array(repeating: 0.1, count: 10)).value == 1)
    #expect(sum([]).value == 0)
  }

  @Test func `a quotient is that of the whole sum`() {
    #expect(sum(Array(repeating: 0.1, count: 10)).divided(by: 10) == 0.1)
    #expect(sum([1e16, 1, -1e16]).divided(by: 4) == 0.25)
    #expect(sum([1e16, 3]).divided(by: 2) == 5_000_000_000_000_001.5)
  }
}
