import Foundation
import Testing

@testable import Statistics

struct ExponentialTests {
  @Test func `the exponential is that of the C library to two places`() {
    var random = SplitMix(state: 21)
    for _ in 0..<10_000 {
      let power = Double.random(in: -700...700, using: &random)
      #expect(abs(exponential(power) - exp(power)) <= 2 * exp(power).ulp, "\(power)")
    }
  }

  @Test func `the second part of a power counts`() {
    var random = SplitMix(state: 22)
    for _ in 0..<10_000 {
      let head = Double.random(in: -700...700, using: &random)
      let rest = head.ulp / 2
      let expected = exp(head) * (1 + rest)
      let answer = exponential(DoubleDouble(high: head, rest: 0.999 * rest))
      #expect(abs(answer - expected) <= 2e-15 * expected)
    }
  }

  @Test func `a factor comes in before the scaling`() {
    #expect(exponential(DoubleDouble(-800), times: 1e100) > 0)
    #expect(
      abs(exponential(DoubleDouble(-800), times: 1e100) / exp(-800 + 100 * log(10)) - 1) < 1e-13)
    #expect(
      abs(exponential(DoubleDouble(800), times: 1e-100) / exp(800 - 100 * log(10)) - 1) < 1e-13)
    #expect(exponential(DoubleDouble(5), times: 0) == 0)
  }

  @Test func `powers out of reach give zero and infinity`() {
    #expect(exponential(0) == 1)
    #expect(exponential(-745) == .leastNonzeroMagnitude)
    #expect(exponential(-746) == 0)
    #expect(exponential(710) == .infinity)
    #expect(exponential(-1e300) == 0)
    #expect(exponential(1e300) == .infinity)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(.nan).isNaN)
  }

  @Test func `less one it is that of the C library`() {
    var random = SplitMix(state: 23)
    for _ in 0..<10_000 {
      let power =
        Double.random(in: -1...1, using: &random) * exp(Double.random(in: -40...3, using: &random))
      let expected = expm1(power)
      #expect(abs(exponentialLessOne(power) - expected) <= 4 * expected.ulp, "\(power)")
    }
  }

  @Test func `less its tangent it follows the series, and meets the plain difference`() {
    for power in [1e-200, 1e-9, -1e-9, 1e-5] {
      let expected = power * power / 2 * (1 + power / 3 + power * power / 12)
      #expect(abs(exponentialLessTangent(power) - expected) <= 1e-15 * expected)
    }
    for power in [-30, -3, -1.001, -0.999, 0.999, 1.001, 3, 30] {
      let expected = exp(power) - 1 - power
      #expect(abs(exponentialLessTangent(power) - expected) <= 2e-15 * expected)
    }
  }
}
