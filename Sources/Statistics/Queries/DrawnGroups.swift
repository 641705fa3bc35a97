import Tables

/// Statistics of groups as bars, or as lines over the column that is grouped by.
struct DrawnGroups {
  /// How many groups may be looked at: of bars in several series, and of lines.
  static let splitLimit = 10_000
  static let pointLimit = 100_000

  private enum Marks {
    case bars(categories: [String], [BarChart.Series])
    case lines(DrawnPoints)
  }

  private let marks: Marks
  private let names: (x: String, y: String)
  private let title: String
  /// Whether values are counts of something, so that there is no half of one.
  private let areCounts: Bool

  /// - Parameter query: with one column that is grouped by, or with two and one output.
  init(
    _ query: AggregateQuery, of table: Table, on lanes: Lanes, isLine: Bool
  ) throws(ChartFailure) {
    let labels = query.outputs.map { PlainText.name($0.label) }
    let keys = query.groupBy.map { PlainText.name($0.column) }
    names = (keys.first ?? "", labels.count == 1 ? labels[0] : "")
    title = "\(labels.joined(separator: ", ")) by \(keys.joined(separator: " and "))"
    areCounts = query.outputs.allSatisfy(\.function.isCount)
    let type = try Self.keyType(of: query, table, isLine: isLine)
    let answer: AggregateAnswer
    do throws(AggregateFailure) {
      answer = try Self.answer(to: query, from: table, on: lanes, isLine: isLine)
    } catch {
      throw .aggregate(error)
    }
    let groups = AnsweredGroups(answer, query)
    marks =
      isLine
      ? .lines(DrawnPoints(groups.points, of: type))
      : .bars(categories: groups.categories, groups.bars)
  }

  func svg(title: String?, size: ChartSize) -> [UInt8] {
    let title = title ?? self.title
    switch marks {
    case .lines(let points): return points.line(title: title, x: names.x, y: names.y, size: size)
    case .bars(let categories, let series):
      var chart = BarChart(
        title: title, categories: categories, categoryTitle: AxisTitle(names.x),
        valueTitle: AxisTitle(names.y), series: series, steps: areCounts ? .whole : nil)
      chart.size = size
      return chart.svg()
    }
  }

  /// What the values of the first column that is grouped by are, if everything can be drawn.
  private static func keyType(
    of query: AggregateQuery, _ table: Table, isLine: Bool
  ) throws(ChartFailure) -> ColumnType {
    let plan: AggregatePlan
    do throws(AggregateFailure) {
      plan = try AggregatePlan(query, table)
    } catch {
      throw .aggregate(error)
    }
    for (number, output) in query.outputs.enumerated() {
      let type = plan.type(ofOutput: number)
      guard type?.isNumber ?? false else { throw .unsuitableOutput(output.label, type) }
    }
    guard let key = plan.keys.first else { return .integer }
    let type = plan.type(ofKey: 0)
    guard !isLine || type.isNumber || type.microseconds != nil else {
      throw .unsuitableColumn(key.column.name, type, .line)
    }
    return type
  }

  private static func answer(
    to query: AggregateQuery, from table: Table, on lanes: Lanes, isLine: Bool
  ) throws(AggregateFailure) -> AggregateAnswer {
    var query = query
    if isLine || query.groupBy.count > 1 {
      query.isWhole = true
      return try query.answer(
        from: table, groupLimit: isLine ? pointLimit : splitLimit, on: lanes)
    }
    query.limit = min(query.limit ?? .max, BarChart.categoryLimit)
    return try query.answer(from: table, on: lanes)
  }
}

/// The groups of an answer, sorted into categories and series.
private struct AnsweredGroups {
  private let answer: AggregateAnswer
  private let query: AggregateQuery
  /// The values of the first column that is grouped by, each once, in the order of the answer.
  private let firsts: [Cell]
  /// Those of the second one, in their own order; none where there is no second one.
  private let seconds: [Cell]

  init(_ answer: AggregateAnswer, _ query: AggregateQuery) {
    self.answer = answer
    self.query = query
    let keys = query.groupBy.indices.map { key in answer.rows.map { $0[key].cell ?? .null } }
    firsts = keys.isEmpty ? [] : keys.count > 1 ? CellKey.once(keys[0]) : keys[0]
    seconds = keys.count > 1 ? CellKey.once(keys[1]).sorted(by: CellKey.precedes) : []
  }

  /// How many groups the answer would have if it were not cut.
  private var groupCount: Int { min(query.limit ?? .max, answer.groupCount) }

