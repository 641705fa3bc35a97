internal import HTTP
internal import Statistics
internal import Tables

/// The chart that is drawn of groups: of the first function, over the columns that are grouped by.
struct GroupChart: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case bar, line, box, scatter, none

    var title: String {
      switch self {
      case .bar: "bars"
      case .line: "a line"
      case .box: "box plots"
      case .scatter: "a point for each row"
      case .none: "none"
      }
    }
  }

  let kind: Kind
  /// The parameters of `chart.svg`.
  let items: [QueryItem]
  /// What is seen, for those who do not see it.
  let sentence: String

  /// The chart that is asked for, or why there is none.
  ///
  /// - Throws: `Failure.badParameters` where there is no such kind of chart.
  static func plan(
    _ address: ExploreAddress, _ query: AggregateQuery, _ table: Table
  ) throws(Failure) -> (chart: GroupChart?, fault: String?) {
    let kind = try wanted(address, query, table)
    guard kind != .none else { return (nil, nil) }
    guard let first = query.groupBy.first, let output = query.outputs.first else {
      return (nil, "Choose a column to group by, and a chart is drawn.")
    }
    switch kind {
    case .none: return (nil, nil)
    case .bar, .line:
      if query.groupBy.count > 2 {
        return (nil, "A chart shows one or two columns that are grouped by.")
      }
      let isTime = kind == .line && !isOrdered(first, table)
      if isTime {
        return (nil, "A line needs numbers, days or moments to go along; bars show any values.")
      }
      return (ofGroups(kind, address, query, output), nil)
    case .box, .scatter:
      guard let value = output.function.columns.first else {
        let title = kind == .box ? "Box plots" : "Points"
        return (
          nil, "\(title) need a column of numbers: choose a function of one, such as its mean."
        )
      }
      return (ofRows(kind, address, query, value: value, over: first), nil)
    }
  }

  private static func wanted(
    _ address: ExploreAddress, _ query: AggregateQuery, _ table: Table
  ) throws(Failure) -> Kind {
    guard let text = address.kind else {
      let isOrdered = query.groupBy.first.map { $0.unit != nil } ?? false
      return isOrdered ? .line : .bar
    }
    guard let kind = Kind(rawValue: text) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .badParameters([
        .init("'_kind' is one of \(known)", at: .parameter("_kind"), value: text, expected: known)
      ])
    }
    return kind
  }

  private static func isOrdered(_ key: AggregateQuery.GroupKey, _ table: Table) -> Bool {
    guard let type = table.column(key.column)?.type else { return false }
    return type != .text && type != .boolean
  }

  private static func ofGroups(
    _ kind: Kind, _ address: ExploreAddress, _ query: AggregateQuery,
    _ output: AggregateQuery.Output
  ) -> GroupChart {
    // The first function alone, unless groups are sorted or chosen by another.
    let known = query.groupBy.map(\.column) + [output.label]
    let isEnough =
      query.sort.allSatisfy { known.contains($0.name) }
      && query.having.allSatisfy { known.contains($0.column) }
    let outputs = isEnough ? [output] : query.outputs
    var items = address.filters + [QueryItem(name: "_kind", value: kind.rawValue)]
    items += address.items.filter { ["_group_by", "_having", "_sort", "_limit"].contains($0.name) }
    items.append(
      QueryItem(name: "_agg", value: outputs.map(\.text).joined(separator: ",")))
    let groups = query.groupBy.map { CellMarkup.cut($0.column, to: 60) }.joined(separator: " and ")
    let title = kind == .bar ? "Bar chart" : "Line chart"
    let label = CellMarkup.cut(output.label, to: 60)
    return GroupChart(
      kind: kind, items: items,
      sentence: "\(title) of \(label) by \(groups); the table below holds the numbers.")
  }

  private static func ofRows(
    _ kind: Kind, _ address: ExploreAddress, _ query: AggregateQuery, value: String,
    over first: AggregateQuery.GroupKey
  ) -> GroupChart {
    let keys = query.groupBy.map { key in
      QueryText.listed(key.column) + (key.unit.map { ":\($0.rawValue)" } ?? "")
    }
    var items = address.filters + [QueryItem(name: "_kind", value: kind.rawValue)]
    items.append(QueryItem(name: "_y", value: QueryText.listed(value)))
    let (y, x) = (CellMarkup.cut(value, to: 60), CellMarkup.cut(first.column, to: 60))
    guard kind == .scatter else {
      items.append(QueryItem(name: "_group_by", value: keys[0]))
      return GroupChart(kind: kind, items: items, sentence: "Box plots of \(y) by \(x).")
    }
    items.append(QueryItem(name: "_x", value: QueryText.listed(first.column)))
    if keys.count > 1 { items.append(QueryItem(name: "_group_by", value: keys[1])) }
    return GroupChart(
      kind: kind, items: items, sentence: "Scatter chart: \(y) over \(x), a point for each row.")
  }
}
