/// Everything around the marks of a chart: title, legend, axes and the text for those who do not see it.
struct ChartFrame {
  /// What stands along a side of a chart.
  enum Side {
    case values(ChartAxis.Content)
    /// Names, each with an equal part of the side: from the left to the right or from the top down.
    case names([String])
  }

  /// What a side shows, once it is known how much room it has.
  private enum Scale {
    case axis(ChartAxis)
    case names([String])

    var axis: ChartAxis? {
      if case .axis(let axis) = self { axis } else { nil }
    }
  }

  static let textSize = 12.0
  /// A bold letter is about a tenth wider than its size says.
  private static let titleSize = 16.0
  private static let boldness = 1.1
  private static let margin = 16.0
  /// Names at the left of a chart are cut to this.
  private static let nameLimit = 240.0
  /// The height of a plot, if nobody says how high the drawing shall be.
  static let usualPlotHeight = 300.0
  private static let leastPlotHeight = 60.0

  /// Where the marks go.
  let plot: Rectangle
  private let size: ChartSize
  private let title: String
  private let titleLines: [String]
  private let titles: (across: String, up: String)
  private let across: Scale
  private let up: Scale
  private let legend: ChartLegend
  /// How much stands below the plot.
  private let foot: Double

  /// - Parameters:
  ///   - plotHeight: of a drawing of no certain height.
  ///   - leastPlotHeight: what the plot needs, however high the drawing shall be.
  init(
    title: String, across: (title: AxisTitle, side: Side), up: (title: AxisTitle, side: Side),
    legend names: [String] = [], mark: ChartLegend.Mark = .area,
    plotHeight: Double = ChartFrame.usualPlotHeight,
    leastPlotHeight: Double = ChartFrame.leastPlotHeight, size: ChartSize = .usual
  ) {
    let inner = size.width - 2 * Self.margin
    self.size = size
    self.title = title
    titleLines = Self.titleLines(title, size)
    legend = ChartLegend(names, mark: mark, width: inner)
    titles = (
      ChartText.cut(across.title.text, toWidth: inner, size: Self.textSize),
      ChartText.cut(up.title.text, toWidth: inner, size: Self.textSize)
    )
    let legendHeight =
      legend.rowCount == 0 ? 0 : Double(legend.rowCount) * ChartLegend.rowHeight + 4
    let top =
      Self.margin + Double(titleLines.count) * 22 + legendHeight + (titles.up.isEmpty ? 0 : 22) + 6
    // The foot is known when the labels are, which depend on how many of them fit beside the plot.
    let rough = size.height.map { max(leastPlotHeight, $0 - top - 54) } ?? plotHeight
    self.up = Self.upScale(up.side, height: rough, width: size.width)
    var left = Self.margin + Self.labelWidth(self.up) + 8
    var right = size.width - Self.margin
    switch across.side {
    case .names(let names): self.across = .names(names)
    case .values(let content):
      let rough = ChartAxis(content, fittingWidth: right - left)
      // The labels at the ends stand half beyond their marks.
      left = max(left, 4 + Self.overhang(rough.marks.first))
      right = min(right, size.width - 4 - Self.overhang(rough.marks.last))
      self.across = .axis(ChartAxis(content, fittingWidth: right - left))
    }
    foot = 32 + (self.across.axis?.hasContext ?? false ? 15 : 0) + (titles.across.isEmpty ? 0 : 22)
    let foot = foot
    let height = size.height.map { max(leastPlotHeight, $0 - top - foot) } ?? plotHeight
    plot = Rectangle(left: left, top: top, width: right - left, height: height)
  }

  private static func titleLines(_ title: String, _ size: ChartSize) -> [String] {
    ChartText.wrapped(
      title, toWidth: size.width - 2 * margin, size: titleSize * boldness, lines: 2)
  }

  private static func upScale(_ side: Side, height: Double, width: Double) -> Scale {
    switch side {
    case .names(let names):
      .names(
        names.map { ChartText.cut($0, toWidth: min(nameLimit, width / 3), size: textSize) })
    case .values(let content): .axis(ChartAxis(content, limit: Int(height / 36)))
    }
  }

  private static func labelWidth(_ scale: Scale) -> Double {
    switch scale {
    case .axis(let axis): axis.labelWidth
    case .names(let names): names.map { ChartText.width(of: $0, size: textSize) }.max() ?? 0
    }
  }

  private static func overhang(_ mark: ChartAxis.Mark?) -> Double {
    guard let mark else { return 0 }
    let label = ChartText.width(of: mark.label, size: textSize)
    return max(label, ChartText.width(of: mark.context, size: textSize)) / 2
  }

  /// Where a value of the axis below stands.
  func x(of value: Double) -> Double {
    plot.left + (across.axis?.share(of: value) ?? 0) * plot.width
  }

  /// Where a value of the axis at the left stands.
  func y(of value: Double) -> Double {
    plot.bottom - (up.axis?.share(of: value) ?? 0) * plot.height
  }

  // The document

  /// The chart as an SVG document.
  ///
  /// - Parameters:
  ///   - kind: what it is if it has no title.
  ///   - description: what is seen, in sentences.
  ///   - marks: writes what stands in the plot.
  func document(
    kind: String, description: String, marks: (inout MarkupWriter) -> Void
  ) -> [UInt8] {
    let height = plot.bottom + foot
    return Self.document(
      title: title, kind: kind, description: description, height: height, size: size
    ) { markup in
      markup.begin("g", ("class", "chart-ink"), ("fill", Palette.ink))
      Self.write(titleLines, to: &markup)
      legend.writeNames(to: &markup, left: Self.margin, top: legendTop)
      Self.write(titles.up, x: Self.margin, y: plot.top - 14, to: &markup)
      Self.write(
        titles.across, x: plot.left + plot.width / 2, y: height - 14, anchor: "middle", to: &markup)
      writeLabels(to: &markup)
      markup.end()
      markup.lineBreak()
      legend.writeMarks(to: &markup, left: Self.margin, top: legendTop)
      writeRules(to: &markup)
      marks(&markup)
    }
  }

