import Testing

@testable import Statistics

struct BoxPlotTests {
  private static func chart(_ groups: [BoxPlot.Group]) -> BoxPlot {
    BoxPlot(
      title: "Delays", groupTitle: AxisTitle("Country"), valueTitle: AxisTitle("Delay", unit: "s"),
      groups: groups)
  }

  private static func group(
    _ name: String, _ numbers: [Double], outliers: [Double] = []
  ) -> BoxPlot.Group {
    BoxPlot.Group(
      name: name, lowEnd: numbers[0], lowQuartile: numbers[1], median: numbers[2],
      highQuartile: numbers[3], highEnd: numbers[4], outliers: outliers)
  }

  @Test func `boxes reach from quartile to quartile`() throws {
    let chart = Self.chart([
      Self.group("BE", [0, 2, 3, 4, 6], outliers: [10]), Self.group("CH", [0, 1, 2, 5, 10]),
    ])
    let document = try SVGDocument(chart.svg())
    try document.check()
    let boxes = document.areas
    #expect(boxes.count == 2 && (boxes[1].height - 2 * boxes[0].height).magnitude <= 0.03)
    #expect(document.tips == ["BE: 0, 2, 3, 4, 6", "CH: 0, 1, 2, 5, 10"])
    #expect(document.points(stroke: "#0072B2").map(\.count) == [1])
    let medians = document.points(stroke: Palette.paper)
    let share = (boxes[0].bottom - medians[0][0].y) / boxes[0].height
    #expect((share - 0.5).magnitude < 0.01)
    #expect(
      document.description
        == "Box plot of Delay (s) by Country: 2 groups. The least median is 2 (CH), the greatest 3 "
        + "(BE). Values reach from 0 to 10.")
  }

  @Test func `long names lie down, and those beyond fifty are counted`() throws {
    let groups = (0..<60).map {
      Self.group("a rather long name \($0)", [0, 1, 2, 3, 4].map { $0 * 10 }, outliers: [99])
    }
    let document = try SVGDocument(Self.chart(groups).svg())
    try document.check()
    #expect(document.areas.count == 50 && document.labels.contains("… 10 more"))
    #expect(document.description.contains("60 groups. The median is 20."))
    #expect(document.description.contains("10 further groups are not shown."))
  }

  @Test func `groups without five numbers leave their place empty`() throws {
    let groups = [
      Self.group("a", [.nan, 1, 2, 3, 4]), Self.group("b", [0, 1, 2, 3, 4], outliers: [.infinity]),
    ]
    let document = try SVGDocument(Self.chart(groups).svg())
    try document.check()
    #expect(document.areas.count == 1 && document.labels.contains("a"))
    #expect(document.description.contains("1 group has no finite values."))
    #expect(document.description.contains("1 value is missing or not finite and left out."))
  }

  @Test func `outliers that cannot be told apart are one dot`() throws {
    let outliers = (0..<100_000).map { 100 + Double($0) / 1000 }
    let chart = Self.chart([Self.group("a", [0, 1, 2, 3, 4], outliers: outliers)])
    let bytes = chart.svg()
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(bytes.count < 10_000 && bytes == chart.svg())
    #expect((50...151).contains(document.points(stroke: "#0072B2")[0].count))
  }

  @Test func `no groups give a chart that says so`() throws {
    for groups in [[], [Self.group("a", [.nan, .nan, .nan, .nan, .nan])]] {
      let document = try SVGDocument(Self.chart(groups).svg())
      try document.check()
      #expect(document.labels.contains("There are no values to show."))
    }
  }

  @Test func `hostile names do no harm`() throws {
    let groups = SVGDocument.hostileNames.map { Self.group($0, [5, 5, 5, 5, 5]) }
    try SVGDocument(Self.chart(groups).svg()).check()
  }
}
