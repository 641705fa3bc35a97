import Tables
import Testing

@testable import Statistics

struct SummaryTests {
  private let mantissas: [Int64] = [5, -2, 9, 5, 0, 7]

  @Test func `values stand at their places of the order in every form`() {
    let sorted = mantissas.sorted()
    for distribution in Distribution.forms(of: mantissas, scale: 1) {
      for measures in [[], [Measure.mode], [.iqr, .median]] {
        var summary = Summary(of: distribution, for: measures)
        let found = mantissas.indices.map { summary.value(at: $0) }
        #expect(found == sorted.map { .mantissa($0) })
      }
    }
    var summary = Summary(of: .doubles([2.5, -1, 0.25]), for: [.countDistinct])
    #expect((0..<3).map { summary.value(at: $0) } == [.double(-1), .double(0.25), .double(2.5)])
  }

  @Test func `a value is an integer where the column has no decimals`() {
    #expect(Summary(of: .listed([7]), for: []).value(of: .mantissa(7)) == .integer(7))
    let decimal = Distribution.listed([75], scale: 1)
    #expect(Summary(of: decimal, for: []).value(of: .mantissa(75)) == .number(7.5))
    #expect(Summary(of: .doubles([2]), for: []).value(of: .double(2)) == .number(2))
  }

  @Test func `an answer that is no finite number is undefined`() {
    #expect(MeasureValue(nil) == .undefined && MeasureValue(.infinity) == .undefined)
    #expect(MeasureValue(.nan) == .undefined && MeasureValue(2.5) == .number(2.5))
  }
}