  /// A chart that has nothing to show, and says so.
  static func blank(
    title: String, kind: String, description: String, size: ChartSize = .usual
  ) -> [UInt8] {
    let lines = titleLines(title, size)
    let top = margin + Double(lines.count) * 22
    let height = max(top + 120, size.height ?? 0)
    return document(
      title: title, kind: kind, description: description, height: height, size: size
    ) {
      $0.begin("g", ("class", "chart-ink"), ("fill", Palette.ink))
      write(lines, to: &$0)
      write(
        "There are no values to show.", x: size.width / 2, y: top + 60, anchor: "middle", to: &$0)
      $0.end()
    }
  }

  private static func document(
    title: String, kind: String, description: String, height: Double, size: ChartSize,
    content: (inout MarkupWriter) -> Void
  ) -> [UInt8] {
    var markup = MarkupWriter()
    let short = ChartText.cut(title, toWidth: 160, size: 1)
    let sides = (width: Coordinate.text(size.width), height: Coordinate.text(height))
    var attributes: [(name: StaticString, value: String)] = [
      ("xmlns", "http://www.w3.org/2000/svg"),
      ("viewBox", "0 0 \(sides.width) \(sides.height)"), ("role", "img"),
      ("font-family", "sans-serif"), ("font-size", Coordinate.text(textSize)),
    ]
    if size.isFixed { attributes += [("width", sides.width), ("height", sides.height)] }
    markup.begin("svg", attributes)
    markup.element("title", text: short.isEmpty ? kind : short)
    markup.element("desc", text: description)
    markup.begin("style")
    markup.raw(Palette.darkStyle.utf8)
    markup.end()
    markup.lineBreak()
    markup.empty(
      "rect", ("class", "chart-paper"), ("width", sides.width), ("height", sides.height),
      ("fill", Palette.paper))
    content(&markup)
    markup.end()
    markup.lineBreak()
    return markup.bytes
  }

  private var legendTop: Double {
    Self.margin + Double(titleLines.count) * 22 + 2
  }

  private func writeLabels(to markup: inout MarkupWriter) {
    switch across {
    case .axis(let axis):
      for mark in axis.marks {
        let x = x(of: mark.value)
        Self.write(mark.label, x: x, y: plot.bottom + 17, anchor: "middle", to: &markup)
        Self.write(mark.context, x: x, y: plot.bottom + 32, anchor: "middle", to: &markup)
      }
    case .names(let names):
      let slot = plot.width / Double(max(1, names.count))
      for (place, name) in names.enumerated() {
        let x = plot.left + (Double(place) + 0.5) * slot
        let name = ChartText.cut(name, toWidth: slot, size: Self.textSize)
        Self.write(name, x: x, y: plot.bottom + 17, anchor: "middle", to: &markup)
      }
    }
    switch up {
    case .axis(let axis):
      for mark in axis.marks {
        Self.write(
          mark.label, x: plot.left - 8, y: y(of: mark.value) + 4, anchor: "end", to: &markup)
      }
    case .names(let names):
      let slot = plot.height / Double(max(1, names.count))
      for (place, name) in names.enumerated() {
        let y = plot.top + (Double(place) + 0.5) * slot + 4
        Self.write(name, x: plot.left - 8, y: y, anchor: "end", to: &markup)
      }
    }
  }

  /// A pale line for each mark of an axis, and the axis itself where names stand.
  private func writeRules(to markup: inout MarkupWriter) {
    var pale = PathText()
    var strong = PathText()
    if let axis = up.axis {
      for mark in axis.marks {
        pale.stroke(plot.left, y(of: mark.value), plot.right, y(of: mark.value))
      }
    }
    if let axis = across.axis {
      for mark in axis.marks {
        let x = x(of: mark.value)
        if up.axis == nil {
          pale.stroke(x, plot.top, x, plot.bottom)
        } else {
          strong.stroke(x, plot.bottom, x, plot.bottom + 5)
        }
      }
    }
    if up.axis != nil, across.axis != nil {
      strong.stroke(plot.left, plot.bottom, plot.right, plot.bottom)
    }
    write(pale, opacity: "0.16", to: &markup)
    write(strong, opacity: "0.6", to: &markup)
  }

  /// A line in the colour of the text, such as the zero of bars.
  func write(_ path: PathText, opacity: String, to markup: inout MarkupWriter) {
    guard !path.text.isEmpty else { return }
    markup.empty(
      "path", ("class", "chart-rule"), ("d", path.text), ("stroke", Palette.ink),
      ("stroke-opacity", opacity), ("fill", "none"))
  }

  private static func write(_ lines: [String], to markup: inout MarkupWriter) {
    for (place, line) in lines.enumerated() {
      markup.element(
        "text", ("x", Coordinate.text(margin)),
        ("y", Coordinate.text(margin + Double(place) * 22 + 14)),
        ("font-size", Coordinate.text(titleSize)), ("font-weight", "bold"), text: line)
    }
  }

  private static func write(
    _ text: String, x: Double, y: Double, anchor: String = "start", to markup: inout MarkupWriter
  ) {
    guard !text.isEmpty else { return }
    markup.element(
      "text", ("x", Coordinate.text(x)), ("y", Coordinate.text(y)), ("text-anchor", anchor),
      text: text)
  }
}
