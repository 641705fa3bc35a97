import Foundation
import Testing

@testable import Statistics

struct IncompleteBetaTests {
  @Test func `with one shape of one it is a power`() {
    for x in [1e-300, 1e-9, 0.3, 0.5, 0.9, 1 - 1e-9] {
      for shape in [1e-8, 0.2, 1, 3, 300, 1e5] {
        let power = shape * log(x)
        let tails = incompleteBeta(shape, 1, at: x)
        #expect(abs(tails.logLower - power) <= 1e-14 * -power, "\(shape) \(x)")
        #expect(abs(tails.upper + expm1(power)) <= 1e-14 * -expm1(power), "\(shape) \(x)")
        let other = shape * log1p(-x)
        let mirrored = incompleteBeta(1, shape, at: x)
        #expect(abs(mirrored.logUpper - other) <= 1e-14 * -other, "\(shape) \(x)")
      }
    }
  }

  @Test func `seen from the other end the shapes change places`() {
    var random = SplitMix(state: 61)
    for _ in 0..<2_000 {
      let a = exp(Double.random(in: -18...27, using: &random))
      let b = exp(Double.random(in: -18...27, using: &random))
      // Multiples of 2^-30, so that what they are short of one is exact.
      let x = Double(Int.random(in: 1..<(1 << 30), using: &random)) * 0x1p-30
      let (one, other) = (incompleteBeta(a, b, at: x), incompleteBeta(b, a, at: 1 - x))
      #expect(abs(one.lower - other.upper) <= 1e-13 * one.lower, "\(a) \(b) \(x)")
      #expect(abs(one.logUpper - other.logLower) <= 1e-13 * abs(one.logUpper), "\(a) \(b) \(x)")
    }
  }

  @Test func `whole shapes are a sum of binomial terms`() {
    var random = SplitMix(state: 62)
    for _ in 0..<300 {
      let (a, b) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...40, using: &random))
      let x = Double.random(in: 0.01...0.99, using: &random)
      let trials = a + b - 1
      let terms = (a...trials).map { successes in
        let ways =
          lgamma(Double(trials + 1)) - lgamma(Double(successes + 1))
          - lgamma(Double(trials - successes + 1))
        return exp(ways + Double(successes) * log(x) + Double(trials - successes) * log1p(-x))
      }
      let lower = incompleteBeta(Double(a), Double(b), at: x).lower
      #expect(abs(lower / terms.reduce(0, +) - 1) <= 1e-13, "\(a) \(b) \(x)")
    }
  }

  @Test func `one more in a shape takes away one term`() {
    var random = SplitMix(state: 63)
    for _ in 0..<2_000 {
      let a = exp(Double.random(in: -5...4.5, using: &random))
      let b = exp(Double.random(in: -5...4.5, using: &random))
      let x = Double.random(in: 0.01...0.99, using: &random)
      let (one, next) = (incompleteBeta(a, b, at: x), incompleteBeta(a + 1, b, at: x))
      let logs = a * log(x) + b * log1p(-x) - log(a) + lgamma(a + b) - lgamma(a) - lgamma(b)
      #expect(abs(one.lower - exp(logs) - next.lower) <= 1e-12 * one.lower, "\(a) \(b) \(x)")
      #expect(abs(one.upper + exp(logs) - next.upper) <= 1e-12 * next.upper, "\(a) \(b) \(x)")
    }
  }

  @Test func `there is no step where one way of computing follows another`() {
    let limit = IncompleteBeta.fractionLimit
    for other in [4_097.0, 1e4, 1e6, 1e12] {
      for ratio in [0.5, 0.9, 1, 1.1, 2] {
        let x = min(0.999, ratio * limit / (limit + other))
        let one = incompleteBeta(limit, other, at: x)
        let next = incompleteBeta(limit.nextUp, other, at: x)
        #expect(abs(one.logLower - next.logLower) <= 1e-12 * abs(one.logLower))
        #expect(abs(one.logUpper - next.logUpper) <= 1e-12 * abs(one.logUpper))
      }
    }
  }

  @Test func `the part below grows with the point`() {
    for (a, b) in [
      (1e-8, 1e-8), (0.3, 0.4), (0.3, 50), (7, 0.01), (300, 300), (9_000, 5_000), (1e9, 3),
      (1e6, 1e7),
    ] {
      var last = -Double.infinity
      for step in -200...200 {
        let odds = a / b * exp(Double(step) / 15)
        let lower = incompleteBeta(a, b, at: odds / (1 + odds)).logLower
        #expect(lower >= last - 1e-13 * max(abs(last), 1), "\(a) \(b) \(step)")
        last = lower
      }
    }
  }

  @Test func `every size of shapes has an answer between 0 and 1`() {
    let sizes = (-8...12).map { pow(10, Double($0)) } + [1e-100, 1e18, 1e100]
    let points =
      sizes.filter { $0 < 1 } + [
        Double.leastNonzeroMagnitude, 1e-300, 0.3, 0.5, 0.7, 0.999, 1 - 1e-12, 1.0.nextDown,
      ]
    for a in sizes {
      for b in sizes {
        for x in points + [a / (a + b)] where x < 1 {
          let tails = incompleteBeta(a, b, at: x)
          #expect((0...1).contains(tails.lower), "\(a) \(b) \(x)")
          #expect((0...1).contains(tails.upper), "\(a) \(b) \(x)")
          #expect(tails.logLower <= 0 && tails.logUpper <= 0, "\(a) \(b) \(x)")
          #expect(abs(tails.lower + tails.upper - 1) <= 1e-15, "\(a) \(b) \(x)")
        }
      }
    }
  }

  @Test func `the ends of the domain are answered, what lies outside is no number`() {
    #expect(incompleteBeta(2, 3, at: 0).lower == 0)
    #expect(incompleteBeta(2, 3, at: 1).upper == 0)
    for (a, b, x) in [
      (0.0, 1.0, 0.5), (1e-101, 1, 0.5), (1e101, 1, 0.5), (1, 0, 0.5), (-1, 1, 0.5),
      (1, .infinity, 0.5), (1, 1, -0.1), (1, 1, 1.1),
      (1, 1, .nan),
    ] {
      #expect(incompleteBeta(a, b, at: x).upper.isNaN, "\(a) \(b) \(x)")
    }
  }
}
