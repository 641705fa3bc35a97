/// How many values lie in each interval, as bars that touch one another.
package struct HistogramChart: Sendable {
  /// Up to so many intervals have bars of their own, which tell their counts; more of them are drawn as one outline.
  private static let barLimit = 100

  private let title: String
  private let valueTitle: AxisTitle
  private let countTitle: AxisTitle
  private let edges: HistogramEdges
  private let counts: [Int]
  private let omittedCount: Int
  /// How large the drawing is.
  package var size = ChartSize.usual

  /// Of numbers.
  ///
  /// - Parameters:
  ///   - omittedCount: how many rows have no finite value, for the description.
  package init(
    title: String, valueTitle: AxisTitle, countTitle: AxisTitle = AxisTitle("Count"),
    histogram: Histogram, omittedCount: Int = 0
  ) {
    self.title = title
    self.valueTitle = valueTitle
    self.countTitle = countTitle
    edges = HistogramEdges(numbers: histogram.edges)
    counts = histogram.counts
    self.omittedCount = omittedCount
  }

  /// Of moments, in UTC.
  ///
  /// - Parameters:
  ///   - edges: where intervals begin and the last one ends, in microseconds since 1970-01-01T00:00:00Z; one more than counts.
  ///   - omittedCount: how many rows have no value, for the description.
  package init(
    title: String, timeTitle: AxisTitle, countTitle: AxisTitle = AxisTitle("Count"),
    edges: [Int64], counts: [Int], omittedCount: Int = 0
  ) {
    self.title = title
    valueTitle = timeTitle
    self.countTitle = countTitle
    self.edges = HistogramEdges(microseconds: edges)
    self.counts = counts
    self.omittedCount = omittedCount
  }

  /// The chart as an SVG document, the same bytes each time.
  package func svg() -> [UInt8] {
    guard edges.positions.count == counts.count + 1, let content = edges.content,
      let greatest = counts.max()
    else {
      return ChartFrame.blank(
        title: title, kind: "Histogram", description: description, size: size)
    }
    let frame = ChartFrame(
      title: title, across: (valueTitle, .values(content)),
      up: (countTitle, .values(.enclosed(0...Double(max(1, greatest)), .whole))), size: size)
    return frame.document(kind: "Histogram", description: description) { markup in
      if counts.count <= Self.barLimit {
        writeBars(in: frame, to: &markup)
      } else {
        writeOutline(in: frame, to: &markup)
      }
    }
  }

  private func writeBars(in frame: ChartFrame, to markup: inout MarkupWriter) {
    let bottom = frame.y(of: 0)
    for (bin, count) in counts.enumerated() where count > 0 {
      let left = frame.x(of: edges.positions[bin])
      let right = frame.x(of: edges.positions[bin + 1])
      let gap = min(1, (right - left) / 8)
      let top = frame.y(of: Double(count))
      let area = Rectangle(
        left: left + gap / 2, top: top, width: max(0, right - left - gap), height: bottom - top)
      let interval = "\(edges.text(bin)) to \(edges.text(bin + 1))"
      SeriesStyle(0).writeArea(area, tip: "\(interval): \(NumberText.whole(count))", to: &markup)
    }
  }

  private func writeOutline(in frame: ChartFrame, to markup: inout MarkupWriter) {
    var path = PathText()
    let bottom = frame.y(of: 0)
    path.move(frame.x(of: edges.positions[0]), bottom)
    for (bin, count) in counts.enumerated() {
      let y = frame.y(of: Double(count))
      path.line(frame.x(of: edges.positions[bin]), y)
      path.line(frame.x(of: edges.positions[bin + 1]), y)
    }
    path.line(frame.x(of: edges.positions[counts.count]), bottom)
    markup.empty("path", ("d", path.text), ("fill", Palette.colour(0)))
  }

  private var description: String {
    let total = counts.reduce(0, +)
    var sentences = ["Histogram of \(valueTitle.spoken)."]
    if let fullest = counts.indices.max(by: { counts[$0] < counts[$1] }),
      edges.positions.count == counts.count + 1
    {
      let lies = total == 1 ? "lies" : "lie"
      sentences.append(
        """
        \(ChartText.counted(total, "value")) \(lies) in \
        \(ChartText.counted(counts.count, "interval")) from \(edges.text(0)) to \
        \(edges.text(counts.count)).
        """)
      sentences.append(
        """
        The most, \(NumberText.whole(counts[fullest])), are between \(edges.text(fullest)) and \
        \(edges.text(fullest + 1)).
        """)
    }
    sentences += ChartText.omitted(omittedCount, besides: total)
    return sentences.joined(separator: " ")
  }
}

/// Where the intervals of a histogram stand on its axis.
private struct HistogramEdges {
  /// As the axis counts them.
  let positions: [Double]
  /// What the axis shows; `nil` if there is nothing, or the edges do not rise.
  let content: ChartAxis.Content?
  /// In microseconds since 1970-01-01T00:00:00Z; none of numbers.
  private let moments: [Int64]

  init(numbers: [Double]) {
    positions = numbers
    moments = []
    content = Self.range(numbers).map { .enclosed($0, .decimal) }
  }

  init(microseconds moments: [Int64]) {
    self.moments = moments
    switch MomentScale(microseconds: moments) {
    case .nanoseconds(let places):
      let range = Self.range(places)
      positions = places.map { ChartAxis.offset($0, range?.lowerBound ?? 0) }
      content = range.map { .moments($0, origin: $0.lowerBound) }
    case .years(let years):
      positions = years
      content = Self.range(years).map { .enclosed($0, .decimal) }
    }
  }

  private static func range<Place: Comparable>(_ places: [Place]) -> ClosedRange<Place>? {
    guard let low = places.first, let high = places.last, low <= high else { return nil }
    return low...high
  }

  /// An edge as it stands in a sentence: a number, or a moment, of which the day suffices where intervals have several of them.
  func text(_ place: Int) -> String {
    guard moments.count == positions.count, let first = moments.first, let last = moments.last
    else { return NumberText.readable(positions[place]) }
    let day = TimeStep.nanosecondsPerDay / 1000
    let (width, overflows) = last.subtractingReportingOverflow(first)
    let areDays = overflows || width / Int64(max(1, moments.count - 1)) > 2 * day
    return areDays
      ? MomentText.day(moments[place].floorDivided(by: day))
      : MomentText.moment(microseconds: moments[place])
  }
}
