import Tables

/// Rows of a table as points of a line or scatter chart.
struct DrawnRows {
  /// Of more rows only each second, third ... is taken.
  static let rowLimit = 2_000_000
  /// How many series there may be. Only the first ones are drawn, see `Palette.seriesLimit`.
  static let seriesLimit = 10_000

  private let points: DrawnPoints
  private let names: (x: String, y: String)
  /// One point stands for so many rows.
  private let stride: Int

  /// - Parameter key: whose values tell series apart.
  init(
    _ x: Column, _ y: Column, by key: AggregateQuery.GroupKey?, _ filter: Filter, of table: Table,
    on lanes: Lanes, rowLimit: Int = Self.rowLimit
  ) throws(ChartFailure) {
    guard x.type.isNumber || x.type.microseconds != nil else {
      throw .unsuitableColumn(x.name, x.type, .position)
    }
    guard y.type.isNumber else { throw .unsuitableColumn(y.name, y.type, .value) }
    names = (PlainText.name(x.name), PlainText.name(y.name))
    let groups = try DrawnRowGroups(
      by: key, filter, of: table, limit: Self.seriesLimit, on: lanes)
    let shown = groups.rowCounts.prefix(Palette.seriesLimit).reduce(0, +)
    let stride = max(1, (shown + rowLimit - 1) / rowLimit)
    self.stride = stride
    var series: [PointSeries<Double>] = []
    for group in 0..<groups.count {
      let name = groups.name(of: group)
      guard group < Palette.seriesLimit else {
        series.append(PointSeries(name: name, positions: [], values: []))
        continue
      }
      let rows = Self.each(stride, of: groups.rows[group])
      series.append(
        PointSeries(name: name, positions: x.doubles(at: rows), values: y.doubles(at: rows)))
    }
    points = DrawnPoints(series, of: x.type)
  }

  private static func each(_ stride: Int, of rows: ArraySlice<UInt32>) -> ArraySlice<UInt32> {
    guard stride > 1 else { return rows }
    return Swift.stride(from: rows.startIndex, to: rows.endIndex, by: stride).map { rows[$0] }[...]
  }

  func svg(_ kind: ChartQuery.Kind, title: String?, size: ChartSize) -> [UInt8] {
    var title = title ?? "\(names.y) by \(names.x)"
    if stride > 1 { title += " (one of \(NumberText.whole(stride)) rows)" }
    return kind == .line
      ? points.line(title: title, x: names.x, y: names.y, size: size)
      : points.scatter(title: title, x: names.x, y: names.y, size: size)
  }
}

/// The rows of a table group by group, for charts that look at each of them.
struct DrawnRowGroups {
  let rows: GroupedRows
  let rowCounts: [Int]
  private let grouping: Grouping
  private let key: AggregateQuery.GroupKey?

  /// - Parameters:
  ///   - key: `nil` for one group of all rows.
  ///   - limit: how many groups there may be.
  init(
    by key: AggregateQuery.GroupKey?, _ filter: Filter, of table: Table, limit: Int,
    on lanes: Lanes
  ) throws(ChartFailure) {
    self.key = key
    do throws(AggregateFailure) {
      let query = AggregateQuery(filter: filter, groupBy: key.map { [$0] } ?? [])
      let plan = try AggregatePlan(query, table)
      grouping = try AggregateQuery.grouped(
        try query.rows(of: table, on: lanes), by: plan.keys, limit: limit, on: lanes)
      rows = try Self.rows(of: grouping, on: lanes)
    } catch {
      throw .aggregate(error)
    }
    rowCounts = grouping.rowCounts
  }

  private static func rows(
    of grouping: Grouping, on lanes: Lanes
  ) throws(AggregateFailure) -> GroupedRows {
    do throws(Cancelled) {
      return try grouping.rows(on: lanes)
    } catch {
      throw .cancelled
    }
  }

  var count: Int { rowCounts.count }

  /// What the rows of a group have in common; empty for one group of all rows.
  func name(of group: Int) -> String {
    guard let key else { return "" }
    return GroupLabel.text(grouping.cells(of: 0, at: [group])[0], unit: key.unit)
  }
}
