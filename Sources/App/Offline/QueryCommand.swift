internal import Posix
internal import Statistics
internal import Tables

/// `tally query`: rows of a file, or what groups of them come to, without a server.
struct QueryCommand: Equatable {
  static let flags =
    QueryArguments.flags + [
      CommandFlag(
        name: "--format", placeholder: "FORM",
        help: "table, csv, json or ndjson (default table on a terminal, else csv)",
        choices: PrintedForm.allCases.map(\.rawValue))
    ] + OfflineFile.flags

  /// How many rows are written at a time; a table takes its widths from so many.
  fileprivate static let stretch = 1000

  let file: OfflineFile
  let question: QueryArguments
  /// `nil` where none was asked for.
  let form: PrintedForm?

  /// Reads what stands behind `tally query`.
  init(_ arguments: [String]) throws(UsageFailure) {
    let arguments = try CommandArguments(arguments, flags: Self.flags)
    file = try OfflineFile(arguments)
    question = try QueryArguments(arguments)
    form = try arguments.choice("--format")
  }

  /// Prints the answer.
  func run(_ environment: [String: String]) throws(OfflineFailure) {
    let table = try file.table(of: "tally query", environment)
    let names = table.columns.map(\.name)
    let terminal = Terminal(of: 1)
    let printer = Printer(
      form: form ?? .usual(on: terminal), style: TerminalStyle(terminal, environment))
    if question.isAggregate {
      let query = try reading { () throws(QueryTextFailure) in
        try question.aggregateQuery(columns: names)
      }
      try printer.print(try answer(query, table))
    } else {
      let query = try reading { () throws(QueryTextFailure) in
        try question.rowQuery(columns: names)
      }
      try printRows(query, table, printer)
    }
  }

  private func reading<Query>(
    _ body: () throws(QueryTextFailure) -> Query
  ) throws(OfflineFailure) -> Query {
    do throws(QueryTextFailure) {
      return try body()
    } catch {
      throw .mistakes(error.mistakes)
    }
  }

  private func answer(
    _ query: AggregateQuery, _ table: Table
  ) throws(OfflineFailure) -> AggregateAnswer {
    do throws(AggregateFailure) {
      return try query.answer(from: table, on: file.lanes)
    } catch {
      throw .aggregate(error)
    }
  }

  private func printRows(
    _ query: RowQuery, _ table: Table, _ printer: Printer
  ) throws(OfflineFailure) {
    let columns =
      query.select.map { $0.compactMap { table.column($0) } } ?? table.columns
    var rows = try rows(query, table)[...]
    try printer.print(
      columns.map { .init(name: $0.name, kind: $0.type.isNumeric ? .number : .text) }
    ) {
      let next = rows.prefix(Self.stretch)
      rows = rows.dropFirst(Self.stretch)
      if next.isEmpty { return nil }
      return columns.map { column in column.cells(at: next).map { .cell($0) } }
    }
  }

  private func rows(_ query: RowQuery, _ table: Table) throws(OfflineFailure) -> [Int] {
    do throws(QueryFailure) {
      let lanes = file.lanes
      let selection = try query.filter.selection(of: table, on: lanes)
      let order = RowOrder(
        query.sort.map { RowOrder.Key($0.name, isDescending: $0.isDescending) })
      return try order.rows(
        of: selection, in: table, after: nil, limit: query.limit ?? .max, on: lanes)
    } catch {
      throw .query(error)
    }
  }
}

/// Prints answers to standard output.
private struct Printer {
  let form: PrintedForm
  let style: TerminalStyle

  /// Prints stretches of rows until there is none.
  func print(
    _ headings: [AnswerLines.Heading], _ next: () -> [[AggregateValue]]?
  ) throws(OfflineFailure) {
    var lines = AnswerLines(headings, as: form, style)
    var bytes: [UInt8] = []
    while let columns = next() {
      lines.append(columns, to: &bytes)
      try Output.write(answer: &bytes)
    }
    lines.end(to: &bytes)
    try Output.write(answer: &bytes)
  }

  func print(_ answer: AggregateAnswer) throws(OfflineFailure) {
    var rows = answer.rows[...]
    let headings = answer.columns.indices.map { column in
      AnswerLines.Heading(
        name: answer.columns[column], kind: Self.kind(of: answer.rows.map { $0[column] }))
    }
    try print(headings) {
      let next = rows.prefix(QueryCommand.stretch)
      rows = rows.dropFirst(QueryCommand.stretch)
      if next.isEmpty { return nil }
      return answer.columns.indices.map { column in next.map { $0[column] } }
    }
  }

  /// What the values of a column are: what all of them but nulls are.
  private static func kind(of values: [AggregateValue]) -> TextTable.Kind {
    var kind: TextTable.Kind?
    for value in values {
      switch value {
      case .cell(.null): continue
      case .cell(.integer), .cell(.decimal): kind = .number
      case .histogram: return .bars
      case .cell: return .text
      }
    }
    return kind ?? .text
  }
}

extension ColumnType {
  /// Whether its values are numbers, which stand at the right of a column.
  var isNumeric: Bool { self == .integer || self == .decimal }
}

extension Output {
  /// Writes a part of an answer, and empties the buffer.
  static func write(answer bytes: inout [UInt8]) throws(OfflineFailure) {
    do throws(Errno) {
      try write(bytes)
    } catch {
      throw .unwritten(error)
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
