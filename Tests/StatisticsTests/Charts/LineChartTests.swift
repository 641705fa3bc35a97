import Testing

@testable import Statistics

struct LineChartTests {
  private static func chart(_ series: [PointSeries<Double>]) -> LineChart {
    LineChart(
      title: "Means", positionTitle: AxisTitle("Year"), valueTitle: AxisTitle("Mean", unit: "%"),
      series: series)
  }

  @Test func `points are joined in the order of their positions`() throws {
    let series = PointSeries(name: "", positions: [3.0, 1, .nan, 2], values: [30, 10, 99, 20])
    let document = try SVGDocument(Self.chart([series]).svg())
    try document.check()
    let lines = document.points(stroke: "#0072B2")
    #expect(lines.count == 2 && lines[0].count == 3 && lines[1].count == 3)
    let line = try #require(lines.first)
    #expect(line[0].x < line[1].x && line[1].x < line[2].x)
    #expect(line[0].y > line[1].y && line[1].y > line[2].y)
    #expect(
      document.description
        == "Line chart of Mean (%) by Year: 3 points. The least value is 10 (at 1), the greatest 30 "
        + "(at 3). 1 value is missing or not finite and left out.")
  }

  @Test func `a gap parts a line, and a point between gaps is a dot`() throws {
    let values = (0..<60).map { $0 == 20 || $0 == 22 ? .nan : Double($0) }
    let series = PointSeries(name: "", positions: (0..<60).map(Double.init), values: values)
    let document = try SVGDocument(Self.chart([series]).svg())
    try document.check()
    let paths = document.elements.filter { $0.attributes["stroke"] == "#0072B2" }
    #expect(paths[0].attributes["d"]?.count { $0 == "M" } == 3)
    #expect(paths[1].attributes["d"]?.count { $0 == "M" } == 1)
  }

  @Test func `times have labels of the calendar`() throws {
    let start = TimeTicksTests.moment(2024, 1, 1)
    let moments = (0..<200).map { start + Int64($0) * TimeStep.nanosecondsPerDay }
    let chart = LineChart(
      title: "Incidents", timeTitle: AxisTitle("Day", unit: "UTC"),
      valueTitle: AxisTitle("Incidents"),
      series: ["observed", "expected"].map { name in
        PointSeries(name: name, positions: moments, values: moments.indices.map { Double($0 % 9) })
      })
    let document = try SVGDocument(chart.svg())
    try document.check()
    #expect(Set(document.labels).isSuperset(of: ["Feb", "Mar", "2024", "observed", "expected"]))
    #expect(document.description.contains("observed: The least value is 0 (at 2024-01-01)"))
  }

  @Test func `a long line keeps its extremes and is bounded`() throws {
    var random = Seeded(5)
    var values = (0..<20_000).map { _ in Double.random(in: 0...1, using: &random) }
    values[12_345] = 50
    values[15_000] = -50
    let series = (0..<14).map { name in
      PointSeries(name: "s\(name)", positions: values.indices.map(Double.init), values: values)
    }
    let one = Self.chart([series[0]])
    let bytes = one.svg()
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(bytes.count < 50_000 && bytes == one.svg())
    let line = try #require(document.points(stroke: "#0072B2").first)
    let ys = line.map(\.y)
    let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 0)
    #expect(ys.count { $0 < top + 100 } == 1 && ys.count { $0 > bottom - 100 } == 1)
    let many = Self.chart(series).svg()
    #expect(many.count < 600_000)
    #expect(try SVGDocument(many).description.contains("2 further series are not shown."))
  }

  @Test func `one point, equal points and no points can be drawn`() throws {
    for (positions, values) in [
      ([1e300], [-1e300]), ([1, 1, 1], [2, 2, 2]), ([0], [0]), ([5, 6], [.nan, 1]),
      ([-1e308, 1e308], [.leastNonzeroMagnitude, -.leastNonzeroMagnitude]),
    ] as [([Double], [Double])] {
      let series = PointSeries(name: "", positions: positions, values: values)
      try SVGDocument(Self.chart([series]).svg()).check()
    }
    for series in [[], [PointSeries(name: "", positions: [Double.nan], values: [1])]] {
      let document = try SVGDocument(Self.chart(series).svg())
      try document.check()
      #expect(document.labels.contains("There are no values to show."))
    }
  }

  @Test func `hostile names of series do no harm`() throws {
    let series = SVGDocument.hostileNames.map {
      PointSeries(name: $0, positions: [Int64.min, 0, .max], values: [1, 2, 3])
    }
    let chart = LineChart(
      title: SVGDocument.hostileNames[0], timeTitle: AxisTitle(SVGDocument.hostileNames[1]),
      valueTitle: AxisTitle("", unit: SVGDocument.hostileNames[2]), series: series)
    try SVGDocument(chart.svg()).check()
  }
}
