import Testing

@testable import Statistics

struct ScatterChartTests {
  private static func chart(_ series: [PointSeries<Double>]) -> ScatterChart {
    ScatterChart(
      title: "Prices", positionTitle: AxisTitle("Price", unit: "$"),
      valueTitle: AxisTitle("Rating"),
      series: series)
  }

  @Test func `each point is a dot in its place`() throws {
    let series = PointSeries(
      name: "", positions: [0.0, 10, 5, .nan, 1], values: [0, 10, 2.5, 1, .infinity])
    let document = try SVGDocument(Self.chart([series]).svg())
    try document.check()
    let dots = try #require(document.points(stroke: "#0072B2").first)
    #expect(dots.count == 3)
    #expect((dots[2].x - (dots[0].x + dots[1].x) / 2).magnitude <= 0.02)
    #expect((dots[2].y - (dots[0].y * 0.75 + dots[1].y * 0.25)).magnitude <= 0.02)
    #expect(document.description.hasPrefix("Scatter chart of Rating by Price ($): 3 points."))
    #expect(document.description.hasSuffix("2 values are missing or not finite and left out."))
  }

  @Test func `too many points become squares, and the description says so`() throws {
    var random = Seeded(9)
    let series = (0..<3).map { name in
      let positions = (0..<40_000).map { _ in Double.random(in: -1...1, using: &random) }
      return PointSeries(name: "s\(name)", positions: positions, values: positions.reversed())
    }
    let chart = Self.chart(series)
    let bytes = chart.svg()
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(bytes.count < 100_000 && bytes == chart.svg())
    #expect(document.description.contains("A square stands for all points of a series within"))
    #expect(document.elements.contains { $0.attributes["stroke-linecap"] == "square" })
  }

  @Test func `times lie along the axis`() throws {
    let start = TimeTicksTests.moment(2024, 1, 1)
    let hour: Int64 = 3_600_000_000_000
    let chart = ScatterChart(
      title: "Delays", timeTitle: AxisTitle("Time"), valueTitle: AxisTitle("Delay"),
      series: [
        PointSeries(
          name: "", positions: (0..<24).map { start + $0 * hour }, values: (0..<24).map(Double.init)
        )
      ])
    let document = try SVGDocument(chart.svg())
    try document.check()
    #expect(document.labels.contains("12:00") && document.labels.contains("2024-01-01"))
  }

  @Test func `nothing and one point can be drawn`() throws {
    try SVGDocument(Self.chart([PointSeries(name: "", positions: [7], values: [7])]).svg()).check()
    let document = try SVGDocument(Self.chart([]).svg())
    try document.check()
    #expect(
      document.description == "Scatter chart of Rating by Price ($): 0 points. There are no values."
    )
  }

  @Test func `the second six series are hollow`() throws {
    let series = (0..<12).map {
      PointSeries(name: "s\($0)", positions: [Double($0)], values: [Double($0)])
    }
    let document = try SVGDocument(Self.chart(series).svg())
    try document.check()
    let holes = document.elements.filter { $0.attributes["class"] == "chart-hole" }
    #expect(holes.count == 12)
  }
}
