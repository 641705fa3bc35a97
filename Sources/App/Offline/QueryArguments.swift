internal import Statistics
internal import Tables

/// What `tally query` is asked, before the columns of the file are known.
struct QueryArguments: Equatable {
  static let flags = [
    CommandFlag(
      name: "--where", placeholder: "CONDITION",
      help: "rows that keep it, such as 'price>=5', 'name~war', 'genre__in=a,b'; all if several",
      isRepeated: true),
    CommandFlag(
      name: "--or", placeholder: "CONDITION,...", help: "rows that keep one of these at least",
      isRepeated: true),
    CommandFlag(name: "--select", placeholder: "COLUMN,...", help: "the columns to show"),
    CommandFlag(
      name: "--sort", placeholder: "COLUMN,...", help: "the order; -price descends"),
    CommandFlag(name: "--limit", placeholder: "N", help: "how many rows or groups at most"),
    CommandFlag(
      name: "--group-by", placeholder: "COLUMN,...",
      help: "one answer for each value; times by unit, such as day:month"),
    CommandFlag(
      name: "--agg", placeholder: "FUNCTION,...",
      help: "what to compute, such as 'mean(price),n:count(),q(price,0.95)' (default count())"),
    CommandFlag(
      name: "--having", placeholder: "CONDITION,...",
      help: "groups that keep all of these, such as 'n>10'", isRepeated: true),
  ]

  let conditions: [String]
  let choices: [String]
  let having: [String]
  let limit: Int?
  /// Flags that are given to the readers of queries as they are, by the parameters of a URL that they stand for.
  private let parameters: [String: String]

  private static let rowFlags = ["--select"]
  private static let groupFlags = ["--group-by", "--agg", "--having"]

  init(_ arguments: CommandArguments) throws(UsageFailure) {
    conditions = arguments.values("--where")
    choices = arguments.values("--or")
    having = arguments.values("--having")
    limit = try arguments.number("--limit", in: 0...Int.max)
    var parameters: [String: String] = [:]
    for flag in ["--select", "--sort", "--group-by", "--agg"] {
      parameters[Self.parameter(flag)] = arguments.value(flag)
    }
    self.parameters = parameters
    let asked = Self.groupFlags.first(where: arguments.isSet)
    if let asked, let other = Self.rowFlags.first(where: arguments.isSet) {
      throw .conflictingFlags(other, asked)
    }
    isAggregate = asked != nil
  }

  /// Whether groups are asked for, not rows.
  let isAggregate: Bool

  /// The question for rows of a table with these columns.
  func rowQuery(columns: [String]) throws(QueryTextFailure) -> RowQuery {
    var reading = Reading()
    let query = reading.take { () throws(QueryTextFailure) in
      try RowQuery(parsing: items, columns: columns)
    }
    let filter = filter(columns, &reading)
    guard var query, reading.mistakes.isEmpty else { throw reading.failure }
    query.filter = filter
    query.limit = limit
    query.format = .csv
    return query
  }

  /// The question for groups of a table with these columns.
  func aggregateQuery(columns: [String]) throws(QueryTextFailure) -> AggregateQuery {
    var reading = Reading()
    let query = reading.take { () throws(QueryTextFailure) in
      try AggregateQuery(parsing: items, columns: columns)
    }
    let filter = filter(columns, &reading)
    // Where a label went wrong, those that use it are not at fault.
    guard var query else { throw reading.failure }
    let labels = query.columnNames
    for text in having {
      query.having +=
        reading.take { () throws(QueryTextFailure) in
          try ConditionArgument.list(text, of: "--having", names: labels)
        } ?? []
    }
    if !reading.mistakes.isEmpty { throw reading.failure }
    query.filter = filter
    query.limit = limit
    // A page of JSON has a limit of its own, lines have none.
    query.format = .csv
    return query
  }

  private func filter(_ columns: [String], _ reading: inout Reading) -> Filter {
    var filter = Filter()
    for text in conditions {
      let condition = reading.take { () throws(QueryTextFailure) in
        try ConditionArgument.condition(text, of: "--where", names: columns)
      }
      if let condition { filter.all.append(condition) }
    }
    for text in choices {
      let choice = reading.take { () throws(QueryTextFailure) in
        try ConditionArgument.list(text, of: "--or", names: columns)
      }
      if let choice { filter.anyOf.append(choice) }
    }
    return filter
  }

  /// Notes what is wrong with the parts of a question.
  private struct Reading {
    private(set) var mistakes: [QueryMistake] = []

    var failure: QueryTextFailure { QueryTextFailure(mistakes: mistakes) }

    /// What a part says; `nil` if it is wrong. Parameters of a URL are called by their flags.
    mutating func take<Part>(_ part: () throws(QueryTextFailure) -> Part) -> Part? {
      do throws(QueryTextFailure) {
        return try part()
      } catch {
        mistakes += error.mistakes.map {
          QueryMistake(
            parameter: QueryArguments.flag($0.parameter), value: $0.value, kind: $0.kind)
        }
        return nil
      }
    }
  }

  /// The flags that are parameters of a URL too, as those.
  private var items: [(name: String, value: String)] {
    parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// `--group-by` is `_group_by` in a URL.
  private static func parameter(_ flag: String) -> String {
    "_" + flag.dropFirst(2).replacing("-", with: "_")
  }

  private static func flag(_ parameter: String) -> String {
    guard parameter.hasPrefix("_") else { return parameter }
    return "--" + parameter.dropFirst().replacing("_", with: "-")
  }
}
