import Testing

@testable import Statistics

struct WindowSummaryTests {
  @Test func `no events have a count and nothing else`() {
    let summary = WindowSummary(WindowSums())
    #expect(summary.count == 0 && summary.min == nil && summary.max == nil && summary.sum == nil)
    #expect(summary.mean == nil && summary.populationVariance == nil)
    #expect(summary.populationStandardDeviation == nil)
  }

  @Test func `all of a summary is of the same events`() {
    let summary = WindowSummary(WindowSums([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(summary.count == 8 && summary.min == 2 && summary.max == 9)
    #expect(summary.sum == 40 && summary.mean == 5)
    #expect(summary.populationVariance == 4 && summary.populationStandardDeviation == 2)
  }

  @Test func `what is beyond the doubles is unknown`() {
    let great = Double.greatestFiniteMagnitude
    let summary = WindowSummary(WindowSums([great, 0, great]))
    #expect(summary.sum == nil && summary.populationVariance == nil)
    #expect(summary.mean?.isNear(great / 3 * 2, within: 1e-15) == true)
    #expect(summary.populationStandardDeviation?.isFinite == true)
  }
}
