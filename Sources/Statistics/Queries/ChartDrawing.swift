package import Tables

extension ChartQuery {
  /// The chart of a table as an SVG document, the same bytes each time. Without a row that passes the filter it is empty and says so.
  ///
  /// - Complexity: O(*rows*), some nanoseconds each; of points and boxes some tens.
  package func svg(of table: Table, on lanes: Lanes) throws(ChartFailure) -> [UInt8] {
    switch content {
    case .histogram(let name, let bins):
      return try histogram(of: try Self.column(name, table), bins: bins, in: table, on: lanes)
    case .groups(let query):
      let groups = try DrawnGroups(query, of: table, on: lanes, isLine: kind == .line)
      return groups.svg(title: title, size: size)
    case .points(let x, let y, let key):
      let points = try DrawnRows(
        try Self.column(x, table), try Self.column(y, table), by: key, filter, of: table, on: lanes)
      return points.svg(kind, title: title, size: size)
    case .boxes(let name, let key):
      let boxes = try DrawnBoxes(
        of: try Self.column(name, table), by: key, filter, of: table, on: lanes)
      return boxes.svg(title: title, size: size)
    }
  }

  private static func column(_ name: String, _ table: Table) throws(ChartFailure) -> Column {
    if let column = table.column(name) { return column }
    throw .aggregate(.query(.unknownColumn(name, known: table.columnNames)))
  }

  private func histogram(
    of column: Column, bins: Int, in table: Table, on lanes: Lanes
  ) throws(ChartFailure) -> [UInt8] {
    let values: Distribution?
    do throws(AggregateFailure) {
      let rows = try AggregateQuery(filter: filter).rows(of: table, on: lanes)
      values = try Self.values(of: column, in: rows, on: lanes)
    } catch {
      throw .aggregate(error)
    }
    guard column.type != .boolean, let values else {
      throw .unsuitableColumn(column.name, column.type, .distribution)
    }
    let histogram = values.histogram(bins: bins)
    let title = title ?? "Distribution of \(PlainText.name(column.name))"
    let rows = AxisTitle("Rows")
    let valueTitle = AxisTitle(PlainText.name(column.name))
    var chart: HistogramChart
    if let unit = column.type.microseconds {
      chart = HistogramChart(
        title: title, timeTitle: valueTitle, countTitle: rows,
        edges: histogram.edges.map { Int64(exactly: ($0 * unit).rounded()) ?? 0 },
        counts: histogram.counts, omittedCount: values.nullCount)
    } else {
      chart = HistogramChart(
        title: title, valueTitle: valueTitle, countTitle: rows, histogram: histogram,
        omittedCount: values.nullCount)
    }
    chart.size = size
    return chart.svg()
  }

  private static func values(
    of column: Column, in rows: Selection, on lanes: Lanes
  ) throws(AggregateFailure) -> Distribution? {
    do throws(Cancelled) {
      return try column.distribution(in: rows, on: lanes)
    } catch {
      throw .cancelled
    }
  }
}

extension ColumnType {
  /// How many microseconds one of the numbers is, by which a column of days or moments is kept; `nil` for other columns.
  var microseconds: Double? {
    switch self {
    case .date: 86_400_000_000
    case .datetime: 1
    case .integer, .decimal, .boolean, .text: nil
    }
  }

  var isNumber: Bool { self == .integer || self == .decimal }
}
