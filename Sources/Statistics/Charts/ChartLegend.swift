/// Which series bears which colour: the line above a chart of several series.
struct ChartLegend: Equatable {
  /// What the series are drawn as.
  enum Mark { case area, line, dot }

  struct Entry: Equatable {
    let name: String
    let series: Int
    let left: Double
    let row: Int
  }

  static let rowHeight = 18.0

  let mark: Mark
  /// In rows of the chart's width.
  let entries: [Entry]
  let rowCount: Int

  /// One series needs no legend.
  init(_ names: [String], mark: Mark, width: Double) {
    self.mark = mark
    var entries: [Entry] = []
    var (left, row) = (0.0, 0)
    for (series, name) in names.enumerated() where names.count > 1 {
      let short = ChartText.cut(name, toWidth: 180, size: ChartFrame.textSize)
      let needed = 22 + ChartText.width(of: short, size: ChartFrame.textSize) + 14
      if left > 0, left + needed > width { (left, row) = (0, row + 1) }
      entries.append(Entry(name: short, series: series, left: left, row: row))
      left += needed
    }
    self.entries = entries
    rowCount = entries.isEmpty ? 0 : row + 1
  }

  /// The names, in the colour of texts.
  func writeNames(to markup: inout MarkupWriter, left: Double, top: Double) {
    for entry in entries {
      markup.element(
        "text", ("x", Coordinate.text(left + entry.left + 22)),
        ("y", Coordinate.text(top + Double(entry.row) * Self.rowHeight + 12)), text: entry.name)
    }
  }

  /// The marks before the names.
  func writeMarks(to markup: inout MarkupWriter, left: Double, top: Double) {
    for entry in entries {
      let middle = top + Double(entry.row) * Self.rowHeight + 8
      let x = left + entry.left
      switch mark {
      case .area:
        SeriesStyle(entry.series).writeArea(
          Rectangle(left: x + 3, top: middle - 5.5, width: 11, height: 11), to: &markup)
      case .line:
        var path = PathText()
        path.stroke(x, middle, x + 18, middle)
        SeriesStyle(entry.series).writeLine(path, to: &markup)
      case .dot:
        var path = PathText()
        path.dot(x + 9, middle)
        SeriesStyle(entry.series).writeDots(path, width: 8, to: &markup)
      }
    }
  }
}

/// How a series looks. The second six bear the colours of the first, with broken lines, hollow dots and pale areas.
struct SeriesStyle: Equatable {
  enum DotShape: String { case round, square }

  let colour: String
  let repeats: Bool

  init(_ series: Int) {
    colour = Palette.colour(series)
    repeats = Palette.repeats(series)
  }

  /// - Parameter tip: what is told to who points at the area.
  func writeArea(_ area: Rectangle, tip: String? = nil, to markup: inout MarkupWriter) {
    markup.begin(
      "rect", ("x", Coordinate.text(area.left)), ("y", Coordinate.text(area.top)),
      ("width", Coordinate.text(area.width)), ("height", Coordinate.text(area.height)),
      ("fill", colour), ("fill-opacity", repeats ? "0.45" : "1"))
    if let tip { markup.element("title", text: tip) }
    markup.end()
  }

  func writeLine(_ path: PathText, width: Double = 2, to markup: inout MarkupWriter) {
    markup.empty(
      "path", ("d", path.text), ("fill", "none"), ("stroke", colour),
      ("stroke-width", Coordinate.text(width)),
      ("stroke-linejoin", "round"), ("stroke-linecap", "round"),
      ("stroke-dasharray", repeats ? "6 5" : "none"))
  }

  /// Dots, or squares, at the places of a path that has nothing else.
  func writeDots(
    _ path: PathText, width: Double, opacity: Double = 1, shape: DotShape = .round,
    to markup: inout MarkupWriter
  ) {
    guard !path.text.isEmpty else { return }
    markup.empty(
      "path", ("d", path.text), ("stroke", colour), ("stroke-width", Coordinate.text(width)),
      ("stroke-opacity", Coordinate.text(opacity)), ("stroke-linecap", shape.rawValue))
    guard repeats else { return }
    markup.empty(
      "path", ("class", "chart-hole"), ("d", path.text), ("stroke", Palette.paper),
      ("stroke-width", Coordinate.text(width / 2)), ("stroke-linecap", shape.rawValue))
  }
}
