/// Bars from zero, one for each category and series.
package struct BarChart: Sendable {
  /// A value for each category, in the order of the categories.
  package struct Series: Sendable {
    package let name: String
    package let values: [Double]

    package init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// How many categories are drawn. The first ones are; of the others only the number is told, since a sum of, say, means means nothing.
  package static let categoryLimit = NamedSlots.limit

  private let title: String
  private let categories: [String]
  private let categoryTitle: AxisTitle
  private let valueTitle: AxisTitle
  private let series: [Series]
  private let seriesCount: Int
  private let steps: AxisTicks.Steps?
  /// How large the drawing is.
  package var size = ChartSize.usual

  /// - Parameters:
  ///   - series: at most `Palette.seriesLimit` are drawn. A value that is missing at the end of a series, or not finite, is left out.
  ///   - steps: which lie between marks; by default what the values suggest.
  package init(
    title: String, categories: [String], categoryTitle: AxisTitle, valueTitle: AxisTitle,
    series: [Series], steps: AxisTicks.Steps? = nil
  ) {
    self.title = title
    self.categories = categories
    self.categoryTitle = categoryTitle
    self.valueTitle = valueTitle
    self.series = Array(series.prefix(Palette.seriesLimit))
    seriesCount = series.count
    self.steps = steps
  }

  /// A chart of one series, which needs no name.
  package init(
    title: String, categories: [String], categoryTitle: AxisTitle, valueTitle: AxisTitle,
    values: [Double], steps: AxisTicks.Steps? = nil
  ) {
    self.init(
      title: title, categories: categories, categoryTitle: categoryTitle, valueTitle: valueTitle,
      series: [Series(name: "", values: values)], steps: steps)
  }

  /// The chart as an SVG document, the same bytes each time.
  package func svg() -> [UInt8] {
    let extents = series.map { Extent(of: drawnValues($0)) }
    var whole = Extent()
    for extent in extents { whole.unite(extent) }
    let text = description(extents, whole)
    guard let range = whole.range else {
      return ChartFrame.blank(title: title, kind: "Bar chart", description: text, size: size)
    }
    let slots = NamedSlots(
      title: title, names: (categoryTitle, categories),
      values: (
        valueTitle,
        .enclosed(
          min(0, range.lowerBound)...max(0, range.upperBound), steps ?? whole.steps)
      ),
      legend: series.map(\.name), partCount: series.count, size: size)
    return slots.frame.document(kind: "Bar chart", description: text) { markup in
      for place in series.indices { writeBars(place, in: slots, to: &markup) }
      slots.frame.write(slots.rule(at: 0), opacity: "0.6", to: &markup)
    }
  }

  private func writeBars(_ place: Int, in slots: NamedSlots, to markup: inout MarkupWriter) {
    let part = 0.76 / Double(series.count)
    let start = 0.12 + part * Double(place)
    for (slot, value) in drawnValues(series[place]).enumerated() where value.isFinite {
      let area = slots.area(slot: slot, shares: start...start + part, values: (0, value))
      let label = [categories[slot], series[place].name].filter { !$0.isEmpty }
      let name = ChartText.name(label.joined(separator: ", "))
      let tip = "\(name): \(NumberText.readable(value))"
      SeriesStyle(place).writeArea(area, tip: tip, to: &markup)
    }
  }

  /// One for each category that is drawn.
  private func drawnValues(_ series: Series) -> [Double] {
    (0..<min(categories.count, Self.categoryLimit)).map {
      $0 < series.values.count ? series.values[$0] : .nan
    }
  }

  private func description(_ extents: [Extent], _ whole: Extent) -> String {
    let kind = "Bar chart of \(valueTitle.spoken) by \(categoryTitle.spoken)"
    var sentences = [
      "\(kind): \(ChartText.counted(categories.count, "category", plural: "categories"))."
    ]
    for (series, extent) in zip(series, extents) where extent.count > 0 {
      sentences.append(
        ChartText.extremes(
          extent, of: series.name, isAlone: seriesCount == 1,
          least: ChartText.name(categories[extent.leastPlace]),
          greatest: ChartText.name(categories[extent.greatestPlace])))
    }
    sentences += NamedSlots.remainder(categories.count, noun: "category", plural: "categories")
    sentences += ChartText.unshown(series: seriesCount)
    sentences += ChartText.omitted(whole.omittedCount, besides: whole.count)
    return sentences.joined(separator: " ")
  }
}
