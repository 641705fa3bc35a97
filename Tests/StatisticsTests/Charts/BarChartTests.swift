import Testing

@testable import Statistics

struct BarChartTests {
  private static func chart(_ categories: [String], _ values: [Double]) -> BarChart {
    BarChart(
      title: "Accidents", categories: categories, categoryTitle: AxisTitle("Day"),
      valueTitle: AxisTitle("Number"), values: values)
  }

  @Test func `heights are in proportion to values`() throws {
    let document = try SVGDocument(Self.chart(["a", "b", "c"], [1, 2, -1]).svg())
    try document.check()
    let bars = document.areas
    #expect(bars.count == 3)
    #expect((bars[1].height - 2 * bars[0].height).magnitude <= 0.03)
    #expect((bars[2].height - bars[0].height).magnitude <= 0.03)
    #expect((bars[2].top - bars[0].bottom).magnitude <= 0.03)
    #expect(document.tips == ["a: 1", "b: 2", "c: −1"])
  }

  @Test func `the description tells extremes, count and what is left out`() throws {
    let chart = Self.chart(["Mon", "Tue", "Wed", "Thu"], [4, .nan, 9.5])
    #expect(
      try SVGDocument(chart.svg()).description
        == "Bar chart of Number by Day: 4 categories. The least value is 4 (Mon), the greatest 9.5 "
        + "(Wed). 2 values are missing or not finite and left out.")
  }

  @Test func `categories beyond fifty are counted`() throws {
    let names = (0..<73).map { "category \($0)" }
    let document = try SVGDocument(Self.chart(names, names.indices.map(Double.init)).svg())
    try document.check()
    #expect(document.areas.count == 50 && document.labels.contains("… 23 more"))
    #expect(document.description.contains("73 categories"))
    #expect(document.description.contains("23 further categories are not shown."))
    #expect(document.description.contains("the greatest 49 (category 49)"))
  }

  @Test func `series stand side by side and have a legend`() throws {
    let series = (0..<14).map { BarChart.Series(name: "s\($0)", values: [Double($0), 3]) }
    let document = try SVGDocument(
      BarChart(
        title: "T", categories: ["a", "b"], categoryTitle: AxisTitle("C"),
        valueTitle: AxisTitle("V"), series: series
      ).svg())
    try document.check()
    #expect(document.areas.count == 24)
    #expect(document.labels.contains("s11") && !document.labels.contains("s12"))
    #expect(document.tips.contains("a, s1: 1"))
    #expect(document.description.contains("s1: The least value is 1 (a), the greatest 3 (b)."))
    #expect(document.description.hasSuffix("2 further series are not shown."))
    let lefts = document.areas.filter { $0.width > 11.5 }.map(\.left)
    #expect(Set(lefts).count == lefts.count)
  }

  @Test func `no values give a chart that says so`() throws {
    for chart in [Self.chart([], []), Self.chart(["a"], [.nan]), Self.chart([], [1, 2])] {
      let document = try SVGDocument(chart.svg())
      try document.check()
      #expect(document.labels.contains("There are no values to show."))
    }
    #expect(try SVGDocument(Self.chart([], []).svg()).description.contains("There are no values."))
  }

  @Test func `hostile names and numbers do no harm`() throws {
    let names = SVGDocument.hostileNames
    let values: [Double] = [
      0, 1, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e-9,
    ]
    for count in 1...values.count {
      let document = try SVGDocument(Self.chart(names, Array(values.prefix(count))).svg())
      try document.check()
    }
    try SVGDocument(Self.chart(names, names.indices.map { Double($0) }).svg()).check()
  }

  @Test func `the same input gives the same bytes, and not too many`() {
    let names = (0..<5000).map { "\($0)" + String(repeating: "&", count: 1000) }
    let series = (0..<30).map { seed in
      BarChart.Series(name: names[seed], values: names.indices.map { Double($0 * seed) })
    }
    let chart = BarChart(
      title: names[0], categories: names, categoryTitle: AxisTitle(names[1]),
      valueTitle: AxisTitle(names[2]), series: series)
    let bytes = chart.svg()
    #expect(bytes == chart.svg() && bytes.count < 400_000)
  }

  @Test func `counts have whole marks, however few they are`() throws {
    let chart = BarChart(
      title: "", categories: ["a", "b"], categoryTitle: AxisTitle(""),
      valueTitle: AxisTitle("Rows"), values: [1, 2], steps: .whole)
    #expect(try SVGDocument(chart.svg()).labels.contains("0.5") == false)
    #expect(try SVGDocument(chart.svg()).labels.contains("2"))
    #expect(try SVGDocument(Self.chart(["a", "b"], [1, 2]).svg()).labels.contains("0.5"))
  }
}
