import Foundation
import Testing

@testable import Statistics

struct DoubleDoubleLogarithmTests {
  /// A number of 106 random bits.
  private func number(_ random: inout SplitMix) -> DoubleDouble {
    let head = Double(
      sign: Bool.random(using: &random) ? .plus : .minus,
      exponent: Int.random(in: -30...30, using: &random),
      significand: Double.random(in: 1..<2, using: &random))
    return DoubleDouble(high: head, rest: head.ulp * Double.random(in: -0.4...0.4, using: &random))
  }

  private func isClose(_ one: DoubleDouble, _ other: DoubleDouble, scale: Double) -> Bool {
    abs((one - other).high) <= 1e-30 * abs(scale)
  }

  @Test func `sums and products of doubles are exact`() {
    var random = SplitMix(state: 11)
    for _ in 0..<2_000 {
      // Whole numbers, so that Int128 tells the truth.
      let one = Int64.random(in: -(1 << 53)...(1 << 53), using: &random)
      let other = Int64.random(in: -(1 << 53)...(1 << 53), using: &random)
      let sum = DoubleDouble(Double(one), plus: Double(other))
      let product = DoubleDouble.product(Double(one), Double(other))
      #expect(Int128(sum.high) + Int128(sum.low) == Int128(one) + Int128(other))
      #expect(Int128(product.high) + Int128(product.low) == Int128(one) * Int128(other))
    }
  }

  @Test func `what is added can be taken away, and what is multiplied divided out`() {
    var random = SplitMix(state: 12)
    for _ in 0..<2_000 {
      let (one, other) = (number(&random), number(&random))
      let scale = max(abs(one.high), abs(other.high))
      #expect(isClose(one + other - other, one, scale: scale))
      #expect(isClose(one * other / other, one, scale: one.high))
      #expect(
        isClose(one.high * other, DoubleDouble(one.high) * other, scale: one.high * other.high))
    }
  }

  @Test func `a logarithm of a product is the sum of the logarithms`() {
    var random = SplitMix(state: 13)
    for _ in 0..<2_000 {
      let one = number(&random)
      let other = number(&random)
      let (first, second) = (one * one, other * other)
      let sum = first.logarithm + second.logarithm
      #expect(isClose((first * second).logarithm, sum, scale: 84))
      #expect(abs(first.logarithm.high - log(first.high)) <= 2 * log(first.high).ulp + 1e-16)
    }
  }

  @Test func `near one a logarithm keeps all its digits`() {
    for exponent in 1...60 {
      let rest = Double(sign: .plus, exponent: -exponent, significand: 1)
      let logarithm = DoubleDouble(1, plus: rest).logarithm
      #expect(abs(logarithm.high - log1p(rest)) <= log1p(rest).ulp)
      let mirrored = (DoubleDouble(1) / DoubleDouble(1, plus: rest)).logarithm
      #expect(abs((mirrored + logarithm).high) <= 1e-31)
    }
    #expect(DoubleDouble(1).logarithm == .zero)
  }

  @Test func `the least and the greatest number have logarithms`() {
    for number in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(abs(DoubleDouble(number).logarithm.high - log(number)) <= log(number).ulp)
    }
  }

  @Test func `thirty digits of two logarithms are right`() {
    // ln 3 and ln 10 to 60 digits, cut after two doubles.
    let three = DoubleDouble(high: 0x1.193ea7aad030bp+0, rest: -0x1.a256f99caabebp-54)
    let ten = DoubleDouble(high: 0x1.26bb1bbb55516p+1, rest: -0x1.f48ad494ea3e9p-53)
    #expect(abs((DoubleDouble(3).logarithm - three).high) < 1e-31)
    #expect(abs((DoubleDouble(10).logarithm - ten).high) < 1e-31)
  }
}
