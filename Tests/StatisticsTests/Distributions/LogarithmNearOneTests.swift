import Foundation
import Testing

@testable import Statistics

struct LogarithmNearOneTests {
  @Test func `it is that of the C library`() {
    var random = SplitMix(state: 31)
    for _ in 0..<10_000 {
      let rest =
        Double.random(in: -1...1, using: &random) * exp(Double.random(in: -40...0, using: &random))
      let expected = log1p(rest)
      #expect(abs(logarithmOfOne(plus: rest) - expected) <= 4 * expected.ulp, "\(rest)")
    }
  }

  @Test(arguments: [1.5, 7, 1e10, 1e300, -0.75, -0.999_999_999_999_999_9])
  func `far from one as well`(rest: Double) {
    #expect(abs(logarithmOfOne(plus: rest) - log1p(rest)) <= 2 * log1p(rest).magnitude.ulp)
  }

  @Test func `less its tangent it follows the series, and meets the plain difference`() {
    for rest in [1e-150, 1e-9, -1e-9, 1e-5] {
      let expected = -rest * rest / 2 * (1 - rest * 2 / 3 + rest * rest / 2)
      #expect(abs(logarithmLessTangent(rest) - expected) <= 1e-15 * abs(expected), "\(rest)")
    }
    for rest in [-0.9, -0.501, -0.499, 0.7, 0.999, 1.001, 30] {
      let expected = log1p(rest) - rest
      #expect(abs(logarithmLessTangent(rest) - expected) <= 3e-15 * abs(expected), "\(rest)")
    }
  }

  @Test func `nothing stays nothing`() {
    #expect(logarithmOfOne(plus: 0) == 0)
    #expect(logarithmLessTangent(0) == 0)
  }
}
