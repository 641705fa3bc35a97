import Tables
import Testing

@testable import Statistics

struct CountDistinctTests {
  @Test func `different values are counted once`() {
    for distribution in Distribution.forms(of: [9, 2, 9, 4, 2, 9], scale: 0) {
      #expect(Measure.countDistinct.value(of: distribution) == .integer(3))
    }
    let doubles = Distribution.doubles((0..<1000).map { Double($0 % 300) / 7 } + [0, -0.0])
    #expect(Measure.countDistinct.value(of: doubles) == .integer(300))
  }

  @Test func `only counted values may be more than the limit`() {
    let many = Summary.distinctLimit + 1
    let counted = Distribution(
      values: .counts(least: 5, [1, 0, many - 1]), scale: 0, count: many, nullCount: 0)
    #expect(Measure.countDistinct.value(of: counted) == .integer(2))
    let listed = Distribution(values: .mantissas([1, 2]), scale: 0, count: many, nullCount: 0)
    let answers = Measure.values(of: [.countDistinct, .mode, .min], of: listed)
    #expect(answers == [.undefined, .undefined, .integer(1)])
  }
}
