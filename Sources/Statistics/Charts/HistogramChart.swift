/// How many values lie in each interval, as bars that touch one another.
package struct HistogramChart: Sendable {
  /// Up to so many intervals have bars of their own, which tell their counts; more of them are drawn as one outline.
  private static let barLimit = 100

  private let title: String
  private let valueTitle: AxisTitle
  private let countTitle: AxisTitle
  private let histogram: Histogram
  private let omittedCount: Int

  /// - Parameters:
  ///   - omittedCount: how many rows have no finite value, for the description.
  package init(
    title: String, valueTitle: AxisTitle, countTitle: AxisTitle = AxisTitle("Count"),
    histogram: Histogram, omittedCount: Int = 0
  ) {
    self.title = title
    self.valueTitle = valueTitle
    self.countTitle = countTitle
    self.histogram = histogram
    self.omittedCount = omittedCount
  }

  /// The chart as an SVG document, the same bytes each time.
  package func svg() -> [UInt8] {
    let (edges, counts) = (histogram.edges, histogram.counts)
    guard let low = edges.first, let high = edges.last, edges.count == counts.count + 1,
      low <= high,
      let greatest = counts.max()
    else { return ChartFrame.blank(title: title, kind: "Histogram", description: description) }
    let frame = ChartFrame(
      title: title, across: (valueTitle, .values(.enclosed(low...high, .decimal))),
      up: (countTitle, .values(.enclosed(0...Double(max(1, greatest)), .whole))))
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
    for (bin, count) in histogram.counts.enumerated() where count > 0 {
      let (low, high) = (histogram.edges[bin], histogram.edges[bin + 1])
      let (left, right) = (frame.x(of: low), frame.x(of: high))
      let gap = min(1, (right - left) / 8)
      let top = frame.y(of: Double(count))
      let area = Rectangle(
        left: left + gap / 2, top: top, width: max(0, right - left - gap), height: bottom - top)
      let interval = "\(NumberText.readable(low)) to \(NumberText.readable(high))"
      SeriesStyle(0).writeArea(area, tip: "\(interval): \(NumberText.whole(count))", to: &markup)
    }
  }

  private func writeOutline(in frame: ChartFrame, to markup: inout MarkupWriter) {
    var path = PathText()
    let bottom = frame.y(of: 0)
    path.move(frame.x(of: histogram.edges[0]), bottom)
    for (bin, count) in histogram.counts.enumerated() {
      let y = frame.y(of: Double(count))
      path.line(frame.x(of: histogram.edges[bin]), y)
      path.line(frame.x(of: histogram.edges[bin + 1]), y)
    }
    path.line(frame.x(of: histogram.edges[histogram.counts.count]), bottom)
    markup.empty("path", ("d", path.text), ("fill", Palette.colour(0)))
  }

  private var description: String {
    let counts = histogram.counts
    let total = counts.reduce(0, +)
    var sentences = ["Histogram of \(valueTitle.spoken)."]
    if let fullest = counts.indices.max(by: { counts[$0] < counts[$1] }),
      histogram.edges.count == counts.count + 1, let low = histogram.edges.first,
      let high = histogram.edges.last
    {
      let (from, to) = (histogram.edges[fullest], histogram.edges[fullest + 1])
      let lies = total == 1 ? "lies" : "lie"
      sentences.append(
        """
        \(ChartText.counted(total, "value")) \(lies) in \
        \(ChartText.counted(counts.count, "interval")) from \(NumberText.readable(low)) to \
        \(NumberText.readable(high)).
        """)
      sentences.append(
        """
        The most, \(NumberText.whole(counts[fullest])), are between \(NumberText.readable(from)) and \
        \(NumberText.readable(to)).
        """)
    }
    sentences += ChartText.omitted(omittedCount, besides: total)
    return sentences.joined(separator: " ")
  }
}
