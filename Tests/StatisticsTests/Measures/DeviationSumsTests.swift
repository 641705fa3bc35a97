import Testing

@testable import Statistics

struct DeviationSumsTests {
  private func values(_ sums: DeviationSums) -> [Double] {
    [sums.first.value, sums.second.value, sums.third.value, sums.fourth.value]
  }

  @Test func `powers of deviations are added up over blocks of any number`() {
    for count in [0, 1, 127, 128, 129, 1000] {
      let numbers = Array(0..<count)
      let sums = DeviationSums(numbers) { Double($0 - 3) }
      let expected = (1...4).map { power in
        Double(
          numbers.reduce(0) { sum, number in
            sum + (1...power).reduce(1) { product, _ in product * (number - 3) }
          })
      }
      #expect(values(sums) == expected)
    }
  }

  @Test func `a counted value weighs as often as it occurs`() {
    let counted = DeviationSums(counts: [2, 0, 3]) { Double($0) - 1 }
    #expect(values(counted) == values(DeviationSums([0, 0, 2, 2, 2]) { $0 - 1 }))
  }

  @Test func `small powers are not lost beside large ones`() {
    let sums = DeviationSums([1e4] + Array(repeating: 1e-4, count: 128_000)) { $0 }
    #expect((sums.fourth.value - (1e16 + 128_000e-16)).magnitude <= 2)
    #expect((sums.first.value - 10_012.8).magnitude < 1e-9)
  }
}
