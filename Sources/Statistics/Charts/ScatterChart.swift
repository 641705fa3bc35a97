/// Points by two numbers, or by time and a number.
package struct ScatterChart: Sendable {
  private let title: String
  private let positionTitle: AxisTitle
  private let valueTitle: AxisTitle
  private let points: PlottedPoints
  /// How large the drawing is.
  package var size = ChartSize.usual

  /// Points over numbers.
  ///
  /// - Parameter series: at most `Palette.seriesLimit` are drawn. More than 5,000 points are taken together where they lie close; the more
  ///   a square stands for, the stronger is its colour.
  package init(
    title: String, positionTitle: AxisTitle, valueTitle: AxisTitle, series: [PointSeries<Double>]
  ) {
    self.title = title
    self.positionTitle = positionTitle
    self.valueTitle = valueTitle
    points = PlottedPoints(series.map { PlottedSeries($0) })
  }

  /// Points over time, in UTC.
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
  /// - Complexity: O(*n*).
  package func svg() -> [UInt8] {
    let extents = points.series.map(\.extent)
    let kind = "Scatter chart of \(valueTitle.spoken) by \(positionTitle.spoken)"
    var text = points.description(kind: kind, extents: extents)
    var whole = Extent()
    for extent in extents { whole.unite(extent) }
    guard let range = whole.range, let (content, origin) = points.axis(enclosed: true) else {
      return ChartFrame.blank(title: title, kind: "Scatter chart", description: text, size: size)
    }
    let frame = ChartFrame(
      title: title, across: (positionTitle, .values(content)),
      up: (valueTitle, .values(.enclosed(range, whole.steps))), legend: points.series.map(\.name),
      mark: .dot, size: size)
    let thinning = PointThinning(points.series.map { Self.places($0, origin: origin, in: frame) })
    if let side = thinning.side {
      let width = NumberText.readable(side)
      text += " A square stands for all points of a series within \(width) by \(width) pixels."
    }
    return frame.document(kind: "Scatter chart", description: text) { markup in
      for (place, spots) in thinning.spots.enumerated() {
        if let side = thinning.side {
          Self.writeSquares(spots, side: side, style: SeriesStyle(place), to: &markup)
        } else {
          SeriesStyle(place).writeDots(Self.path(spots), width: 6, opacity: 0.7, to: &markup)
        }
        markup.lineBreak()
      }
    }
  }

  /// Where the points of a series stand in the drawing.
  private static func places(
    _ series: PlottedSeries, origin: Int64, in frame: ChartFrame
  ) -> [(x: Double, y: Double)] {
    zip(series.offsets(from: origin), series.values).compactMap { position, value in
      position.isFinite && value.isFinite ? (frame.x(of: position), frame.y(of: value)) : nil
    }
  }

  /// Squares in four strengths: of one point, of a few, of many, of most.
  private static func writeSquares(
    _ spots: [PointThinning.Spot], side: Double, style: SeriesStyle, to markup: inout MarkupWriter
  ) {
    let strengths: [(counts: ClosedRange<Int>, opacity: Double)] = [
      (1...1, 0.35), (2...4, 0.55), (5...16, 0.75), (17...Int.max, 1),
    ]
    for (counts, opacity) in strengths {
      let group = spots.filter { counts.contains($0.count) }
      style.writeDots(
        path(group), width: min(side, 8), opacity: opacity, shape: .square, to: &markup)
    }
  }

  private static func path(_ spots: [PointThinning.Spot]) -> PathText {
    var path = PathText()
    for spot in spots { path.dot(spot.x, spot.y) }
    return path
  }
}
