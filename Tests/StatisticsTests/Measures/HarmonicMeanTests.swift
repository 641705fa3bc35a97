import Tables
import Testing

@testable import Statistics

struct HarmonicMeanTests {
  @Test func `the mean of speeds over equal ways is found`() {
    for distribution in Distribution.forms(of: [400, 600], scale: 1) {
      #expect(Measure.harmonicMean.value(of: distribution).isClose(to: 48, tolerance: 2e-16))
    }
    let doubles = Measure.harmonicMean.value(of: .doubles([40, 60]))
    #expect(doubles.isClose(to: 48, tolerance: 2e-16))
  }

  @Test func `reciprocals beyond the range of doubles do no harm`() {
    let least = Double.leastNonzeroMagnitude
    #expect(Measure.harmonicMean.value(of: .doubles([least, least])) == .number(least))
    #expect(Measure.harmonicMean.value(of: .doubles([1e308, 1e308])) == .number(1e308))
  }
}
