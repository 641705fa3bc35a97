import Tables
import Testing

@testable import Statistics

struct ExactValueTests {
  @Test func `a value is the double next to it`() {
    let distribution = Distribution.listed([], scale: 3)
    #expect(distribution.number(.mantissa(-1)) == -0.001)
    #expect(distribution.number(.mantissa(9_007_199_254_740_993)) == 9_007_199_254_740.993)
    #expect(distribution.number(.double(0.1)) == 0.1)
  }

  @Test func `counted values need no keys`() {
    let keys = Distribution.forms(of: [3, 1], scale: 0).map { OrderedKeys(of: $0).keys.count }
    #expect(keys == [0, 2] && OrderedKeys(of: .doubles([1, 2, 3])).keys.count == 3)
  }
}
