/// A chart with names along one side and values along the other, lying down where the names are long.
struct NamedSlots {
  /// How many names a chart shows; further ones are only counted.
  static let limit = 50

  let frame: ChartFrame
  /// Whether values grow to the right, and names stand at the left.
  let isHorizontal: Bool
  private let count: Int

  /// - Parameters:
  ///   - names: all of them; beyond the limit they share one slot without a mark, `… 12 more`.
  ///   - partCount: how many marks stand in a slot side by side.
  init(
    title: String, names: (title: AxisTitle, list: [String]),
    values: (title: AxisTitle, content: ChartAxis.Content), legend: [String] = [],
    partCount: Int = 1, size: ChartSize = .usual
  ) {
    var shown = Array(names.list.prefix(Self.limit))
    if names.list.count > shown.count {
      shown.append("… \(NumberText.whole(names.list.count - shown.count)) more")
    }
    count = max(1, shown.count)
    let room = (size.width - 120) / Double(count) - 8
    isHorizontal = shown.contains { ChartText.width(of: $0, size: ChartFrame.textSize) > room }
    let nameSide = (names.title, ChartFrame.Side.names(shown))
    let valueSide = (values.title, ChartFrame.Side.values(values.content))
    let slotHeight = 12 + 10 * Double(max(1, partCount))
    let least = isHorizontal ? max(60, Double(count) * slotHeight) : 60
    frame = ChartFrame(
      title: title, across: isHorizontal ? valueSide : nameSide,
      up: isHorizontal ? nameSide : valueSide, legend: legend,
      plotHeight: isHorizontal ? least : ChartFrame.usualPlotHeight, leastPlotHeight: least,
      size: size)
  }

  /// The place of a value in a slot.
  ///
  /// - Parameter share: how far across the slot, from 0 to 1.
  func place(slot: Int, share: Double, value: Double) -> (x: Double, y: Double) {
    let along = (Double(slot) + share) / Double(count)
    return isHorizontal
      ? (frame.x(of: value), frame.plot.top + along * frame.plot.height)
      : (frame.plot.left + along * frame.plot.width, frame.y(of: value))
  }

  /// A rectangle between two values, over a part of a slot.
  func area(slot: Int, shares: ClosedRange<Double>, values: (Double, Double)) -> Rectangle {
    let one = place(slot: slot, share: shares.lowerBound, value: values.0)
    let other = place(slot: slot, share: shares.upperBound, value: values.1)
    return Rectangle(
      left: min(one.x, other.x), top: min(one.y, other.y), width: abs(one.x - other.x),
      height: abs(one.y - other.y))
  }

  /// A line along all slots at a value.
  func rule(at value: Double) -> PathText {
    var path = PathText()
    let start = place(slot: 0, share: 0, value: value)
    let end = place(slot: count - 1, share: 1, value: value)
    path.stroke(start.x, start.y, end.x, end.y)
    return path
  }

  /// Tells of names beyond the limit; empty if there are none.
  static func remainder(_ count: Int, noun: String, plural: String) -> [String] {
    guard count > limit else { return [] }
    let rest = count - limit
    let verb = rest == 1 ? "is" : "are"
    return [
      "\(ChartText.counted(rest, "further \(noun)", plural: "further \(plural)")) \(verb) not shown."
    ]
  }
}
