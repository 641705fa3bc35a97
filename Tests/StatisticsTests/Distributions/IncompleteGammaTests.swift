import Foundation
import Testing

@testable import Statistics

struct IncompleteGammaTests {
  @Test func `a shape of one is the exponential distribution`() {
    for x in [1e-300, 1e-9, 0.3, 1.999, 2.001, 40, 690] {
      let tails = incompleteGamma(shape: 1, at: x)
      #expect(abs(tails.lower + expm1(-x)) <= 4e-15 * -expm1(-x), "\(x)")
      #expect(abs(tails.upper - exp(-x)) <= 4e-15 * exp(-x), "\(x)")
      #expect(abs(tails.logUpper + x) <= 4e-15 * x, "\(x)")
    }
  }

  @Test func `a shape of a half is the error function`() {
    for x in stride(from: 0.05, to: 26, by: 0.05) {
      let tails = incompleteGamma(shape: 0.5, at: x * x)
      #expect(abs(tails.lower - erf(x)) <= 2e-15, "\(x)")
      #expect(abs(tails.upper / erfc(x) - 1) <= 3e-13, "\(x)")
    }
  }

  @Test func `one more in the shape takes away one term`() {
    var random = SplitMix(state: 51)
    for _ in 0..<2_000 {
      let shape = exp(Double.random(in: -5...4.5, using: &random))
      let x = shape * exp(Double.random(in: -1.5...1, using: &random))
      let (one, next) = (
        incompleteGamma(shape: shape, at: x), incompleteGamma(shape: shape + 1, at: x)
      )
      let term = exp(shape * log(x) - x - lgamma(shape + 1))
      #expect(abs(one.lower - term - next.lower) <= 1e-12 * one.lower, "\(shape) \(x)")
      #expect(abs(one.upper + term - next.upper) <= 1e-12 * next.upper, "\(shape) \(x)")
    }
  }

  @Test func `a whole shape is a sum of Poisson terms`() {
    var random = SplitMix(state: 52)
    for _ in 0..<300 {
      let shape = Int.random(in: 1...60, using: &random)
      let x = Double.random(in: 0.01...90, using: &random)
      let terms = (0..<shape).map { exp(Double($0) * log(x) - x - lgamma(Double($0 + 1))) }
      let upper = incompleteGamma(shape: Double(shape), at: x).upper
      #expect(abs(upper / terms.reduce(0, +) - 1) <= 1e-13, "\(shape) \(x)")
    }
  }

  @Test func `both ways of computing agree where they meet`() {
    var random = SplitMix(state: 53)
    for _ in 0..<500 {
      let shape = IncompleteGamma.fractionLimit * Double.random(in: 1.000_001...1.5, using: &random)
      let x = shape * exp(Double.random(in: -0.3...0.3, using: &random))
      let gamma = IncompleteGamma(shape: shape, x: x, logX: DoubleDouble(x).logarithm)
      let tails = gamma.tails
      let direct =
        x < shape
        ? Tails(lower: gamma.densityFactor / shape * gamma.series, exponent: gamma.exponent)
        : Tails(upper: gamma.densityFactor * gamma.fraction, exponent: gamma.exponent)
      for (one, other) in [
        (tails.lower, direct.lower), (tails.upper, direct.upper),
        (tails.logLower, direct.logLower), (tails.logUpper, direct.logUpper),
      ] {
        #expect(abs(one - other) <= 2e-14 * abs(other), "\(shape) \(x)")
      }
    }
  }

  @Test func `the part below grows with the point and falls with the shape`() {
    for shape in [1e-8, 0.3, 0.499, 0.501, 2, 4_095, 4_097, 1e5, 1e9] {
      var last = -Double.infinity
      for step in -200...200 {
        let x = shape * exp(Double(step) / 20)
        let lower = incompleteGamma(shape: shape, at: x).logLower
        #expect(lower >= last * (1 - 1e-14) || lower >= last - 1e-14, "\(shape) \(x)")
        #expect(incompleteGamma(shape: shape * 1.5, at: x).logLower <= lower, "\(shape) \(x)")
        last = lower
      }
    }
  }

  @Test func `every size of shape and point has an answer between 0 and 1`() {
    for shape in sizes + [1e-100, 1e18, 1e100] {
      for x in sizes + [Double.leastNonzeroMagnitude, 1e-300, 1e100, 1e300] {
        let tails = incompleteGamma(shape: shape, at: x)
        #expect((0...1).contains(tails.lower), "\(shape) \(x)")
        #expect((0...1).contains(tails.upper), "\(shape) \(x)")
        #expect(tails.logLower <= 0 && tails.logUpper <= 0, "\(shape) \(x)")
        #expect(abs(tails.lower + tails.upper - 1) <= 1e-15, "\(shape) \(x)")
      }
    }
  }

  private let sizes = (-40...60).map { pow(10, Double($0) / 5) }

  @Test func `the ends of the domain are answered, what lies outside is no number`() {
    #expect(incompleteGamma(shape: 3, at: 0).lower == 0)
    #expect(incompleteGamma(shape: 3, at: 0).logUpper == 0)
    #expect(incompleteGamma(shape: 3, at: .infinity).upper == 0)
    for (shape, x) in [
      (0, 1), (1e-101, 1), (1e101, 1), (-1, 1), (.nan, 1), (.infinity, 1), (1, -1), (1, Double.nan),
    ] {
      #expect(incompleteGamma(shape: shape, at: x).lower.isNaN, "\(shape) \(x)")
    }
  }
}
