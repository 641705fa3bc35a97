import Foundation
import Testing

@testable import Statistics

struct LogGammaTests {
  @Test func `factorials are right to the last digits`() {
    var factorial = 1.0
    for number in 1...170 {
      factorial *= Double(number)
      let expected = log(factorial)
      #expect(abs(logGamma(Double(number + 1)) - expected) <= 4 * expected.ulp + 1e-15 * expected)
    }
  }

  @Test func `one more multiplies gamma by the number`() {
    var random = SplitMix(state: 41)
    for _ in 0..<2_000 {
      let x = exp(Double.random(in: -20...25, using: &random))
      let scale = max(1, abs(logGamma(x)), abs(log(x)))
      #expect(abs(logGamma(x + 1) - logGamma(x) - log(x)) <= 2e-15 * scale, "\(x)")
    }
  }

  @Test func `reflected numbers have the product of Euler`() {
    for x in stride(from: 0.01, to: 1, by: 0.01) {
      let expected = log(Double.pi / sin(Double.pi * x))
      #expect(abs(logGamma(x) + logGamma(1 - x) - expected) <= 2e-15 * max(1, expected))
    }
  }

  @Test func `it is that of the C library`() {
    var random = SplitMix(state: 42)
    for _ in 0..<2_000 {
      let x = exp(Double.random(in: -30...700, using: &random))
      #expect(abs(logGamma(x) - lgamma(x)) <= 1e-14 * max(1, abs(lgamma(x))), "\(x)")
    }
  }

  @Test func `at one and two it is zero, and at the ends infinite`() {
    #expect(logGamma(1) == 0)
    #expect(logGamma(2) == 0)
    #expect(logGamma(0) == .infinity)
    #expect(logGamma(.infinity) == .infinity)
    #expect(logGamma(.greatestFiniteMagnitude) == .infinity)
    #expect(logGamma(-1).isNaN)
    #expect(logGamma(.nan).isNaN)
  }

  @Test func `where one way ends and the next begins there is no step`() {
    for edge in [0.5, 1.5, 2.5, 12.0] {
      let step = logGamma(edge) - logGamma(edge.nextDown)
      #expect(abs(step) <= 8 * max(1, abs(logGamma(edge))).ulp, "\(edge)")
    }
  }

  @Test func `the rest of Stirling falls like one twelfth of the reciprocal`() {
    for x in [12.0, 100, 1e6, 1e12] {
      let expected = 1 / (12 * x) * (1 - 1 / (30 * x * x) + 1 / (105 * x * x * x * x))
      #expect(abs(stirlingRemainder(x) - expected) <= 1e-8 * expected)
    }
    for x in [1e-8, 0.3, 1, 5, 11.999] {
      // The recurrence of the rest.
      let expected = stirlingRemainder(x + 1) + (x + 0.5) * log1p(1 / x) - 1
      #expect(abs(stirlingRemainder(x) - expected) <= 1e-14)
    }
  }

  @Test func `a rise is the difference of two logarithms`() {
    var random = SplitMix(state: 43)
    for _ in 0..<2_000 {
      let x = exp(Double.random(in: -18...12, using: &random))
      let step = Double.random(in: 0...1, using: &random)
      let expected = lgamma(x + step) - lgamma(x)
      let scale = max(1, abs(lgamma(x)))
      #expect(abs(logGammaRise(from: x, by: step) - expected) <= 1e-14 * scale, "\(x) \(step)")
    }
  }

  @Test func `a tiny rise keeps its digits`() {
    // ψ(1) = -γ, ψ(2) = 1 - γ, ψ(20) = H(19) - γ, ψ(10^6).
    let euler = 0.577_215_664_901_532_9
    let harmonic = (1...19).reduce(0.0) { $0 + 1 / Double($1) }
    let slopes = [
      (1.0, -euler), (2, 1 - euler), (20, harmonic - euler), (1e6, log(1e6) - 0.5e-6 - 1 / 12e12),
    ]
    for (x, slope) in slopes {
      #expect(abs(logGammaRise(from: x, by: 1e-30) / 1e-30 - slope) <= 1e-14, "\(x)")
    }
  }
}
