import Foundation
import Testing

@testable import Statistics

struct TailsTests {
  @Test func `the parts add up to one, whichever is known`() {
    let lower = Tails(lower: 0.25)
    #expect(lower.lower == 0.25)
    #expect(lower.upper == 0.75)
    let upper = Tails(upper: 3, exponent: DoubleDouble(-10))
    #expect(abs(upper.upper - 3 * exp(-10)) <= 1e-19)
    #expect(upper.lower == 1 - upper.upper)
  }

  @Test func `logarithms of both parts keep their digits`() {
    let tails = Tails(lower: 2, exponent: DoubleDouble(-700))
    #expect(abs(tails.logLower + 700 - log(2)) <= 1e-12)
    #expect(abs(tails.logUpper / tails.lower + 1) <= 1e-15)
    let far = Tails(upper: 2, exponent: DoubleDouble(-1e9))
    #expect(far.upper == 0)
    #expect(far.logUpper == -1e9 + log(2))
    #expect(far.logLower == 0)
  }

  @Test func `nothing and everything have logarithms`() {
    #expect(Tails(lower: 0).logLower == -.infinity)
    #expect(Tails(lower: 0).logUpper == 0)
    #expect(Tails(upper: 1).logLower == -.infinity)
    #expect(Tails(upper: 1).logUpper == 0)
  }

  @Test func `a part never rises above one`() {
    let tails = Tails(lower: 1.000_000_000_000_001)
    #expect(tails.lower == 1)
    #expect(tails.upper == 0)
  }

  @Test func `seen from the other end the parts change places`() {
    let tails = Tails(lower: 0.1, exponent: DoubleDouble(-3))
    #expect(tails.mirrored.upper == tails.lower)
    #expect(tails.mirrored.logLower == tails.logUpper)
    #expect(tails.mirrored.mirrored.logLower == tails.logLower)
  }

  @Test func `what is not defined has no number`() {
    let tails = Tails.undefined
    for part in [tails.lower, tails.upper, tails.logLower, tails.logUpper] { #expect(part.isNaN) }
  }
}
