import Foundation
import Testing

@testable import Statistics

struct ContinuedFractionTests {
  @Test func `ones in a row are the golden ratio`() {
    let ratio = continuedFraction(from: 1) { _ in (1, 1) }
    #expect(abs(ratio - (5.0.squareRoot() - 1) / 2) <= 2e-16)
  }

  @Test(arguments: [0.01, 0.5, 1, 1.4])
  func `the fraction of Lambert is the tangent`(x: Double) {
    let fraction = continuedFraction(from: 1) { (-x * x, Double(2 * $0 + 1)) }
    #expect(abs(x * fraction - tan(x)) <= 4e-16 * tan(x))
  }

  @Test func `a numerator of zero ends it`() {
    #expect(continuedFraction(from: 4) { _ in (0, 7) } == 0.25)
  }

  @Test func `a denominator that vanishes on the way does no harm`() {
    // 1 + 1 / (-1 + 1 / d) with d = 2: the value is 1 + 1 / (-1/2) = -1.
    let fraction = continuedFraction(from: 1) { index in
      index == 1 ? (1, -1) : index == 2 ? (1, 2) : (0, 1)
    }
    #expect(abs(fraction + 1) <= 1e-15)
  }

  @Test func `one that never settles ends all the same`() {
    var levels = 0
    _ = continuedFraction(from: 1) { index in
      levels = index
      return (index.isMultiple(of: 2) ? -3 : 5, -1)
    }
    #expect(levels <= 2_000)
  }
}
