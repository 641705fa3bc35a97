import Testing

@testable import Statistics

struct ChartLegendTests {
  @Test func `one series needs no legend`() {
    let legend = ChartLegend(["a"], mark: .line, width: 600)
    #expect(legend.entries.isEmpty && legend.rowCount == 0)
  }

  @Test func `entries go on in the next row`() {
    let names = (0..<12).map { "Series number \($0)" }
    let legend = ChartLegend(names, mark: .dot, width: 600)
    #expect(legend.entries.map(\.name) == names && legend.rowCount > 1)
    for (one, other) in zip(legend.entries, legend.entries.dropFirst()) {
      #expect(other.row == one.row ? other.left > one.left : other.left == 0)
    }
    let ends = legend.entries.map { $0.left + 22 + ChartText.width(of: $0.name, size: 12) }
    #expect(ends.allSatisfy { $0 <= 600 })
  }

  @Test(arguments: [ChartLegend.Mark.area, .line, .dot])
  func `each name has its mark`(_ mark: ChartLegend.Mark) throws {
    let legend = ChartLegend(["a", "b"], mark: mark, width: 600)
    var markup = MarkupWriter()
    markup.begin("svg")
    legend.writeNames(to: &markup, left: 16, top: 40)
    legend.writeMarks(to: &markup, left: 16, top: 40)
    markup.end()
    let document = try SVGDocument(markup.bytes)
    #expect(document.labels == ["a", "b"])
    let colours = document.elements.compactMap {
      $0.attributes[mark == .area ? "fill" : "stroke"]
    }
    #expect(colours.filter { $0 != "none" } == ["#0072B2", "#D55E00"])
  }

  @Test func `the second six differ in style from the first`() throws {
    var (path, markup) = (PathText(), MarkupWriter())
    path.dot(1, 1)
    markup.begin("svg")
    SeriesStyle(6).writeLine(path, to: &markup)
    SeriesStyle(6).writeDots(path, width: 8, to: &markup)
    SeriesStyle(6).writeDots(PathText(), width: 8, to: &markup)
    SeriesStyle(6).writeArea(Rectangle(left: 0, top: 0, width: 1, height: 1), tip: "t", to: &markup)
    markup.end()
    let elements = try SVGDocument(markup.bytes).elements
    #expect(elements.map(\.name) == ["svg", "path", "path", "path", "rect", "title"])
    #expect(elements[1].attributes["stroke-dasharray"] == "6 5")
    #expect(elements[3].attributes["class"] == "chart-hole")
    #expect(elements[4].attributes["fill-opacity"] == "0.45" && elements[5].text == "t")
  }
}
