package import Tables

/// Which statistics of a table are asked for: of all rows that pass a filter, or of groups of them.
package struct AggregateQuery: Equatable, Sendable {
  /// A column whose values tell groups apart; of times, the unit in which they lie.
  package struct GroupKey: Equatable, Sendable {
    package var column: String
    package var unit: TimeUnit?

    package init(_ column: String, unit: TimeUnit? = nil) {
      self.column = column
      self.unit = unit
    }
  }

  /// One column of the answer.
  package struct Output: Equatable, Sendable {
    package var label: String
    package var function: AggregateFunction

    package init(_ label: String, _ function: AggregateFunction) {
      self.label = label
      self.function = function
    }
  }

  /// Which rows take part.
  package var filter: Filter
  package var groupBy: [GroupKey]
  package var outputs: [Output]
  /// Which groups are in the answer; a condition names a label or a column that is grouped by.
  package var having: [Filter.Condition]
  /// By labels and columns that are grouped by; ties, and everything if there is no key, by the groups' values.
  package var sort: [SortKey]
  /// From 0 to `RowQuery.greatestLimit`; `nil` if nothing was asked for, see `pageLimit`.
  package var limit: Int?
  /// Where the page begins, as an answer before gave it.
  package var cursor: String?
  package var format: AnswerFormat
  /// Whether cells of CSV that a spreadsheet would take for a formula are made harmless.
  package var isSpreadsheetSafe: Bool
  /// Whether all groups are wanted where no limit was asked for, whatever the form of the answer.
  package var isWhole = false

  package init(
    filter: Filter = Filter(), groupBy: [GroupKey] = [],
    outputs: [Output] = [Output("count", .count)], having: [Filter.Condition] = [],
    sort: [SortKey] = [], limit: Int? = nil, cursor: String? = nil, format: AnswerFormat = .json,
    isSpreadsheetSafe: Bool = false
  ) {
    self.filter = filter
    self.groupBy = groupBy
    self.outputs = outputs
    self.having = having
    self.sort = sort
    self.limit = limit
    self.cursor = cursor
    self.format = format
    self.isSpreadsheetSafe = isSpreadsheetSafe
  }

  /// Reads the parameters of a URL's query. Without `_agg` the rows are counted.
  ///
  /// - Parameters:
  ///   - items: names and values, decoded, in the order of the text.
  ///   - columns: the columns of the table.
  /// - Throws: all mistakes that can be told apart.
  package init(
    parsing items: [(name: String, value: String)], columns: [String]
  ) throws(QueryTextFailure) {
    let known = [
      "_group_by", "_agg", "_having", "_sort", "_limit", "_cursor", "_format", "_csv_safe",
    ]
    var reader = QueryReader(items, columns: columns, known: known)
    self.init(reading: &reader)
    cursor = reader.text(of: "_cursor")
    format = reader.choice("_format", else: .json)
    isSpreadsheetSafe = reader.flag("_csv_safe")
    try reader.finish()
  }

  /// Reads which groups are asked for, and what of them; mistakes are noted.
  init(reading reader: inout QueryReader) {
    self.init(filter: reader.filter)
    let mistakeCount = reader.mistakes.count
    groupBy = reader.groups()
    outputs = reader.outputs(beside: groupBy.map(\.column)) ?? outputs
    // Where a label went wrong, those that use it are not at fault.
    let isSound = reader.mistakes.count == mistakeCount
    let labels = NameList(columnNames)
    having = isSound ? reader.conditions(of: "_having", labels: labels) : []
    sort = reader.order(isSound ? labels : nil) { .unknownLabel($0, nearest: $1.nearest(to: $0)) }
    limit = reader.limit()
  }

  /// The columns of the answer: those that are grouped by, then the outputs.
  package var columnNames: [String] { groupBy.map(\.column) + outputs.map(\.label) }

  /// How many groups an answer has at most; `nil` for all of them, where the form of the answer allows it.
  package var pageLimit: Int? {
    limit ?? (format == .json && !isWhole ? RowQuery.usualLimit : nil)
  }
}

