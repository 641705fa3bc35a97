package import Tables

/// Conditions as they are written: `price__gte=5`, `genre__in=a,"b,c"`, `(price__gt:5,genre:Action)`, `price>=5`.
enum ConditionText {
  /// A condition from a name, which may end with `__` and an operation, and the text of its value.
  ///
  /// - Parameter isQuoted: whether the name is all of a column's name, whatever it ends with.
  static func condition(
    _ name: String, isQuoted: Bool = false, _ value: String, names: NameList
  ) throws(QueryMistake.Kind) -> Filter.Condition {
    let (column, operation) = try target(name, isQuoted: isQuoted, names)
    return try condition(column, operation, value)
  }

  /// The conditions of a list in parentheses, a mistake for each that is none.
  ///
  /// - Throws: `malformed` if it is no list at all.
  static func list(
    _ text: String, names: NameList, _ note: (QueryMistake.Kind) -> Void
  ) throws(QueryMistake.Kind) -> [Filter.Condition] {
    var scanner = QueryScanner(text)
    var conditions: [Filter.Condition] = []
    guard scanner.take("(") else { throw .malformed(.conditions) }
    repeat {
      guard let name = scanner.name() else { throw .malformed(.conditions) }
      var full = name.text
      var isQuoted = name.isQuoted
      // What follows the quotes may be an operation.
      if isQuoted, let suffix = scanner.name() {
        guard suffix.text.hasPrefix("__"), !suffix.isQuoted else { throw .malformed(.conditions) }
        full += suffix.text
        isQuoted = false
      }
      var value = ""
      if scanner.take(":") {
        guard let token = scanner.value(until: ",()") else { throw .malformed(.conditions) }
        value = token.text
      }
      do throws(QueryMistake.Kind) {
        conditions.append(try condition(full, isQuoted: isQuoted, value, names: names))
      } catch {
        note(error)
      }
    } while scanner.take(",")
    guard scanner.take(")"), scanner.takeEnd() else { throw .malformed(.conditions) }
    return conditions
  }

  /// The parts of a list at its commas. A part that begins with a quote ends with one, and may hold commas.
  static func parts(_ text: String) throws(QueryMistake.Kind) -> [String] {
    var scanner = QueryScanner(text)
    var parts: [String] = []
    repeat {
      guard let part = scanner.value(until: ",") else { throw .malformed(.list) }
      parts.append(part.text)
    } while scanner.take(",")
    guard scanner.takeEnd() else { throw .malformed(.list) }
    return parts
  }

  /// The column and the operation of a name. A name that is a column's is that column's, the last `__` of any other begins the operation.
  private static func target(
    _ name: String, isQuoted: Bool, _ names: NameList
  ) throws(QueryMistake.Kind) -> (String, Filter.Operation) {
    if names.contains(name) { return (name, .eq) }
    guard !isQuoted, let (column, suffix) = cut(name) else {
      throw .unknownColumn(name, nearest: names.nearest(to: name))
    }
    if let operation = Filter.Operation(rawValue: suffix) {
      if names.contains(column) { return (column, operation) }
      throw .unknownColumn(column, nearest: names.nearest(to: column))
    }
    guard names.contains(column) else {
      throw .unknownColumn(name, nearest: names.nearest(to: name))
    }
    let known = Filter.Operation.allCases.map(\.rawValue)
    throw .unknownOperation(suffix, nearest: nearestName(to: suffix, in: known))
  }

  /// What stands before and behind the last `__`.
  private static func cut(_ name: String) -> (String, String)? {
    let bytes = Array(name.utf8)
    let mark = UInt8(ascii: "_")
    guard bytes.count >= 2,
      let last = (0..<bytes.count - 1).last(where: { bytes[$0] == mark && bytes[$0 + 1] == mark })
    else { return nil }
    return (
      String(decoding: bytes[..<last], as: UTF8.self),
      String(decoding: bytes[(last + 2)...], as: UTF8.self)
    )
  }

  private static func condition(
    _ column: String, _ operation: Filter.Operation, _ value: String
  ) throws(QueryMistake.Kind) -> Filter.Condition {
    switch operation {
    case .isNull, .notNull:
      let holds = try flag(value, whenEmpty: true)
      let asked: Filter.Operation = (operation == .isNull) == holds ? .isNull : .notNull
      return Filter.Condition(column, asked, [])
    case .between:
      let bounds = try parts(value)
      guard bounds.count == 2 else { throw .wrongValueCount(.between, expected: 2) }
      return Filter.Condition(column, .between, bounds)
    case .isIn, .notIn:
      let choices = value.isEmpty ? [] : try parts(value)
      guard !choices.isEmpty else { throw .wrongValueCount(operation, expected: nil) }
      return Filter.Condition(column, operation, choices)
    case .eq, .ne, .gt, .gte, .lt, .lte, .contains, .startsWith, .endsWith:
      return Filter.Condition(column, operation, [value])
    }
  }

  /// `true` or `1`, `false` or `0`.
  static func flag(_ text: String, whenEmpty: Bool? = nil) throws(QueryMistake.Kind) -> Bool {
    switch text {
    case "true", "1": return true
    case "false", "0": return false
    default:
      if text.isEmpty, let whenEmpty { return whenEmpty }
      throw .unknownChoice(known: ["true", "false"])
    }
  }
}

extension Filter.Condition {
  /// A condition as people write one on a command line: `price>=5`, `name = "x y"`, `"Age (years)" != 3`, `genre ~ act`.
  ///
  /// The operations are `=` or `==`, `!=`, `>`, `>=`, `<`, `<=`, and `~` for texts that contain the value. The column may be one that no
  /// table has; that comes out when the filter meets a table.
  package init(parsingExpression text: String) throws(QueryTextFailure) {
    guard let condition = Self.parsed(text) else {
      let mistake = QueryMistake(parameter: text, value: "", kind: .malformed(.expression))
      throw QueryTextFailure(mistakes: [mistake])
    }
    self = condition
  }

  private static let signs: [(String, Filter.Operation)] = [
    ("!=", .ne), (">=", .gte), ("<=", .lte), ("==", .eq), ("=", .eq), (">", .gt), ("<", .lt),
    ("~", .contains),
  ]

  private static func parsed(_ text: String) -> Filter.Condition? {
    var scanner = QueryScanner(text)
    guard let name = scanner.value(until: "=!<>~") else { return nil }
    let column = name.isQuoted ? name.text : bare(name.text)
    let sign = signs.first { sign, _ in
      let start = scanner
      if sign.unicodeScalars.allSatisfy({ scanner.take($0) }) { return true }
      scanner = start
      return false
    }
    guard !column.isEmpty, let sign, let value = scanner.value(until: ""), scanner.takeEnd() else {
      return nil
    }
    return Filter.Condition(column, sign.1, [value.isQuoted ? value.text : bare(value.text)])
  }

  private static func bare(_ text: String) -> String {
    String(decoding: trimmed(Array(text.utf8)[...]), as: UTF8.self)
  }
}
