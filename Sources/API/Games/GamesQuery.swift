internal import HTTP
internal import Statistics
internal import Tables

/// What is asked for of `/api/query`: filters, all of which must hold, and a stretch of what passes them.
struct GamesQuery: Sendable {
  private(set) var filter = Filter()
  /// How many games are passed over.
  private(set) var cursor = 0
  private(set) var limit = 10

  private static let greatestLimit = 10_000
  /// Bounds of columns: `min_price=5`.
  private static let bounds: [String: (column: String, operation: Filter.Operation)] = [
    "before": ("release_date", .lt), "after": ("release_date", .gt),
    "min_price": ("price", .gte), "max_price": ("price", .lte),
  ]

  init(_ items: [QueryItem]) throws(Failure) {
    for item in items { try take(item) }
  }

  private mutating func take(_ item: QueryItem) throws(Failure) {
    switch item.name {
    case "cursor": cursor = try Self.number(item, within: 0...Int.max)
    case "limit": limit = try Self.number(item, within: 0...Self.greatestLimit)
    default:
      if let bound = Self.bounds[item.name] {
        filter.all.append(.init(bound.column, bound.operation, [item.value]))
      } else if let operation = Self.operation(onColumn: item.name) {
        filter.all.append(.init(item.name, operation, [item.value]))
      } else {
        throw .games("Invalid input: there is no parameter '\(item.name)'")
      }
    }
  }

  /// How a column is compared: texts contain the value, everything else equals it; `nil` if there is no such column.
  private static func operation(onColumn name: String) -> Filter.Operation? {
    if name == GamesTable.rowNumber || name == GamesTable.uploadNumber { return .eq }
    guard let column = GamesTable.columns.first(where: { $0.name == name }) else { return nil }
    return column.type == .text ? .contains : .eq
  }

  private static func number(
    _ item: QueryItem, within bounds: ClosedRange<Int>
  ) throws(Failure) -> Int {
    guard let number = Int(item.value), bounds.contains(number) else {
      let range =
        bounds.upperBound == .max
        ? "a whole number from \(bounds.lowerBound) on"
        : "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
      throw .games("Invalid input: '\(item.name)' must be \(range)")
    }
    return number
  }
}
