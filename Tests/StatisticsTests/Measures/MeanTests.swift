import Tables
import Testing

@testable import Statistics

struct MeanTests {
  @Test func `the mean of mantissas is the double next to the true mean`() {
    for distribution in Distribution.forms(of: [1, 1, 2], scale: 1) {
      #expect(Measure.mean.value(of: distribution) == .number(4.0 / 30))
    }
    let large: [Int64] = [9_000_000_000_000_000_001, 9_000_000_000_000_000_002]
    #expect(
      Measure.mean.value(of: .listed(large, scale: 3)) == .number(9_000_000_000_000_000.001_5))
  }

  @Test func `the mean of equal doubles is their value`() {
    for value in [0.1, 24.9, -1e300, .leastNonzeroMagnitude, .greatestFiniteMagnitude] {
      for count in [1, 3, 10, 1001] {
        let doubles = Distribution.doubles(Array(repeating: value, count: count))
        #expect(Measure.mean.value(of: doubles) == .number(value))
      }
    }
  }

  @Test func `cancelled terms leave the mean of the others`() {
    #expect(Measure.mean.value(of: .doubles([1e100, 1, -1e100, 3])) == .number(1))
  }
}
