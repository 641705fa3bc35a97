import Tables
import Testing

@testable import Statistics

struct DrawnBoxesTests {
  @Test func `there is a box for each group, in the order of its values`() throws {
    let table = try ChartDrawingTests.table()
    let chart = try ChartDrawingTests.chart(
      ["_kind": "box", "_y": "sold", "_group_by": "city"], of: table)
    #expect(chart.title == "sold by city")
    #expect(
      chart.tips == [
        "Oslo: 5, 5, 5, 5, 5", "Rome: 3, 3.25, 3.5, 3.75, 4", "(missing): 1, 1, 1, 1, 1",
      ])
    let one = try ChartDrawingTests.chart(["_kind": "box", "_x": "sold"], of: table)
    #expect(one.title == "Quartiles of sold" && one.tips == ["sold: 1, 2.5, 3.5, 4.25, 5"])
  }

  @Test func `a group without a value has an empty place`() throws {
    let table = try ChartDrawingTests.table("g,v\na,1\nb,\nb,\n")
    let chart = try ChartDrawingTests.chart(
      ["_kind": "box", "_y": "v", "_group_by": "g"], of: table)
    #expect(chart.tips.count == 1 && chart.description.contains("1 group has no finite values."))
  }

  @Test func `of many groups the first are drawn and the others counted`() throws {
    let csv = "g,v\n" + (0..<70).map { "g\($0 + 10),\($0)\n" }.joined()
    let chart = try ChartDrawingTests.chart(
      ["_kind": "box", "_y": "v", "_group_by": "g"], of: try ChartDrawingTests.table(csv))
    #expect(chart.tips.count == 50 && chart.description.contains("20 further groups"))
  }

  /// The five numbers and outliers in the plain way.
  private static func plainBox(_ values: [Double]) -> [[Double]]? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
    let (low, middle, high) = (quantile(0.25), quantile(0.5), quantile(0.75))
    let inside = { low - 1.5 * (high - low) <= $0 && $0 <= high + 1.5 * (high - low) }
    let ends = (sorted.first(where: inside) ?? low, sorted.last(where: inside) ?? high)
    return [
      [min(low, ends.0), low, middle, high, max(high, ends.1)], sorted.filter { !inside($0) },
    ]
  }

  @Test func `whiskers reach to the farthest values near the quartiles`() throws {
    var random = Seeded(5)
    for count in [0, 1, 2, 3, 4, 5, 9, 40, 500] {
      for spread in [3, 1_000_000] {
        let numbers = (0..<count).map { _ -> Int64 in
          let number = Int64.random(in: 0...Int64(spread), using: &random)
          return Int.random(in: 0..<8, using: &random) == 0 ? number * 9 : number
        }
        let plain = Self.plainBox(numbers.map(Double.init))
        for values in [
          Distribution(values: .mantissas(numbers), scale: 0, count: count, nullCount: 0),
          Distribution.doubles(numbers.map(Double.init)),
        ] {
          let box = try TukeyBox(of: values, on: .single)
          let numbers = box.map { box in
            [
              [box.lowEnd, box.lowQuartile, box.median, box.highQuartile, box.highEnd],
              box.outliers.sorted(),
            ]
          }
          #expect(numbers == plain)
        }
      }
    }
  }

  @Test func `a whisker ends at the quartile where no value lies behind it`() throws {
    let box = try #require(try TukeyBox(of: .doubles([0, 100, 101, 102]), on: .single))
    #expect(box.lowEnd == 75 && box.lowQuartile == 75 && box.outliers == [0])
    let counted = Distribution(
      values: .counts(least: 1, [1, 0, 2]), scale: 0, count: 3, nullCount: 0)
    #expect(try TukeyBox(of: counted, on: .single)?.median == 3)
  }
}