extension QueryReader {
  /// `_group_by`: `a,ts:day`.
  fileprivate mutating func groups() -> [AggregateQuery.GroupKey] {
    let columns = columns
    var unitMistakes: [QueryMistake.Kind] = []
    let groups = elements(of: "_group_by", .groups) { scanner throws(QueryMistake.Kind) in
      guard let column = scanner.name() else { throw .malformed(.groups) }
      guard scanner.take(":") else { return AggregateQuery.GroupKey(column.text) }
      guard let unit = scanner.name() else { throw .malformed(.groups) }
      if TimeUnit(rawValue: unit.text) == nil {
        let nearest = nearestName(to: unit.text, in: TimeUnit.allCases.map(\.rawValue))
        unitMistakes.append(.unknownUnit(unit.text, nearest: nearest))
      }
      return AggregateQuery.GroupKey(column.text, unit: TimeUnit(rawValue: unit.text))
    } check: { key in
      columns.contains(key.column)
        ? nil : .unknownColumn(key.column, nearest: columns.nearest(to: key.column))
    } key: {
      $0.column
    }
    for kind in unitMistakes { note("_group_by", text(of: "_group_by") ?? "", kind) }
    return groups ?? []
  }

  /// `_agg`: `mean(price),n:count(),q(price,0.95)`.
  fileprivate mutating func outputs(beside keys: [String]) -> [AggregateQuery.Output]? {
    guard let text = text(of: "_agg") else { return nil }
    var scanner = QueryScanner(text)
    var outputs: [AggregateQuery.Output] = []
    do throws(QueryMistake.Kind) {
      repeat {
        let call = try FunctionCall(&scanner)
        do throws(QueryMistake.Kind) {
          outputs.append(try output(call))
        } catch {
          note("_agg", text, error)
        }
      } while scanner.take(",")
      guard scanner.takeEnd() else { throw .malformed(.outputs) }
    } catch {
      note("_agg", text, error)
    }
    let labels = outputs.map(\.label)
    if let repeated = NameList(labels).repeated ?? labels.first(where: NameList(keys).contains) {
      note("_agg", text, .repeatedName(repeated))
    }
    return outputs
  }

  private mutating func output(
    _ call: FunctionCall
  ) throws(QueryMistake.Kind) -> AggregateQuery.Output {
    guard let function = try AggregateFunction(call.function, call.arguments) else {
      let nearest = nearestName(to: call.function, in: AggregateFunction.names)
      throw .unknownFunction(call.function, nearest: nearest)
    }
    for column in function.columns where !columns.contains(column) {
      throw .unknownColumn(column, nearest: columns.nearest(to: column))
    }
    let plain = ([call.function] + call.arguments).joined(separator: "_")
    return AggregateQuery.Output(call.label ?? plain, function)
  }
}

/// A function as it is written: `label:name(a,b)`.
private struct FunctionCall {
  let label: String?
  let function: String
  let arguments: [String]

  init(_ scanner: inout QueryScanner) throws(QueryMistake.Kind) {
    guard let first = scanner.name() else { throw .malformed(.outputs) }
    if scanner.take(":") {
      let bare = trimmed(Array(first.text.utf8)[...])
      guard let name = scanner.name(), !bare.isEmpty else { throw .malformed(.outputs) }
      label = String(decoding: bare, as: UTF8.self)
      function = name.text
    } else {
      label = nil
      function = first.text
    }
    guard scanner.take("(") else { throw .malformed(.outputs) }
    var arguments: [String] = []
    if !scanner.take(")") {
      repeat {
        guard let argument = scanner.name() else { throw .malformed(.outputs) }
        arguments.append(argument.text)
      } while scanner.take(",")
      guard scanner.take(")") else { throw .malformed(.outputs) }
    }
    self.arguments = arguments
  }
}
