import Foundation
import Testing

@testable import Statistics

struct NormalDistributionTests {
  @Test func `well-known shares are right`() {
    // Abramowitz and Stegun, table 26.1.
    #expect(abs(NormalDistribution.cumulative(1) - 0.841_344_746_068_543) <= 1e-15)
    #expect(abs(NormalDistribution.cumulative(2) - 0.977_249_868_051_821) <= 1e-15)
    #expect(abs(NormalDistribution.twoSidedTail(1.959_963_984_540_054) - 0.05) <= 4e-16)
    #expect(NormalDistribution.cumulative(0) == 0.5)
  }

  @Test func `both sides add up to one and mirror each other`() {
    for z in stride(from: -9, through: 9, by: 0.01) {
      let (lower, upper) = (NormalDistribution.cumulative(z), NormalDistribution.upperTail(z))
      #expect(abs(lower + upper - 1) <= 2e-16)
      #expect(lower == NormalDistribution.upperTail(-z))
      #expect(NormalDistribution.twoSidedTail(z) == 2 * min(lower, upper))
    }
  }

  @Test func `the tail falls, and its logarithm is that of the tail`() {
    var last = 1.0
    for step in -1_000...3_750 {
      let z = Double(step) / 100
      let upper = NormalDistribution.upperTail(z)
      #expect(upper <= last * (1 + 4e-15))
      #expect(abs(NormalDistribution.logUpperTail(z) - log(upper)) <= 1e-13 * max(1, -log(upper)))
      last = upper
    }
  }

  @Test func `far out the logarithm of the tail goes on, in both directions`() {
    #expect(NormalDistribution.upperTail(39) == 0)
    // ln Q(z) is -z^2/2 - ln(z √2π) and less.
    for z in [39, 1e3, 1e8] {
      let expected = -z * z / 2 - log(z) - log(2 * Double.pi) / 2 - 1 / (z * z)
      #expect(abs(NormalDistribution.logUpperTail(z) / expected - 1) <= 1e-8)
    }
    #expect(NormalDistribution.logUpperTail(-20) == -NormalDistribution.upperTail(20))
  }

  @Test func `infinity has no tail and no number gives none`() {
    #expect(NormalDistribution.upperTail(.infinity) == 0)
    #expect(NormalDistribution.cumulative(.infinity) == 1)
    #expect(NormalDistribution.twoSidedTail(-.infinity) == 0)
    #expect(NormalDistribution.logUpperTail(.infinity) == -.infinity)
    #expect(NormalDistribution.logUpperTail(-1e300) == 0)
    #expect(NormalDistribution.upperTail(.greatestFiniteMagnitude) == 0)
    #expect(NormalDistribution.cumulative(.nan).isNaN)
    #expect(NormalDistribution.logUpperTail(.nan).isNaN)
  }
}
