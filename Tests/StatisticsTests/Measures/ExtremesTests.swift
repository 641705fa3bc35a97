import Tables
import Testing

@testable import Statistics

struct ExtremesTests {
  @Test func `the extremes are the least and the greatest value`() {
    for distribution in Distribution.forms(of: [4, -3, 9, 0], scale: 1) {
      #expect(Extremes(of: distribution) == .mantissas(-3...9))
    }
    let extremes = Extremes(of: .doubles([0.5, -2, 1e300]))
    #expect(extremes == .doubles(-2...1e300))
    #expect(extremes?.least == .double(-2) && extremes?.greatest == .double(1e300))
    #expect(Extremes(of: .listed([])) == nil && Extremes(of: .doubles([])) == nil)
  }

  @Test func `values are positive where the least is`() {
    #expect(Extremes(of: .listed([1, 2]))?.isPositive == true)
    #expect(Extremes(of: .listed([0, 2]))?.isPositive == false)
    #expect(Extremes(of: .doubles([-1, 2]))?.isPositive == false)
  }

  @Test func `a range beyond its type is a number or undefined`() {
    let far = Distribution.listed([.min + 1, .max])
    #expect(Measure.range.value(of: far) == .number(0x1p64))
    let doubles = Distribution.doubles([-.greatestFiniteMagnitude, .greatestFiniteMagnitude])
    #expect(Measure.range.value(of: doubles) == .undefined)
  }
}
