/// Points of a line or scatter chart that belong together.
///
/// Positions are numbers (`Double`) or moments (`Int64`, in nanoseconds since 1970-01-01T00:00:00Z).
package struct PointSeries<Position: Sendable>: Sendable {
  package let name: String
  package let positions: [Position]
  /// One for each position; one that is not finite is a gap.
  package let values: [Double]

  /// What is longer of the two lists is cut.
  package init(name: String, positions: [Position], values: [Double]) {
    let count = min(positions.count, values.count)
    self.name = name
    self.positions = count == positions.count ? positions : Array(positions.prefix(count))
    self.values = count == values.count ? values : Array(values.prefix(count))
  }
}

/// The series of a chart, whatever their positions are.
struct PlottedSeries: Sendable {
  enum Positions: Sendable {
    case numbers([Double])
    case moments([Int64])

    /// A position as it stands in a sentence.
    func text(_ place: Int) -> String {
      switch self {
      case .numbers(let numbers): NumberText.readable(numbers[place])
      case .moments(let moments): MomentText.moment(moments[place])
      }
    }
  }

  let name: String
  let positions: Positions
  let values: [Double]

  init(_ series: PointSeries<Double>) {
    (name, positions, values) = (series.name, .numbers(series.positions), series.values)
  }

  init(_ series: PointSeries<Int64>) {
    (name, positions, values) = (series.name, .moments(series.positions), series.values)
  }

  /// Of the values that have a position.
  var extent: Extent {
    guard case .numbers(let numbers) = positions else { return Extent(of: values) }
    return Extent(of: zip(numbers, values).lazy.map { $0.isFinite ? $1 : .nan })
  }

  /// Positions as the axis counts them: numbers themselves, moments as nanoseconds behind an origin.
  func offsets(from origin: Int64) -> [Double] {
    switch positions {
    case .numbers(let numbers): numbers
    case .moments(let moments): moments.map { ChartAxis.offset($0, origin) }
    }
  }
}

/// Series that share their axes.
struct PlottedPoints: Sendable {
  /// Those that are drawn.
  let series: [PlottedSeries]
  /// With those that are not.
  let seriesCount: Int

  init(_ series: [PlottedSeries]) {
    self.series = Array(series.prefix(Palette.seriesLimit))
    seriesCount = series.count
  }

  /// How far the points that can be drawn reach; `nil` if there are none.
  func axis(enclosed isEnclosed: Bool) -> (content: ChartAxis.Content, origin: Int64)? {
    var numbers = Extent()
    var moments: ClosedRange<Int64>?
    for series in series {
      switch series.positions {
      case .numbers(let positions):
        for (position, value) in zip(positions, series.values) where value.isFinite {
          numbers.add(position)
        }
      case .moments(let positions):
        for (position, value) in zip(positions, series.values) where value.isFinite {
          let range = moments ?? position...position
          moments = min(range.lowerBound, position)...max(range.upperBound, position)
        }
      }
    }
    if let moments {
      return (.moments(moments, origin: moments.lowerBound), moments.lowerBound)
    }
    guard let range = numbers.range else { return nil }
    return (isEnclosed ? .enclosed(range, numbers.steps) : .exact(range, numbers.steps), 0)
  }

  /// What is seen, in sentences.
  func description(kind: String, extents: [Extent]) -> String {
    let count = extents.reduce(0) { $0 + $1.count }
    let omittedCount = extents.reduce(0) { $0 + $1.omittedCount }
    var opening = "\(kind): \(ChartText.counted(count, "point"))"
    if seriesCount > 1 {
      opening += " in \(ChartText.counted(series.count, "series", plural: "series"))"
    }
    var sentences = ["\(opening)."]
    for (series, extent) in zip(series, extents) where extent.count > 0 {
      sentences.append(
        ChartText.extremes(
          extent, of: series.name, isAlone: seriesCount == 1,
          least: "at \(series.positions.text(extent.leastPlace))",
          greatest: "at \(series.positions.text(extent.greatestPlace))"))
    }
    sentences += ChartText.unshown(series: seriesCount)
    sentences += ChartText.omitted(omittedCount, besides: count)
    return sentences.joined(separator: " ")
  }
}
