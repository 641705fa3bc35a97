import Testing

@testable import Statistics

struct PointSeriesTests {
  @Test func `the longer list is cut`() {
    let series = PointSeries(name: "", positions: [1.0, 2, 3], values: [4, 5])
    #expect(series.positions == [1, 2] && series.values == [4, 5])
    let other = PointSeries(name: "", positions: [Int64(1)], values: [4, 5])
    #expect(other.positions == [1] && other.values == [4])
  }

  @Test func `a point without a position is left out`() {
    let series = PlottedSeries(
      PointSeries(name: "", positions: [.nan, 1, 2], values: [99, 5, .infinity]))
    #expect(series.extent.range == 5...5 && series.extent.omittedCount == 2)
    #expect(series.extent.leastPlace == 1)
  }

  @Test func `moments are counted from the first one that can be drawn`() throws {
    let series = [
      PlottedSeries(PointSeries(name: "", positions: [Int64(5), 100, 300], values: [.nan, 1, 2])),
      PlottedSeries(PointSeries(name: "", positions: [Int64(200)], values: [3])),
    ]
    let axis = try #require(PlottedPoints(series).axis(enclosed: false))
    #expect(axis.origin == 100 && axis.content == .moments(100...300, origin: 100))
    #expect(series[1].offsets(from: 100) == [100])
  }

  @Test func `numbers are enclosed where that is wanted`() throws {
    let points = PlottedPoints([
      PlottedSeries(PointSeries(name: "", positions: [1.5, 9], values: [1, 1]))
    ])
    #expect(points.axis(enclosed: true)?.content == .enclosed(1.5...9, .decimal))
    #expect(points.axis(enclosed: false)?.content == .exact(1.5...9, .decimal))
    #expect(PlottedPoints([]).axis(enclosed: true)?.content == nil)
  }

  @Test func `descriptions name series, places and what is missing`() {
    let day = TimeStep.nanosecondsPerDay
    let points = PlottedPoints([
      PlottedSeries(PointSeries(name: "a", positions: [0, day], values: [1, 2])),
      PlottedSeries(PointSeries(name: "b", positions: [0.5, 1], values: [.nan, 7])),
    ])
    #expect(
      points.description(kind: "Chart", extents: points.series.map(\.extent))
        == "Chart: 3 points in 2 series. a: The least value is 1 (at 1970-01-01), the greatest 2 "
        + "(at 1970-01-02). b: The value is 7. 1 value is missing or not finite and left out.")
  }
}
