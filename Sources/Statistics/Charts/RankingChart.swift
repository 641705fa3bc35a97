/// Bars that lie below each other, the best place first, and a line at a value to compare them with.
package struct RankingChart: Sendable {
  /// A name and its value.
  package struct Entry: Equatable, Sendable {
    package let name: String
    package let value: Double
    /// It stands out among the others.
    package var isChosen = false

    package init(name: String, value: Double, isChosen: Bool = false) {
      self.name = name
      self.value = value
      self.isChosen = isChosen
    }
  }

  /// A value to compare with, and what it is called.
  package struct Reference: Equatable, Sendable {
    package let name: String
    package let value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// How many entries are drawn; of further ones only the number is told.
  package static let entryLimit = 80
  private static let slotHeight = 19.0

  private let title: String
  private let nameTitle: AxisTitle
  private let valueTitle: AxisTitle
  private let entries: [Entry]
  private let count: Int
  private let reference: Reference?

  /// - Parameter entries: in the order of their places. One whose value is not finite is left out.
  package init(
    title: String, nameTitle: AxisTitle, valueTitle: AxisTitle, entries: [Entry],
    reference: Reference?
  ) {
    self.title = title
    self.nameTitle = nameTitle
    self.valueTitle = valueTitle
    let finite = entries.filter(\.value.isFinite)
    self.entries = Array(finite.prefix(Self.entryLimit))
    count = finite.count
    self.reference = reference.flatMap { $0.value.isFinite ? $0 : nil }
  }

  /// What is seen, in sentences; the text for those who do not see the chart.
  package var description: String {
    guard let first = entries.first, let last = entries.last else {
      return "\(valueTitle.spoken) by \(nameTitle.spoken): there are no values."
    }
    var sentences = [
      "\(valueTitle.spoken) by \(nameTitle.spoken), best first: \(ChartText.counted(count, "bar"))."
    ]
    sentences.append(
      "\(ChartText.name(first.name)) has \(NumberText.readable(first.value))"
        + (count > 1
          ? ", \(ChartText.name(last.name)) \(NumberText.readable(last.value))." : "."))
    if let reference {
      sentences.append("\(reference.name): \(NumberText.readable(reference.value)).")
    }
    if count > entries.count {
      sentences.append("\(ChartText.counted(count - entries.count, "further bar")) not shown.")
    }
    return sentences.joined(separator: " ")
  }

  /// The chart as an SVG document, the same bytes each time.
  package func svg() -> [UInt8] {
    var extent = Extent(of: entries.map(\.value))
    if let reference { extent.add(reference.value) }
    guard let range = extent.range, !entries.isEmpty else {
      return ChartFrame.blank(title: title, kind: "Ranking", description: description)
    }
    let names = entries.enumerated().map { "\($0 + 1). \($1.name)" }
    let content = ChartAxis.Content.enclosed(
      min(0, range.lowerBound)...max(0, range.upperBound), extent.steps)
    let height = Double(entries.count) * Self.slotHeight
    let frame = ChartFrame(
      title: title, across: (valueTitle, .values(content)), up: (nameTitle, .names(names)),
      legend: legend, plotHeight: height, leastPlotHeight: height)
    return frame.document(kind: "Ranking", description: description) { markup in
      for (place, entry) in entries.enumerated() {
        writeBar(entry, at: place, in: frame, to: &markup)
      }
      frame.write(rule(at: 0, in: frame), opacity: "0.6", to: &markup)
      if let reference {
        SeriesStyle(1).writeLine(rule(at: reference.value, in: frame), to: &markup)
      }
    }
  }

  /// The bars, and the line where there is one.
  private var legend: [String] {
    guard let reference else { return [] }
    return [valueTitle.text, "\(reference.name): \(NumberText.readable(reference.value))"]
  }

  private func writeBar(
    _ entry: Entry, at place: Int, in frame: ChartFrame, to markup: inout MarkupWriter
  ) {
    let slot = frame.plot.height / Double(entries.count)
    let (zero, end) = (frame.x(of: 0), frame.x(of: entry.value))
    let area = Rectangle(
      left: min(zero, end), top: frame.plot.top + (Double(place) + 0.14) * slot,
      width: abs(end - zero), height: 0.72 * slot)
    let tip = "\(ChartText.name(entry.name)): \(NumberText.readable(entry.value))"
    SeriesStyle(entry.isChosen ? 2 : 0).writeArea(area, tip: tip, to: &markup)
  }

  private func rule(at value: Double, in frame: ChartFrame) -> PathText {
    var path = PathText()
    let x = frame.x(of: value)
    path.stroke(x, frame.plot.top, x, frame.plot.bottom)
    return path
  }
}
