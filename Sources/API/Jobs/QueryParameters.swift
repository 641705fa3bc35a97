internal import Engine
internal import JSON
internal import Statistics
internal import Tables

/// The parameters of a query as members of a JSON object: `{"group_by":"city","agg":["n:count()"],"price__gt":5}`.
///
/// They are those of the query of a URL. Our own may be written without the `_` that they begin with, unless a column bears that name. A
/// value is a text, a number, a truth, or a list of these.
struct QueryParameters {
  /// Our own parameters, in the form of a URL's query.
  private static let ours = ["_group_by", "_agg", "_having", "_sort", "_limit", "_or"]
  /// Those of a URL's query that a job has no use for.
  private static let foreign = ["_cursor", "_format", "_csv_safe"]

  private(set) var items: [DatasetQuestion.Item] = []
  /// The members that the items come from, by their names as items.
  private var pointers: [String: String] = [:]
  /// Where all of them stand.
  private let path: String

  /// - Parameter columns: those of the table.
  init(_ params: OrderMembers, columns: [String], _ mistakes: inout OrderMistakes) {
    path = params.path
    for member in params.members {
      if mistakes.isFull { return }
      let isColumn = columns.contains { $0.utf8.elementsEqual(member.key.utf8) }
      let name = isColumn ? member.key : Self.name(of: member.key)
      let pointer = params.pointer(to: member.key)
      pointers[name] = pointer
      if Self.foreign.contains(name) {
        mistakes.note(
          "A job answers with all groups as JSON; '\(name)' is for GET /api/v1/datasets/"
            + "{name}/aggregate", at: pointer, expected: "no member '\(member.key)'")
      } else if let values = Self.values(of: member.value) {
        take(name, values, isColumn: isColumn, pointer, &mistakes)
      } else {
        params.refuse(
          member.key, expected: "a text, a number, a boolean or an array of these", &mistakes)
      }
    }
  }

  /// The name as a URL's query has it.
  private static func name(of key: String) -> String {
    let full = "_" + key
    return ours.contains(full) || foreign.contains(full) ? full : key
  }

  private mutating func take(
    _ name: String, _ values: Values, isColumn: Bool, _ pointer: String,
    _ mistakes: inout OrderMistakes
  ) {
    switch values {
    case .one(let text): items.append(.init(name, text))
    // Each is a group of its own, one condition of which must hold.
    case .several(let texts) where name == "_or":
      items += texts.map { .init(name, $0.text) }
    case .several(let texts) where name.hasPrefix("_"):
      items.append(.init(name, texts.map(\.text).joined(separator: ",")))
    case .several(let texts):
      if isColumn || !Self.takesList(name) {
        mistakes.note(
          "'\(OrderMistakes.short(name))' takes one value", at: pointer,
          expected: "one value; a list is for __in, __notin and __between")
      }
      items.append(.init(name, texts.map(\.listed).joined(separator: ",")))
    }
  }

  /// Whether a condition has several values.
  private static func takesList(_ name: String) -> Bool {
    let lists: [Filter.Operation] = [.isIn, .notIn, .between]
    return lists.contains { name.hasSuffix("__" + $0.rawValue) }
  }

  // Checking

  /// Holds a question against the columns of a table.
  func check(
    _ question: DatasetQuestion, of shape: DatasetShape, _ mistakes: inout OrderMistakes
  ) {
    let query: AggregateQuery
    do throws(QueryTextFailure) {
      query = try question.aggregate(of: shape.columns.map(\.name))
    } catch {
      for mistake in error.mistakes {
        mistakes.note(
          mistake.sentence, at: pointers[mistake.parameter] ?? path, value: mistake.value,
          expected: mistake.expected)
      }
      return
    }
    do throws(AggregateFailure) {
      _ = try query.answer(from: shape.emptyTable, on: .single)
    } catch {
      if case .query(let failure) = error, failure.isUnreadableValue {
        mistakes.noteValue(error.sentence, at: place(of: error))
      } else {
        mistakes.note(error.sentence, at: place(of: error))
      }
    }
  }

  /// The member that is most probably at fault, or all of them.
  private func place(of failure: AggregateFailure) -> String {
    let found: String? =
      switch failure {
      case .unsuitableFunction: pointers["_agg"]
      case .unsuitableUnit: pointers["_group_by"]
      case .unorderedLabel: pointers["_sort"] ?? pointers["_having"]
      case .tooManyGroups, .tooManyRows, .cancelled: nil
      case .query(let failure): failure.column.flatMap(pointer(toConditionOf:))
      }
    return found ?? path
  }

  private func pointer(toConditionOf column: String) -> String? {
    let names = items.map(\.name).filter { !$0.hasPrefix("_") }
    let found =
      names.first { $0 == column || $0 == "column:" + column }
      ?? names.first { $0.hasPrefix(column + "__") || $0.hasPrefix("column:" + column + "__") }
    return (found ?? ["_or", "_having"].first { pointers[$0] != nil }).flatMap { pointers[$0] }
  }
}

extension QueryParameters {
  /// What stands in a member.
  private enum Values {
    case one(String)
    case several([Value])
  }

  /// A value of a list.
  private struct Value {
    let text: String
    /// The value as a part of a list, with commas and quotes of its own.
    let listed: String
  }

  /// - Returns: `nil` for an object, a list in a list, or null in one.
  private static func values(of value: JSONValue) -> Values? {
    guard case .array(let elements) = value else {
      return self.value(of: value).map { .one($0.text) }
    }
    let values = elements.compactMap(self.value)
    return values.count == elements.count ? .several(values) : nil
  }

  private static func value(of value: JSONValue) -> Value? {
    switch value {
    case .string(let text):
      let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      return Value(text: text, listed: "\"\(doubled)\"")
    case .integer(let number): return Value(text: "\(number)", listed: "\(number)")
    case .double(let number):
      let text = Int(exactly: number).map { "\($0)" } ?? "\(number)"
      return Value(text: text, listed: text)
    case .bool(let flag): return Value(text: "\(flag)", listed: "\(flag)")
    case .null, .array, .object: return nil
    }
  }
}

extension QueryFailure {
  /// The column that a condition is about.
  fileprivate var column: String? {
    switch self {
    case .unknownColumn(let column, _), .unsuitableOperation(_, let column, _),
      .wrongValueCount(_, let column, _), .unreadableValue(_, let column, _):
      column
    case .cancelled: nil
    }
  }
}
