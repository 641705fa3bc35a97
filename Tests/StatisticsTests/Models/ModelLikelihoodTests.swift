import Foundation
import Testing

@testable import Statistics

struct ModelLikelihoodTests {
  @Test func `a Gaussian likelihood is that of its own variance, over the mean that of the model`()
    throws
  {
    let (x, y) = ([1.0, 2, 3, 4, 5], [2.0, 1, 4, 3, 7])
    let fit = try GeneralizedLinearModel(.gaussian)
      .fit(y, on: [Array(repeating: 1, count: 5), x])
    let line = try StraightLine(through: y, over: x)
    let squares = zip(x, y).reduce(0) { sum, point in
      let residual = point.1 - line.intercept - line.slope * point.0
      return sum + residual * residual
    }
    let expected = -2.5 * (log(2 * .pi * squares / 5) + 1)
    #expect(abs((fit.logLikelihood ?? .nan) - expected) < 1e-13)
    let dispersion = squares / 3
    #expect(abs((fit.dispersion ?? .nan) - dispersion) < 1e-14)
    let around = y.reduce(0) { $0 + ($1 - 3.4) * ($1 - 3.4) }
    let null = -0.5 * (around / dispersion + 5 * log(2 * .pi * dispersion))
    #expect(abs((fit.nullLogLikelihood ?? .nan) - null) < 1e-13)
  }

  @Test func `likelihoods of counts are sums over the rows`() throws {
    let y = [0.0, 1, 4, 2]
    let fit = try GeneralizedLinearModel(.poisson).fit(y, on: [[1, 1, 1, 1]])
    // ln of e^-m m^y / y! with the mean 7 / 4.
    let expected = 7 * log(1.75) - 7 - log(24) - log(2)
    #expect(abs((fit.logLikelihood ?? .nan) - expected) < 1e-12)
    #expect(abs((fit.nullLogLikelihood ?? .nan) - expected) < 1e-12)
    #expect(abs((fit.akaike ?? .nan) - (2 - 2 * expected)) < 1e-12)
  }
}
