internal import Engine
internal import Posix
internal import Statistics
internal import Tables

/// Measurements with the table in memory: each answer is computed once unmeasured, then as often as asked.
enum KernelBench {
  /// The columns of a survey from which the means of a question are made.
  static let surveyColumns = ["Question", "LocationDesc", "Data_Value"]

  /// The ten statistics, by the names under which they are compared.
  static let statistics: [(name: String, measure: Measure)] = [
    ("count", .count), ("mean", .mean), ("deviation", .standardDeviation),
    ("skewness", .skewness), ("kurtosis", .kurtosis), ("least", .min),
    ("lower quartile", .quantile(0.25)), ("median", .median), ("upper quartile", .quantile(0.75)),
    ("greatest", .max),
  ]

  /// Loads the file and measures what the command asks of it.
  static func measure(
    _ command: TableCommand, _ order: TableOrder
  ) throws(TableBenchFailure) -> TableReport {
    let table = try CSVBench.load(order)
    var report = TableReport(rows: table.rowCount, answer: try answer(command, table, order))
    for _ in 0..<order.rounds {
      let start = Moment.now()
      report.answer = try answer(command, table, order)
      report.seconds.append(start.secondsToNow)
    }
    report.peakResidentBytes = try PeakMemory.residentBytes()
    return report
  }

  private static func answer(
    _ command: TableCommand, _ table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> TableAnswer {
    switch command {
    case .load: .none
    case .answer, .group: try means(in: table, order)
    case .statistics: try statistics(of: table, order)
    case .filter: try mean(in: table, order)
    case .page: try page(of: table, order)
    }
  }

  /// The mean of the question's values at each location that has one.
  static func means(in table: Table, _ order: TableOrder) throws(TableBenchFailure) -> TableAnswer {
    let columns = try columns(surveyColumns, of: table, order)
    let (question, location, value) = (columns[0], columns[1], columns[2])
    guard let code = question.categories().code(of: order.question) else {
      throw .unknownQuestion(order.question, path: order.path)
    }
    var selection = Selection(all: table)
    selection.keep(question, code: code)
    let locations = location.categories()
    let groups = try finishing(order) { () throws(Cancelled) in
      try GroupedMoments(of: value, by: [location], in: selection, on: order.threads).groups()
    }
    return .numbers(groups.map { (locations.word($0.codes[0]), $0.mean) })
  }

  private static func statistics(
    of table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> TableAnswer {
    let column = try columns([order.column], of: table, order)[0]
    let distribution = try finishing(order) { () throws(Cancelled) in
      try column.distribution(in: Selection(all: table), on: order.threads)
    }
    guard let values = distribution else {
      throw .noNumbers(column: order.column, path: order.path)
    }
    let measured = Measure.values(of: statistics.map(\.measure), of: values)
    return .numbers(zip(statistics, measured).map { ($0.name, number($1)) })
  }

  /// How many of the rows have a value, and the mean of these.
  private static func mean(
    in table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> TableAnswer {
    let column = try columns([order.column], of: table, order)[0]
    let rows = try selection(table, order)
    let found = try finishing(order) { () throws(Cancelled) in
      try column.total(in: rows, on: order.threads)
    }
    guard let total = found else { throw .noNumbers(column: order.column, path: order.path) }
    return .numbers([("count", Double(total.count)), ("mean", total.mean)])
  }

  /// How many rows there are, and the first of them.
  private static func page(
    of table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> TableAnswer {
    let columns = try columns(order.shown, of: table, order)
    let selection = try selection(table, order)
    let rows = selection.rows(from: 0, limit: order.limit)
    let cells = columns.map { $0.cells(at: rows[...]) }
    return .page(
      count: selection.count, rows: rows.indices.map { row in cells.map { $0[row] } })
  }

  // What the answers are made from

  private static func finishing<Answer>(
    _ order: TableOrder, _ body: () throws(Cancelled) -> Answer
  ) throws(TableBenchFailure) -> Answer {
    do throws(Cancelled) {
      return try body()
    } catch {
      throw .unanswerable(path: order.path, .cancelled)
    }
  }

  private static func selection(
    _ table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> Selection {
    do throws(QueryFailure) {
      return try Filter(all: order.conditions).selection(of: table, on: order.threads)
    } catch {
      throw .unanswerable(path: order.path, error)
    }
  }

  private static func columns(
    _ names: [String], of table: Table, _ order: TableOrder
  ) throws(TableBenchFailure) -> [Column] {
    let found = names.compactMap { table.column($0) }
    guard found.count == names.count else {
      throw .missingColumns(names.filter { table.column($0) == nil }, path: order.path)
    }
    return found
  }

  private static func number(_ value: MeasureValue) -> Double? {
    switch value {
    case .undefined: nil
    case .integer(let number): Double(number)
    case .number(let number): number
    }
  }
}
