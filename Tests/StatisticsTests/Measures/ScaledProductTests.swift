import Testing

@testable import Statistics

struct ScaledProductTests {
  private func product(_ factors: [Double]) -> ScaledProduct {
    factors.reduce(into: ScaledProduct()) { $0.multiply(by: $1) }
  }

  @Test func `roots of powers are the number itself`() {
    for number in [1e-300, 0.1, 1, 3, 24.9, 1e300, .leastNonzeroMagnitude] {
      for degree in [1, 2, 3, 10, 1000, 100_001] {
        var powered = ScaledProduct()
        powered.multiply(by: number, power: degree)
        let root = powered.root(degree)
        #expect((root - number).magnitude <= 2 * number.ulp, "\(number), \(degree)")
      }
    }
  }

  @Test func `factors one by one are a power`() {
    let one = product(Array(repeating: 7.3e-200, count: 5000)).root(5000)
    #expect((one / 7.3e-200 - 1).magnitude < 1e-15)
  }

  @Test func `the order of large and small factors is of no account`() {
    let small = Array(repeating: 1e-308, count: 1000)
    let large = Array(repeating: 1e308, count: 1000)
    #expect((product(small + large).root(2000) - 1).magnitude < 1e-15)
    #expect((product(large + small).root(2000) - 1).magnitude < 1e-15)
  }
}
