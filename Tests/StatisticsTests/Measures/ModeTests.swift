import Tables
import Testing

@testable import Statistics

struct ModeTests {
  @Test func `the least of the most frequent values is the mode`() {
    for distribution in Distribution.forms(of: [9, 2, 9, 4, 2, 1], scale: 0) {
      #expect(Measure.mode.value(of: distribution) == .integer(2))
    }
    #expect(Measure.mode.value(of: .doubles([0.5, -1, 0.5])) == .number(0.5))
    #expect(Measure.mode.value(of: .doubles([0, -0.0, 1])) == .number(0))
  }
}
