/// Boxes from quartile to quartile, with a line at the median, whiskers and outliers: one for each group.
///
/// - Source: J. W. Tukey, Exploratory Data Analysis (1977), 2C. Where whiskers end is what the caller says.
package struct BoxPlot: Sendable {
  /// The five numbers of a group and what lies beyond them.
  package struct Group: Sendable {
    package let name: String
    /// The ends of the whiskers, the quartiles and the median, in rising order.
    package let lowEnd, lowQuartile, median, highQuartile, highEnd: Double
    /// Single values beyond the whiskers.
    package let outliers: [Double]

    package init(
      name: String, lowEnd: Double, lowQuartile: Double, median: Double, highQuartile: Double,
      highEnd: Double, outliers: [Double] = []
    ) {
      self.name = name
      self.lowEnd = lowEnd
      self.lowQuartile = lowQuartile
      self.median = median
      self.highQuartile = highQuartile
      self.highEnd = highEnd
      self.outliers = outliers
    }

    var numbers: [Double] { [lowEnd, lowQuartile, median, highQuartile, highEnd] }
    /// Whether all five can be drawn.
    var isWhole: Bool { numbers.allSatisfy(\.isFinite) }
  }

  private let title: String
  private let groupTitle: AxisTitle
  private let valueTitle: AxisTitle
  private let groups: [Group]
  private let groupCount: Int
  /// How large the drawing is.
  package var size = ChartSize.usual

  /// - Parameter groups: the first 50 are drawn. One without five finite numbers has an empty place.
  package init(title: String, groupTitle: AxisTitle, valueTitle: AxisTitle, groups: [Group]) {
    self.title = title
    self.groupTitle = groupTitle
    self.valueTitle = valueTitle
    self.groups = Array(groups.prefix(NamedSlots.limit))
    groupCount = groups.count
  }

  /// The chart as an SVG document, the same bytes each time.
  package func svg() -> [UInt8] {
    let whole = groups.filter(\.isWhole)
    let extent = Extent(of: whole.flatMap { $0.numbers + $0.outliers })
    guard let range = extent.range else {
      return ChartFrame.blank(
        title: title, kind: "Box plot", description: description, size: size)
    }
    let names = groups.map(\.name)
    // Names beyond the limit are not kept, but counted.
    let unshown = Array(repeating: "", count: groupCount - groups.count)
    let slots = NamedSlots(
      title: title, names: (groupTitle, names + unshown),
      values: (valueTitle, .enclosed(range, extent.steps)), size: size)
    return slots.frame.document(kind: "Box plot", description: description) { markup in
      for (slot, group) in groups.enumerated() where group.isWhole {
        write(group, slot: slot, in: slots, to: &markup)
      }
    }
  }

  private func write(
    _ group: Group, slot: Int, in slots: NamedSlots, to markup: inout MarkupWriter
  ) {
    var whiskers = PathText()
    let ends = [(group.lowEnd, group.lowQuartile), (group.highEnd, group.highQuartile)]
    for (end, quartile) in ends {
      Self.stroke(slot, (0.5, end), (0.5, quartile), in: slots, to: &whiskers)
      Self.stroke(slot, (0.35, end), (0.65, end), in: slots, to: &whiskers)
    }
    slots.frame.write(whiskers, opacity: "0.8", to: &markup)
    let box = slots.area(
      slot: slot, shares: 0.2...0.8, values: (group.lowQuartile, group.highQuartile))
    let numbers = group.numbers.map { NumberText.readable($0) }
    SeriesStyle(0).writeArea(
      box, tip: "\(ChartText.name(group.name)): \(numbers.joined(separator: ", "))", to: &markup)
    var median = PathText()
    Self.stroke(slot, (0.2, group.median), (0.8, group.median), in: slots, to: &median)
    markup.empty(
      "path", ("class", "chart-hole"), ("d", median.text), ("stroke", Palette.paper),
      ("stroke-width", "2.5"))
    SeriesStyle(0).writeDots(outliers(group, slot: slot, in: slots), width: 5, to: &markup)
    markup.lineBreak()
  }

  /// A dot for each two pixels with outliers, so that there are not more than can be told apart.
  private func outliers(_ group: Group, slot: Int, in slots: NamedSlots) -> PathText {
    var path = PathText()
    var taken: Set<Double> = []
    for value in group.outliers where value.isFinite {
      let place = slots.place(slot: slot, share: 0.5, value: value)
      let spot = ((slots.isHorizontal ? place.x : place.y) / 2).rounded()
      if taken.insert(spot).inserted { path.dot(place.x, place.y) }
    }
    return path
  }

  private static func stroke(
    _ slot: Int, _ start: (share: Double, value: Double), _ end: (share: Double, value: Double),
    in slots: NamedSlots, to path: inout PathText
  ) {
    let from = slots.place(slot: slot, share: start.share, value: start.value)
    let to = slots.place(slot: slot, share: end.share, value: end.value)
    path.stroke(from.x, from.y, to.x, to.y)
  }

  private var description: String {
    let kind = "Box plot of \(valueTitle.spoken) by \(groupTitle.spoken)"
    var sentences = ["\(kind): \(ChartText.counted(groupCount, "group"))."]
    let whole = groups.filter(\.isWhole)
    let medians = Extent(of: whole.map(\.median))
    if medians.count > 0 {
      let (least, greatest) = (whole[medians.leastPlace], whole[medians.greatestPlace])
      sentences.append(
        medians.least == medians.greatest
          ? "The median is \(NumberText.readable(medians.least))."
          : """
          The least median is \(NumberText.readable(medians.least)) (\(ChartText.name(least.name))), \
          the greatest \(NumberText.readable(medians.greatest)) (\(ChartText.name(greatest.name))).
          """)
      let all = Extent(of: whole.flatMap { $0.numbers + $0.outliers })
      sentences.append(
        "Values reach from \(NumberText.readable(all.least)) to \(NumberText.readable(all.greatest))."
      )
    }
    sentences += NamedSlots.remainder(groupCount, noun: "group", plural: "groups")
    let broken = groups.count - whole.count
    if broken > 0 {
      let has = broken == 1 ? "has" : "have"
      sentences.append("\(ChartText.counted(broken, "group")) \(has) no finite values.")
    }
    if groupCount == 0 { sentences.append("There are no values.") }
    let infinite = whole.reduce(0) { $0 + $1.outliers.count { !$0.isFinite } }
    if infinite > 0 { sentences += ChartText.omitted(infinite, besides: 1) }
    return sentences.joined(separator: " ")
  }
}
