import Tables
import Testing

@testable import Statistics

struct GeometricMeanTests {
  @Test func `powers of two have their middle`() {
    for distribution in Distribution.forms(of: [1, 4, 16, 64, 256], scale: 0) {
      #expect(Measure.geometricMean.value(of: distribution) == .number(16))
    }
    #expect(Measure.geometricMean.value(of: .doubles([0x1p-1000, 0x1p1000])) == .number(1))
  }

  @Test func `a value that is not positive leaves none`() {
    for mantissas in [[0, 3], [-1, 3]] as [[Int64]] {
      for distribution in Distribution.forms(of: mantissas, scale: 0) {
        let answers = Measure.values(of: [.geometricMean, .harmonicMean], of: distribution)
        #expect(answers == [.undefined, .undefined])
      }
    }
    #expect(Measure.geometricMean.value(of: .doubles([0, 0.5])) == .undefined)
  }
}