  /// With as many at the end as are not in the answer, which are only counted.
  var categories: [String] {
    let names = firsts.map { label($0, key: 0) }
    let rest = query.groupBy.count > 1 ? 0 : max(0, groupCount - answer.rows.count)
    return names + Array(repeating: "", count: rest)
  }

  /// A series for each output, or for each value of the second column.
  var bars: [BarChart.Series] {
    guard query.groupBy.count > 1 else {
      let isAlone = query.outputs.count == 1
      return query.outputs.indices.map { output in
        BarChart.Series(
          name: isAlone ? "" : PlainText.name(query.outputs[output].label),
          values: answer.rows.map { number($0, output: output) })
      }
    }
    let places = CellKey.places(firsts.prefix(BarChart.categoryLimit))
    let numbers = CellKey.places(seconds.prefix(Palette.seriesLimit))
    var values = Array(
      repeating: Array(repeating: Double.nan, count: places.count), count: numbers.count)
    for row in answer.rows {
      guard let place = places[CellKey(row[0])], let series = numbers[CellKey(row[1])] else {
        continue
      }
      values[series][place] = number(row, output: 0)
    }
    return seconds.enumerated().map { series, cell in
      BarChart.Series(
        name: label(cell, key: 1), values: series < values.count ? values[series] : [])
    }
  }

  /// A series for each output, or for each value of the second column, with positions as a column keeps them.
  var points: [PointSeries<Double>] {
    guard query.groupBy.count > 1 else {
      let positions = answer.rows.map { Self.position($0.first?.cell ?? .null) }
      return query.outputs.indices.map { output in
        PointSeries(
          name: PlainText.name(query.outputs[output].label), positions: positions,
          values: answer.rows.map { number($0, output: output) })
      }
    }
    let numbers = CellKey.places(seconds[...])
    var rows = Array(repeating: [Int](), count: seconds.count)
    for (place, row) in answer.rows.enumerated() {
      if let series = numbers[CellKey(row[1])] { rows[series].append(place) }
    }
    return seconds.indices.map { series in
      PointSeries(
        name: label(seconds[series], key: 1),
        positions: rows[series].map { Self.position(answer.rows[$0][0].cell ?? .null) },
        values: rows[series].map { number(answer.rows[$0], output: 0) })
    }
  }

  private func label(_ cell: Cell, key: Int) -> String {
    GroupLabel.text(cell, unit: query.groupBy[key].unit)
  }

  private func number(_ row: [AggregateValue], output: Int) -> Double {
    switch row[query.groupBy.count + output].cell {
    case .integer(let number): Double(number)
    case .decimal(let number): number
    default: .nan
    }
  }

  private static func position(_ cell: Cell) -> Double {
    switch cell {
    case .integer(let number), .date(let number), .datetime(let number): Double(number)
    case .decimal(let number): number
    case .null, .boolean, .text: .nan
    }
  }
}

/// A cell as the name of a group.
private struct CellKey: Hashable {
  private let cell: Cell

  init(_ value: AggregateValue) { cell = value.cell ?? .null }

  private init(_ cell: Cell) { self.cell = cell }

  static func == (left: CellKey, right: CellKey) -> Bool { left.cell == right.cell }

  func hash(into hasher: inout Hasher) {
    switch cell {
    case .null: break
    case .integer(let number), .date(let number), .datetime(let number): hasher.combine(number)
    case .decimal(let number): hasher.combine(number)
    case .boolean(let truth): hasher.combine(truth)
    case .text(let bytes): hasher.combine(bytes)
    }
  }

  /// Each cell where it stands first.
  static func once(_ cells: [Cell]) -> [Cell] {
    var seen: Set<CellKey> = []
    return cells.filter { seen.insert(CellKey($0)).inserted }
  }

  /// Where each of some different cells stands.
  static func places(_ cells: ArraySlice<Cell>) -> [CellKey: Int] {
    var places: [CellKey: Int] = [:]
    for (place, cell) in cells.enumerated() { places[CellKey(cell)] = place }
    return places
  }

  /// Whether a cell of a column comes before another one: in the order of values, null last.
  static func precedes(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)), (.date(let left), .date(let right)),
      (.datetime(let left), .datetime(let right)):
      left < right
    case (.decimal(let left), .decimal(let right)): left < right
    case (.boolean(let left), .boolean(let right)): !left && right
    case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
    default: right == .null && left != .null
    }
  }
}

extension AggregateFunction {
  /// Whether it comes to how many of something there are.
  fileprivate var isCount: Bool {
    switch self {
    case .count, .measure(.count, _), .measure(.countDistinct, _): true
    default: false
    }
  }
}
