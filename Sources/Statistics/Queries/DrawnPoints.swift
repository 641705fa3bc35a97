import Tables

/// Series of points over numbers or over time, as charts take them.
enum DrawnPoints {
  case numbers([PointSeries<Double>])
  case moments([PointSeries<Int64>])
  /// Moments of which some lie beyond the nanoseconds of 64 bits.
  case years([PointSeries<Double>])

  /// - Parameters:
  ///   - series: with positions as a column keeps them; what is not finite is missing.
  ///   - type: of the column of positions.
  init(_ series: [PointSeries<Double>], of type: ColumnType) {
    guard let unit = type.microseconds else {
      self = .numbers(series)
      return
    }
    let limit = 9.2e15
    let fit = series.allSatisfy { series in
      series.positions.allSatisfy { !$0.isFinite || ($0 * unit).magnitude < limit }
    }
    self =
      fit
      ? .moments(series.map { Self.moments($0, unit) })
      : .years(series.map { Self.years($0, unit) })
  }

  /// A point without a position has no value either: charts leave it out, and say so.
  private static func moments(
    _ series: PointSeries<Double>, _ unit: Double
  ) -> PointSeries<Int64> {
    PointSeries(
      name: series.name,
      positions: series.positions.map { $0.isFinite ? Int64($0 * unit) * 1000 : .min },
      values: zip(series.positions, series.values).map { $0.isFinite ? $1 : .nan })
  }

  private static func years(_ series: PointSeries<Double>, _ unit: Double) -> PointSeries<Double> {
    PointSeries(
      name: series.name,
      positions: series.positions.map { position in
        Int64(exactly: (position * unit).rounded()).map(MomentScale.year) ?? .nan
      }, values: series.values)
  }

  func line(title: String, x: String, y: String, size: ChartSize) -> [UInt8] {
    let valueTitle = AxisTitle(y)
    var chart: LineChart
    switch self {
    case .numbers(let series):
      chart = LineChart(
        title: title, positionTitle: AxisTitle(x), valueTitle: valueTitle, series: series)
    case .moments(let series):
      chart = LineChart(
        title: title, timeTitle: AxisTitle(x), valueTitle: valueTitle, series: series)
    case .years(let series):
      chart = LineChart(
        title: title, positionTitle: AxisTitle(x, unit: "year"), valueTitle: valueTitle,
        series: series)
    }
    chart.size = size
    return chart.svg()
  }

  func scatter(title: String, x: String, y: String, size: ChartSize) -> [UInt8] {
    let valueTitle = AxisTitle(y)
    var chart: ScatterChart
    switch self {
    case .numbers(let series):
      chart = ScatterChart(
        title: title, positionTitle: AxisTitle(x), valueTitle: valueTitle, series: series)
    case .moments(let series):
      chart = ScatterChart(
        title: title, timeTitle: AxisTitle(x), valueTitle: valueTitle, series: series)
    case .years(let series):
      chart = ScatterChart(
        title: title, positionTitle: AxisTitle(x, unit: "year"), valueTitle: valueTitle,
        series: series)
    }
    chart.size = size
    return chart.svg()
  }
}
