import Testing

@testable import Statistics

struct ChartFrameTests {
  private static let numbers = ChartFrame.Side.values(.enclosed(0...10, .decimal))

  private static func frame(
    _ title: String = "Title", across: ChartFrame.Side = numbers, up: ChartFrame.Side = numbers,
    legend: [String] = []
  ) -> ChartFrame {
    ChartFrame(
      title: title, across: (AxisTitle("Width", unit: "m"), across),
      up: (AxisTitle("Height"), up), legend: legend)
  }

  @Test func `values stand where the axes say`() {
    let frame = Self.frame()
    #expect(frame.x(of: 0) == frame.plot.left && frame.x(of: 10) == frame.plot.right)
    #expect(frame.y(of: 0) == frame.plot.bottom && frame.y(of: 10) == frame.plot.top)
    #expect(frame.x(of: 5) == (frame.plot.left + frame.plot.right) / 2)
  }

  @Test func `titles, units, labels and legend are all there`() throws {
    let bytes = Self.frame(legend: ["one", "two"]).document(
      kind: "Chart", description: "All is seen."
    ) { _ in }
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(document.title == "Title" && document.description == "All is seen.")
    let labels = Set(document.labels)
    #expect(labels.isSuperset(of: ["Title", "Width (m)", "Height", "one", "two", "0", "10"]))
  }

  @Test(arguments: SVGDocument.hostileNames)
  func `hostile texts stay texts`(_ name: String) throws {
    let frame = Self.frame(
      name, across: .names([name, "b"]), up: .values(.enclosed(0...1, .decimal)))
    try SVGDocument(frame.document(kind: "Chart", description: "x.") { _ in }).check()
    let lying = Self.frame(name, up: .names([name, name]), legend: [name, name])
    try SVGDocument(lying.document(kind: "Chart", description: "x.") { _ in }).check()
  }

  @Test func `a chart without a title is called by its kind`() throws {
    let bytes = Self.frame("").document(kind: "Bar chart", description: "x.") { _ in }
    #expect(try SVGDocument(bytes).title == "Bar chart")
  }

  @Test func `a blank chart says that it is one`() throws {
    let bytes = ChartFrame.blank(title: "T", kind: "K", description: "There are no values.")
    let document = try SVGDocument(bytes)
    try document.check()
    #expect(document.labels == ["T", "There are no values to show."])
  }

  @Test func `colours follow the reader's light where style sheets are allowed`() throws {
    let document = try SVGDocument(Self.frame().document(kind: "K", description: "x.") { _ in })
    let style = document.elements.first { $0.name == "style" }
    #expect(style?.text == Palette.darkStyle)
    #expect(document.elements.contains { $0.attributes["class"] == "chart-paper" })
    #expect(document.elements.contains { $0.attributes["class"] == "chart-ink" })
  }

  @Test func `a drawing is as large as was asked, and tells so where it is fixed`() throws {
    for (width, height) in [(320.0, 240.0), (2000, 2000), (500, 333)] {
      let size = ChartSize(width: width, height: height, isFixed: true)
      let frame = ChartFrame(
        title: "Title", across: (AxisTitle("Width", unit: "m"), Self.numbers),
        up: (AxisTitle("Height"), Self.numbers), legend: ["one", "two"], size: size)
      let document = try SVGDocument(frame.document(kind: "K", description: "x.") { _ in })
      try document.check()
      let root = document.elements[0]
      #expect(root.number("width") == width && root.number("height") == height)
      let blank = ChartFrame.blank(title: "T", kind: "K", description: "x.", size: size)
      #expect(try SVGDocument(blank).elements[0].number("height") == height)
    }
    let free = try SVGDocument(Self.frame().document(kind: "K", description: "x.") { _ in })
    #expect(free.elements[0].attributes["width"] == nil)
  }
}
