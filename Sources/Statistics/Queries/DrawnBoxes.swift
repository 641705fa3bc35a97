import Tables

/// Groups of rows as boxes.
struct DrawnBoxes {
  /// How many groups there may be. Only the first ones are drawn, see `NamedSlots.limit`.
  static let groupLimit = 10_000

  private let groups: [BoxPlot.Group]
  private let name: String
  private let groupName: String?

  /// - Parameter key: `nil` for one box of all rows.
  init(
    of column: Column, by key: AggregateQuery.GroupKey?, _ filter: Filter, of table: Table,
    on lanes: Lanes
  ) throws(ChartFailure) {
    guard column.type.isNumber else {
      throw .unsuitableColumn(column.name, column.type, .value)
    }
    name = PlainText.name(column.name)
    groupName = key.map { PlainText.name($0.column) }
    let rows = try DrawnRowGroups(by: key, filter, of: table, limit: Self.groupLimit, on: lanes)
    var groups: [BoxPlot.Group] = []
    for group in 0..<rows.count {
      let label = key == nil ? name : rows.name(of: group)
      let values = group < NamedSlots.limit ? column.distribution(at: rows.rows[group]) : nil
      groups.append(try Self.box(of: values, name: label, on: lanes))
    }
    // Without rows there is a group of all of them, but nothing to show.
    self.groups = rows.rowCounts == [0] ? [] : groups
  }

  func svg(title: String?, size: ChartSize) -> [UInt8] {
    var chart = BoxPlot(
      title: title ?? groupName.map { "\(name) by \($0)" } ?? "Quartiles of \(name)",
      groupTitle: AxisTitle(groupName ?? ""), valueTitle: AxisTitle(name), groups: groups)
    chart.size = size
    return chart.svg()
  }

  private static func box(
    of values: Distribution?, name: String, on lanes: Lanes
  ) throws(ChartFailure) -> BoxPlot.Group {
    do throws(Cancelled) {
      return BoxPlot.Group(
        name: name,
        try values.flatMap { values throws(Cancelled) in
          try TukeyBox(of: values, on: lanes)
        })
    } catch {
      throw .aggregate(.cancelled)
    }
  }
}

/// Five numbers of some values, and what lies beyond them.
///
/// - Source: J. W. Tukey, Exploratory Data Analysis (1977), 2C: whiskers reach to the farthest values within one and a half times the distance
///   of the quartiles, which are those of type 7 here. As in Matplotlib a whisker ends at the quartile where no value lies behind it.
struct TukeyBox: Equatable {
  var lowEnd, lowQuartile, median, highQuartile, highEnd: Double
  /// Each different one once if values are counted, else in the order of the rows.
  var outliers: [Double] = []

  /// - Returns: `nil` if there is no value.
  init?(of values: Distribution, on lanes: Lanes) throws(Cancelled) {
    let quartiles = try Measure.values(
      of: [.quantile(0.25), .median, .quantile(0.75)], of: values, on: lanes
    ).compactMap { value -> Double? in
      switch value {
      case .undefined: nil
      case .integer(let number): Double(number)
      case .number(let number): number
      }
    }
    guard quartiles.count == 3 else { return nil }
    (lowQuartile, median, highQuartile) = (quartiles[0], quartiles[1], quartiles[2])
    (lowEnd, highEnd) = (lowQuartile, highQuartile)
    let reach = 1.5 * (highQuartile - lowQuartile)
    let fences = (low: lowQuartile - reach, high: highQuartile + reach)
    try lanes.check()
    switch values.values {
    case .counts(let least, let counts):
      for (place, count) in counts.enumerated() where count > 0 {
        add(values.number(.mantissa(least + Int64(place))), fences)
      }
    case .mantissas(let mantissas):
      for mantissa in mantissas { add(values.number(.mantissa(mantissa)), fences) }
    case .doubles(let doubles):
      for double in doubles { add(double, fences) }
    }
  }

  private mutating func add(_ value: Double, _ fences: (low: Double, high: Double)) {
    if value < fences.low || value > fences.high {
      outliers.append(value)
    } else {
      lowEnd = min(lowEnd, value)
      highEnd = max(highEnd, value)
    }
  }
}

extension BoxPlot.Group {
  /// - Parameter box: `nil` leaves the place empty.
  fileprivate init(name: String, _ box: TukeyBox?) {
    self.init(
      name: name, lowEnd: box?.lowEnd ?? .nan, lowQuartile: box?.lowQuartile ?? .nan,
      median: box?.median ?? .nan, highQuartile: box?.highQuartile ?? .nan,
      highEnd: box?.highEnd ?? .nan, outliers: box?.outliers ?? [])
  }
}
