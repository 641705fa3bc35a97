/// An axis of numbers or moments: where a value stands on it, and where its marks are.
struct ChartAxis: Equatable {
  /// What an axis shows, before it is known how much room it has.
  enum Content: Equatable {
    /// Numbers up to the marks that enclose them.
    case enclosed(ClosedRange<Double>, AxisTicks.Steps)
    /// Numbers, and the marks among them.
    case exact(ClosedRange<Double>, AxisTicks.Steps)
    /// Moments, as nanoseconds behind an origin that is told in nanoseconds since 1970, and the marks among them.
    case moments(ClosedRange<Int64>, origin: Int64)
  }

  struct Mark: Equatable {
    let value: Double
    let label: String
    /// What the label leaves out: a second line, or empty.
    var context = ""
  }

  let range: ClosedRange<Double>
  let marks: [Mark]

  /// - Parameter limit: how many marks there may be.
  init(_ content: Content, limit: Int) {
    switch content {
    case .enclosed(let range, let steps):
      let ticks = AxisTicks(covering: range, limit: limit, steps: steps)
      self.range = (ticks.values.first ?? 0)...(ticks.values.last ?? 1)
      marks = Self.marks(ticks)
    case .exact(let range, let steps):
      self.range = AxisTicks.widened(range)
      let ticks = AxisTicks(covering: range, limit: limit, steps: steps)
      marks = Self.marks(ticks.within(self.range))
    case .moments(let range, let origin):
      let ticks = TimeTicks(within: range, limit: limit)
      let wide = TimeTicks.widened(range)
      self.range = Self.offset(wide.lowerBound, origin)...Self.offset(wide.upperBound, origin)
      marks = ticks.moments.indices.map {
        Mark(
          value: Self.offset(ticks.moments[$0], origin), label: ticks.labels[$0],
          context: ticks.contexts[$0])
      }
    }
  }

  /// The finest axis whose labels do not touch one another when they stand side by side.
  init(_ content: Content, fittingWidth width: Double) {
    for limit in [9, 8, 7, 6] {
      self.init(content, limit: limit)
      if labelsFit(width) { return }
    }
    self.init(content, limit: 5)
  }

  /// How many nanoseconds a moment is behind an origin. As doubles since 1970 neighbours could not be told apart.
  static func offset(_ moment: Int64, _ origin: Int64) -> Double {
    let (offset, overflows) = moment.subtractingReportingOverflow(origin)
    return overflows ? Double(moment) - Double(origin) : Double(offset)
  }

  /// Where a value stands, from 0 to 1; what is beyond an end stands at the end.
  func share(of value: Double) -> Double {
    // Halves, since the distance of two doubles may be infinite.
    let low = range.lowerBound / 2
    let share = (value / 2 - low) / (range.upperBound / 2 - low)
    return max(0, min(share, 1))
  }

  /// The width of the widest label.
  var labelWidth: Double {
    marks.map { Self.width(of: $0) }.max() ?? 0
  }

  var hasContext: Bool {
    marks.contains { !$0.context.isEmpty }
  }

  private static func marks(_ ticks: AxisTicks) -> [Mark] {
    ticks.values.indices.map { Mark(value: ticks.values[$0], label: ticks.labels[$0]) }
  }

  private static func width(of mark: Mark) -> Double {
    max(
      ChartText.width(of: mark.label, size: ChartFrame.textSize),
      ChartText.width(of: mark.context, size: ChartFrame.textSize))
  }

  private func labelsFit(_ width: Double) -> Bool {
    let gap = 16.0
    return marks.indices.dropFirst().allSatisfy { place in
      let distance = share(of: marks[place].value) - share(of: marks[place - 1].value)
      let needed = (Self.width(of: marks[place]) + Self.width(of: marks[place - 1])) / 2
      return distance * width >= needed + gap
    }
  }
}
