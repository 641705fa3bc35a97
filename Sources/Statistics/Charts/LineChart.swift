/// Lines over numbers or over time, one for each series.
package struct LineChart: Sendable {
  /// Lines of so many points show each of them with a dot.
  private static let dotLimit = 40
  /// Lines of more points are drawn thin, so that they do not fill the chart.
  private static let thinLimit = 400

  private let title: String
  private let positionTitle: AxisTitle
  private let valueTitle: AxisTitle
  private let points: PlottedPoints
  /// How large the drawing is.
  package var size = ChartSize.usual

  /// Lines over numbers. The points of each are joined in the order of their positions; a gap parts a line.
  ///
  /// - Parameter series: at most `Palette.seriesLimit` are drawn. Of a line with more than 2,000 points those are, that can be seen.
  package init(
    title: String, positionTitle: AxisTitle, valueTitle: AxisTitle, series: [PointSeries<Double>]
  ) {
    self.title = title
    self.positionTitle = positionTitle
    self.valueTitle = valueTitle
    points = PlottedPoints(series.map { PlottedSeries($0) })
  }

  /// Lines over time, in UTC.
  package init(
    title: String, timeTitle: AxisTitle, valueTitle: AxisTitle, series: [PointSeries<Int64>]
  ) {
    self.title = title
    positionTitle = timeTitle
    self.valueTitle = valueTitle
    points = PlottedPoints(series.map { PlottedSeries($0) })
  }

  /// The chart as an SVG document, the same bytes each time.
  ///
  /// - Complexity: O(*n*) for points in the order of their positions, else O(*n* log *n*).
  package func svg() -> [UInt8] {
    let extents = points.series.map(\.extent)
    let kind = "Line chart of \(valueTitle.spoken) by \(positionTitle.spoken)"
    let text = points.description(kind: kind, extents: extents)
    var whole = Extent()
    for extent in extents { whole.unite(extent) }
    guard let range = whole.range, let (content, origin) = points.axis(enclosed: false) else {
      return ChartFrame.blank(title: title, kind: "Line chart", description: text, size: size)
    }
    let frame = ChartFrame(
      title: title, across: (positionTitle, .values(content)),
      up: (valueTitle, .values(.enclosed(range, whole.steps))), legend: points.series.map(\.name),
      mark: .line, size: size)
    return frame.document(kind: "Line chart", description: text) { markup in
      for (place, series) in points.series.enumerated() {
        write(
          Self.inOrder(series.offsets(from: origin), series.values), style: SeriesStyle(place),
          in: frame, to: &markup)
      }
    }
  }

  private func write(
    _ line: (x: [Double], y: [Double]), style: SeriesStyle, in frame: ChartFrame,
    to markup: inout MarkupWriter
  ) {
    let x = line.x.map { frame.x(of: $0) }
    let y = line.y.map { $0.isFinite ? frame.y(of: $0) : .nan }
    let pieces = LineThinning.pieces(x: x, y: y)
    let count = pieces.reduce(0) { $0 + $1.count }
    var path = PathText()
    var dots = PathText()
    for piece in pieces {
      for (order, place) in piece.enumerated() {
        if order == 0 { path.move(x[place], y[place]) } else { path.line(x[place], y[place]) }
        if count <= Self.dotLimit || piece.count == 1 { dots.dot(x[place], y[place]) }
      }
    }
    if !path.text.isEmpty {
      style.writeLine(path, width: count > Self.thinLimit ? 1.2 : 2, to: &markup)
    }
    style.writeDots(dots, width: 6, to: &markup)
    markup.lineBreak()
  }

  /// Points with a position, the least first; of equal ones the first.
  private static func inOrder(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double]) {
    let isFinite = x.allSatisfy(\.isFinite)
    if isFinite, zip(x, x.dropFirst()).allSatisfy({ $0 <= $1 }) { return (x, y) }
    let places = x.indices.filter { x[$0].isFinite }.sorted { (x[$0], $0) < (x[$1], $1) }
    return (places.map { x[$0] }, places.map { y[$0] })
  }
}
