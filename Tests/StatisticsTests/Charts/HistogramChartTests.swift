import Tables
import Testing

@testable import Statistics

struct HistogramChartTests {
  private static func chart(_ histogram: Histogram, omitted: Int = 0) -> HistogramChart {
    HistogramChart(
      title: "Delays", valueTitle: AxisTitle("Delay", unit: "s"), histogram: histogram,
      omittedCount: omitted)
  }

  @Test func `bars touch and are as high as their counts`() throws {
    let histogram = Histogram(edges: [0, 1, 2, 3], counts: [4, 8, 2])
    let document = try SVGDocument(Self.chart(histogram, omitted: 3).svg())
    try document.check()
    let bars = document.areas
    #expect(bars.count == 3 && document.tips[1] == "1 to 2: 8")
    #expect((bars[1].height - 2 * bars[0].height).magnitude <= 0.03)
    #expect((bars[1].left - bars[0].right - 1).magnitude <= 0.03)
    #expect(
      document.description
        == "Histogram of Delay (s). 14 values lie in 3 intervals from 0 to 3. The most, 8, are "
        + "between 1 and 2. 3 values are missing or not finite and left out.")
  }

  @Test func `many intervals are one outline`() throws {
    var random = Seeded(1)
    let values = (0..<20_000).map { _ in Double.random(in: -3...9, using: &random) }
    for bins in [101, Histogram.binLimit] {
      let histogram = Distribution.doubles(values).histogram(bins: bins)
      let chart = Self.chart(histogram)
      let bytes = chart.svg()
      let document = try SVGDocument(bytes)
      try document.check()
      #expect(document.areas.isEmpty && bytes.count < 400_000 && bytes == chart.svg())
      let outline = document.elements.filter { $0.attributes["fill"] == "#0072B2" }
      #expect(SVGDocument.points(outline.first?.attributes["d"] ?? "").count == 2 * bins + 2)
    }
  }

  @Test func `one value, no value and the ends of the doubles can be drawn`() throws {
    try SVGDocument(Self.chart(Distribution.doubles([7, 7]).histogram(bins: 9)).svg()).check()
    let great = Double.greatestFiniteMagnitude
    let wide = Distribution.doubles([-great, 0, great]).histogram(bins: 9)
    try SVGDocument(Self.chart(wide).svg()).check()
    let empty = try SVGDocument(Self.chart(Histogram(edges: [], counts: []), omitted: 2).svg())
    try empty.check()
    #expect(empty.labels.contains("There are no values to show."))
    #expect(empty.description.contains("2 values are missing"))
    let none = try SVGDocument(Self.chart(Histogram(edges: [], counts: [])).svg())
    #expect(none.description.contains("There are no values."))
  }

  @Test func `moments stand on an axis of time`() throws {
    let day: Int64 = 86_400_000_000
    let chart = HistogramChart(
      title: "", timeTitle: AxisTitle("Sold"), edges: [0, 10 * day, 20 * day, 30 * day],
      counts: [3, 0, 5], omittedCount: 1)
    let bytes = chart.svg()
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(bytes == chart.svg() && document.title == "Histogram")
    #expect(document.tips == ["1970-01-01 to 1970-01-11: 3", "1970-01-21 to 1970-01-31: 5"])
    #expect(document.labels.contains("Jan 5") && document.labels.contains("1970"))
    #expect(
      document.description
        == "Histogram of Sold. 8 values lie in 3 intervals from 1970-01-01 to 1970-01-31. "
        + "The most, 5, are between 1970-01-21 and 1970-01-31. "
        + "1 value is missing or not finite and left out.")
    let hours = HistogramChart(
      title: "", timeTitle: AxisTitle("t"), edges: [0, day / 24, day / 12], counts: [1, 2])
    #expect(try SVGDocument(hours.svg()).tips.last?.contains("1970-01-01T01:00:00Z") == true)
  }

  @Test func `moments beyond the nanoseconds of 64 bits stand on an axis of years`() throws {
    let edges: [Int64] = [MomentScaleTests.farPast, 0, MomentScaleTests.farFuture]
    let chart = HistogramChart(
      title: "", timeTitle: AxisTitle("Until"), edges: edges, counts: [2, 1])
    let document = try SVGDocument(chart.svg())
    try document.check()
    #expect(document.tips == ["0001-01-01 to 1970-01-01: 2", "1970-01-01 to 9999-12-31: 1"])
    #expect(document.labels.contains("2000") || document.labels.contains("2,000"))
    for edges: [Int64] in [[], [0], [.min, .max], [5, 3]] {
      let counts = Array(repeating: 1, count: max(0, edges.count - 1))
      let chart = HistogramChart(
        title: "", timeTitle: AxisTitle("t"), edges: edges, counts: counts)
      try SVGDocument(chart.svg()).check()
    }
  }
}
