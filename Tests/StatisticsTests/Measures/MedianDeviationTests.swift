import Tables
import Testing

@testable import Statistics

struct MedianDeviationTests {
  @Test func `deviations from a median between two values are exact`() {
    for distribution in Distribution.forms(of: [1, 2, 4, 9], scale: 1) {
      #expect(Measure.mad.value(of: distribution) == .number(0.15))
    }
    #expect(Measure.mad.value(of: .doubles([1, 2, 4, 9])) == .number(1.5))
  }

  @Test func `mantissas at the ends of their range have one`() {
    let distribution = Distribution.listed([.min + 1, 0, .max])
    #expect(Measure.mad.value(of: distribution) == .number(0x1p63))
    let near = Distribution.listed([.max - 4, .max - 2, .max])
    #expect(Measure.mad.value(of: near).double.map { $0 <= 1024 } == true)
  }

  @Test func `all on one side of the median are found`() {
    let mantissas: [Int64] = [0, 0, 0, 0, 5, 6, 7, 8, 9]
    for distribution in Distribution.forms(of: mantissas, scale: 0) {
      #expect(Measure.mad.value(of: distribution) == .number(4))
    }
  }
}
