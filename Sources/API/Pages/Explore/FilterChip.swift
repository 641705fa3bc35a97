internal import HTTP
internal import Tables

/// A condition as people read it: `price ≥ 10`.
struct FilterChip: Equatable, Sendable {
  let text: String

  /// - Parameters:
  ///   - item: a condition as it stands in an address, or what was meant to be one.
  ///   - columns: those of the table.
  init(_ item: QueryItem, columns: [String]) {
    switch item.name {
    case "_or": text = "one of \(Self.short(item.value))"
    case "_having": text = "groups with \(Self.short(item.value))"
    default:
      let (column, operation) = Self.parts(of: item.name, columns)
      let value = operation.takesValue ? " " + Self.short(item.value) : ""
      text = "\(Self.short(column)) \(operation.sign)\(value)"
    }
  }

  /// The column and the operation that a name tells of; one that is a column's is that column's.
  private static func parts(of name: String, _ columns: [String]) -> (String, Filter.Operation) {
    let isMarked = name.hasPrefix("column:") && !columns.contains(name)
    let bare = isMarked ? String(name.dropFirst("column:".count)) : name
    if columns.contains(bare) { return (bare, .eq) }
    let operation = Filter.Operation.allCases.first { bare.hasSuffix("__" + $0.rawValue) }
    guard let operation else { return (bare, .eq) }
    return (String(bare.dropLast(operation.rawValue.count + 2)), operation)
  }

  private static func short(_ text: String) -> String { CellMarkup.cut(text, to: 80) }
}

extension Filter.Operation {
  /// How it is written between a column and a value.
  var sign: String {
    switch self {
    case .eq: "="
    case .ne: "≠"
    case .gt: ">"
    case .gte: "≥"
    case .lt: "<"
    case .lte: "≤"
    case .between: "between"
    case .isIn: "one of"
    case .notIn: "none of"
    case .contains: "contains"
    case .startsWith: "begins with"
    case .endsWith: "ends with"
    case .isNull: "is missing"
    case .notNull: "is there"
    }
  }

  /// How it is offered for choice.
  var choice: String {
    switch self {
    case .between: "between (a,b)"
    case .isIn: "one of (a,b,…)"
    case .notIn: "none of (a,b,…)"
    default: sign
    }
  }
}
