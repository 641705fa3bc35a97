import Foundation
import Testing

@testable import Statistics

struct NaturalLogarithmTests {
  @Test func `the logarithm is that of the C library to the last place or the one beside it`() {
    var random = SplitMix(state: 3)
    for _ in 0..<100_000 {
      let number = Double(
        sign: .plus, exponent: Int.random(in: -1022...1023, using: &random),
        significand: Double.random(in: 1..<2, using: &random))
      #expect(abs(naturalLogarithm(number) - log(number)) <= log(number).ulp, "\(number)")
    }
  }

  @Test(arguments: [
    1, 2, 0.5, 1.000_000_000_000_000_2, 0.999_999_999_999_999_9, 1.414_213_562_373_095_1,
  ])
  func `near one nothing is lost`(number: Double) {
    #expect(abs(naturalLogarithm(number) - log(number)) <= log(number).ulp)
  }

  @Test func `least and greatest numbers have logarithms`() {
    for number in [Double.leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude] {
      #expect(abs(naturalLogarithm(number) - log(number)) <= log(number).ulp)
    }
  }
}
