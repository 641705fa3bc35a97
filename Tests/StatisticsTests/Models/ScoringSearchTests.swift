import Tables
import Testing

@testable import Statistics

struct ScoringSearchTests {
  private func search(
    _ family: ModelFamily, _ response: [Double], _ columns: [[Double]],
    options: GeneralizedLinearModel.Options = .init()
  ) throws -> ScoringSearch {
    let count = Double(response.count)
    return ScoringSearch(
      family: family, options: options,
      design: try DesignMatrix(columns, rowCount: response.count, on: .single),
      response: response, mean: response.reduce(0) { $0 + $1 / count }, lanes: .single)
  }

  @Test(arguments: GeneralizedLinearModelTests.families)
  func `where the search ends the likelihood has no slope`(_ family: ModelFamily) throws {
    let sample = SampleDesign(rows: 600, columns: 2, seed: 21)
    let response = family == .binomial ? sample.flags : sample.counts
    let search = try search(
      family, response, sample.columns, options: .init(ending: .stepInErrors(1e-11)))
    let end = try search.end()
    let coefficients = zip(end.coefficients, search.design.factors).map { $0 * $1 }
    for column in sample.columns {
      var slope = 0.0
      for row in 0..<600 {
        let predictor = (0..<3).reduce(0) { $0 + coefficients[$1] * sample.columns[$1][row] }
        let terms = family.row(response: response[row], predictor: predictor)
        slope += terms.weight * terms.step * column[row]
      }
      #expect(abs(slope) < 1e-8)
    }
  }

  @Test(
    arguments: [
      (
        ModelFamily.poisson, [0.0, 2, 3, 2, 2, 2000, 2000, 1],
        [[2.0, -9, 250, -5, -3, -150, 6, 300], [300.0, -100, 0, 0, 1, -8, -450, 1]],
        111.989_221_361
      ),
      (
        .negativeBinomial(alpha: 1), [0, 2000, 0, 3000, 1, 2000, 2],
        [[300, -400, -1, 9, -4, 5, 1]], 7337.214_197_227
      ),
      (.binomial, [0, 0, 1, 0], [[-250, 3, 1, 400], [300, -4, -8, -5]], 1.740_880_789),
    ])
  func `where full steps lead nowhere, cautious ones find the peak`(
    family: ModelFamily, response: [Double], columns: [[Double]], deviance: Double
  ) throws {
    let search = try search(family, response, columns)
    #expect(throws: ModelFailure.self) { try search.search(.scoring) }
    let end = try search.end()
    #expect(abs(end.deviance - deviance) < 1e-6 * deviance)
  }

  @Test func `a search that may take one step has not converged`() throws {
    let sample = SampleDesign(rows: 50, columns: 1, seed: 3)
    let search = try search(
      .poisson, sample.counts, sample.columns, options: .init(stepLimit: 1))
    #expect {
      try search.end()
    } throws: { error in
      guard case ModelFailure.notConverged(steps: 1, let deviance, let change) = error else {
        return false
      }
      return deviance.isFinite && change > 1e-8
    }
  }

  @Test func `a limit below one still takes a step`() throws {
    let search = try search(
      .gaussian, [1, 2, 4], [[1, 1, 1]], options: .init(stepLimit: -5, halvingLimit: -1))
    let end = try search.end()
    #expect(abs(end.coefficients[0] - 7.0 / 3) < 1e-14)
  }
}
