import Tables
import Testing

@testable import Statistics

struct QuantileTests {
  @Test(arguments: [-0.1, 1.1, .nan, .infinity])
  func `a share beyond zero and one has no quantile`(_ share: Double) {
    #expect(Measure.quantile(share).value(of: .listed([1, 2])) == .undefined)
  }

  @Test func `quartiles of decimals are rounded once`() {
    let distribution = Distribution.listed([1, 2, 3, 5], scale: 1)
    let measures: [Measure] = [.quantile(0.25), .median, .quantile(0.75), .iqr]
    let answers = Measure.values(of: measures, of: distribution)
    #expect(answers == [.number(0.175), .number(0.25), .number(0.35), .number(0.175)])
  }

  @Test func `neighbours beyond the range of their difference have points between them`() {
    let great = Double.greatestFiniteMagnitude
    #expect(Measure.median.value(of: .doubles([-great, great])) == .number(0))
    #expect(Measure.median.value(of: .listed([.min + 1, .max])) == .number(0))
    #expect(Measure.quantile(0.9).value(of: .listed([.max, .max])) == .number(0x1p63))
  }

  @Test func `a point never passes its neighbours`() {
    for step in 0...1000 {
      let share = Double(step) / 1000
      for distribution in [Distribution.doubles([0.1, 0.3]), .listed([1, 3], scale: 1)] {
        let point = Measure.quantile(share).value(of: distribution).double ?? .nan
        #expect(point >= 0.1 && point <= 0.3)
      }
    }
  }

  @Test func `the ranks of a quantile are its neighbours`() {
    let summary = Summary(of: .listed([1, 2, 3]), for: [])
    #expect(summary.ranks(of: 0.5) == [1, 2] && summary.ranks(of: 1) == [2])
    #expect(summary.ranks(of: 2).isEmpty)
  }
}
