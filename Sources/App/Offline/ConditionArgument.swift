internal import Statistics
internal import Tables

/// Conditions as they stand on a command line: `price>=5`, `name="x y"`, `genre~act`, or as in a URL: `genre__in=a,b`, `price__isnull`.
enum ConditionArgument {
  /// - Parameters:
  ///   - flag: the flag it is given with, for mistakes.
  ///   - names: what can be compared.
  static func condition(
    _ text: String, of flag: String, names: [String]
  ) throws(QueryTextFailure) -> Filter.Condition {
    var column: String?
    do throws(QueryTextFailure) {
      let condition = try Filter.Condition(parsingExpression: text)
      if isKnown(condition.column, names) { return condition }
      column = condition.column
    } catch {
      if !text.contains("__") {
        throw malformed(flag, text)
      }
    }
    if let column, !column.contains("__") {
      throw mistake(
        flag, text, .unknownColumn(column, nearest: nearestName(to: column, in: names)))
    }
    return try suffixed(text, of: flag, names: names)
  }

  /// The conditions of a list at its commas; commas in quotes part nothing.
  static func list(
    _ text: String, of flag: String, names: [String]
  ) throws(QueryTextFailure) -> [Filter.Condition] {
    var conditions: [Filter.Condition] = []
    var mistakes: [QueryMistake] = []
    for part in parts(text) {
      do throws(QueryTextFailure) {
        conditions.append(try condition(part, of: flag, names: names))
      } catch {
        mistakes += error.mistakes
      }
    }
    if !mistakes.isEmpty { throw QueryTextFailure(mistakes: mistakes) }
    return conditions
  }

  static func parts(_ text: String) -> [String] {
    var parts = [""]
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" { isQuoted.toggle() }
      if scalar == ",", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    return parts
  }

  /// A name that ends with `__` and an operation, as parameters of a URL do.
  private static func suffixed(
    _ text: String, of flag: String, names: [String]
  ) throws(QueryTextFailure) -> Filter.Condition {
    let mark = text.firstIndex(of: "=")
    let name = String(text[..<(mark ?? text.endIndex)])
    let value = mark.map { String(text[text.index(after: $0)...]) } ?? ""
    do throws(QueryTextFailure) {
      // What begins with `_` would be taken for a parameter of ours.
      let item = (name: name.hasPrefix("_") ? "column:\(name)" : name, value: value)
      let query = try RowQuery(parsing: [item], columns: names)
      if let condition = query.filter.all.first { return condition }
    } catch {
      throw QueryTextFailure(
        mistakes: error.mistakes.map { QueryMistake(parameter: flag, value: text, kind: $0.kind) })
    }
    throw malformed(flag, text)
  }

  private static func malformed(_ flag: String, _ text: String) -> QueryTextFailure {
    mistake("\(flag) \(text)", text, .malformed(.expression))
  }

  private static func isKnown(_ name: String, _ names: [String]) -> Bool {
    names.contains { $0.utf8.elementsEqual(name.utf8) }
  }

  private static func mistake(
    _ flag: String, _ text: String, _ kind: QueryMistake.Kind
  ) -> QueryTextFailure {
    QueryTextFailure(mistakes: [QueryMistake(parameter: flag, value: text, kind: kind)])
  }
}
