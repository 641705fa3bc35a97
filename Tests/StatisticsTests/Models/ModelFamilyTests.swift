import Foundation
import Testing

@testable import Statistics

struct ModelFamilyTests {
  static let families: [ModelFamily] = [
    .poisson, .negativeBinomial(alpha: 1), .negativeBinomial(alpha: 0.3), .binomial, .gaussian,
  ]

  /// Responses that the family knows.
  private func responses(_ family: ModelFamily) -> [Double] {
    family == .binomial ? [0, 0.25, 0.5, 0.99, 1] : [0, 1, 2, 2.5, 17, 100]
  }

  private func logLikelihood(_ family: ModelFamily, _ y: Double, _ predictor: Double) -> Double {
    family.logLikelihood(
      response: y, predictor: predictor, mean: family.mean(at: predictor),
      kernel: family.logKernel(response: y))
  }

  @Test(arguments: families)
  func `the deviance is twice what the likelihood lacks of its peak`(_ family: ModelFamily) {
    for y in responses(family) where !family.isBound(y) {
      let peak = logLikelihood(family, y, family.predictor(at: y))
      for predictor in stride(from: -4.0, through: 4, by: 0.25) {
        let expected = 2 * (peak - logLikelihood(family, y, predictor))
        let deviance = family.row(response: y, predictor: predictor).deviance
        #expect(abs(deviance - expected) < 1e-11 * max(1, abs(expected)))
      }
    }
  }

  @Test(arguments: families)
  func `weight and step are the slope of the likelihood, the observed information its bend`(
    _ family: ModelFamily
  ) {
    for y in responses(family) {
      for predictor in stride(from: -4.0, through: 4, by: 0.5) {
        let h = 1e-5
        let slope =
          (logLikelihood(family, y, predictor + h) - logLikelihood(family, y, predictor - h))
          / (2 * h)
        let row = family.row(response: y, predictor: predictor)
        #expect(abs(row.weight * row.step - slope) < 1e-6 * max(1, abs(slope)))
        let above = family.row(response: y, predictor: predictor + h)
        let below = family.row(response: y, predictor: predictor - h)
        let bend = (above.weight * above.step - below.weight * below.step) / (2 * h)
        #expect(abs(row.observed + bend) < 1e-6 * max(1, abs(bend)))
      }
    }
  }

  @Test(arguments: families.dropLast())
  func `counts and flags have probabilities that add up to one`(_ family: ModelFamily) {
    for predictor in [-2.0, 0, 1.5] {
      let all = family == .binomial ? [0.0, 1] : (0...2000).map { Double($0) }
      let sum = all.reduce(0) { $0 + exp(logLikelihood(family, $1, predictor)) }
      #expect(abs(sum - 1) < 1e-12)
      let mean = all.reduce(0) { $0 + $1 * exp(logLikelihood(family, $1, predictor)) }
      #expect(abs(mean - family.mean(at: predictor)) < 1e-11)
    }
  }

  @Test(arguments: families)
  func `a predictor and its mean belong together`(_ family: ModelFamily) {
    for predictor in [-30.0, -1, 0, 0.3, 5] {
      let answer = family.predictor(at: family.mean(at: predictor))
      #expect(abs(answer - predictor) < 1e-10)
    }
  }

  @Test func `each family knows its responses`() {
    #expect(ModelFamily.poisson.admits(0.5) && !ModelFamily.poisson.admits(-1))
    #expect(ModelFamily.binomial.admits(1) && !ModelFamily.binomial.admits(1.1))
    #expect(ModelFamily.gaussian.admits(-1e9))
    #expect(ModelFamily.binomial.isBound(0) && ModelFamily.binomial.isBound(1))
    #expect(ModelFamily.poisson.isBound(0) && !ModelFamily.poisson.isBound(1))
    #expect(!ModelFamily.gaussian.isBound(0))
  }

  @Test func `a mean that was rounded to a bound is set beside it`() {
    #expect(ModelFamily.poisson.withinBounds(0) > 0)
    #expect(ModelFamily.binomial.withinBounds(1) < 1)
    #expect(ModelFamily.binomial.withinBounds(0) > 0)
    #expect(ModelFamily.gaussian.withinBounds(-3) == -3)
  }

  @Test(arguments: families)
  func `first predictors are finite`(_ family: ModelFamily) {
    for y in responses(family) {
      for mean in [.leastNonzeroMagnitude, 0.5, 1] {
        #expect(family.firstPredictor(for: y, mean: mean).isFinite)
      }
    }
  }

  @Test(arguments: families)
  func `predictors far out trap nowhere`(_ family: ModelFamily) {
    for y in responses(family) {
      for predictor in [-1e308, -800, 800, 1e308] {
        let row = family.row(response: y, predictor: predictor)
        #expect(row.weight >= 0 && !(row.deviance < 0))
      }
    }
  }

  @Test func `the deviance of a count loses nothing near the mean`() {
    // x ln(x / m) + m - x = m (d^2 / 2 - d^3 / 6 + d^4 / 12 - ...) with x = m (1 + d).
    for exponent in 1...8 {
      let d = pow(10, -Double(exponent))
      for mean in [1e-3, 1.0, 1e6] {
        let x = mean * (1 + d)
        let exact = (x - mean) / mean
        var series = 0.0
        for power in (2...18).reversed() {
          let sign = power % 2 == 0 ? 1.0 : -1
          series += sign * pow(exact, Double(power)) / Double(power * (power - 1))
        }
        #expect(abs(countDeviance(x, mean) - mean * series) < 1e-13 * mean * series)
      }
    }
    #expect(countDeviance(0, 3) == 3)
    #expect(countDeviance(3, 0) == .infinity)
    #expect(countDeviance(3, .infinity) == .infinity)
    #expect(countDeviance(3, .nan).isNaN)
    #expect(countDeviance(1e300, 1e-300).isFinite)
    #expect(abs(countDeviance(2, 1) - (2 * log(2) - 1)) < 1e-15)
  }
}
