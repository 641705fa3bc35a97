@testable import Tables

/// A random table in many small segments with a column of every kind, and its cells as they were written.
struct QuerySample {
  let table: Table
  /// Of each column its cells; an empty one is null.
  let cells: [String: [String]]
  let rowCount: Int

  static let types: [String: ColumnType] = [
    "narrow": .integer, "wide": .integer, "decimal": .decimal, "fine": .decimal, "double": .decimal,
    "truth": .boolean, "day": .date, "moment": .datetime, "coded": .text, "spelled": .text,
  ]

  static let names = types.keys.sorted()

  init(_ seed: Int, rows: Int? = nil, chunkBytes: Int? = nil, on lanes: Lanes = .single) throws {
    var random = Seeded(seed)
    let count = rows ?? Int.random(in: 0...300, using: &random)
    rowCount = count
    let nulls = Int.random(in: 2...6, using: &random)
    var cells: [String: [String]] = [:]
    for name in Self.names {
      cells[name] = (0..<count).map { _ in
        Int.random(in: 0..<nulls, using: &random) == 0 ? "" : Self.cell(name, &random)
      }
    }
    self.cells = cells
    let rows = (0..<count).map { row in Self.names.map { cells[$0]?[row] ?? "" } }
    var options = CSVOptions()
    options.types = Self.types
    options.chunkBytes = chunkBytes ?? [700, 3000, 20_000].randomElement(using: &random) ?? 700
    let bytes = PlainTable(names: Self.names, rows: rows).bytes(.init(), &random)
    table = try CSVLoader.load(bytes, options, on: lanes).table
  }

  /// A value that a cell of the column may have.
  static func cell(_ name: String, _ random: inout some RandomNumberGenerator) -> String {
    switch name {
    case "narrow": "\(Int.random(in: -9...9, using: &random))"
    case "wide":
      "\((Int.random(in: -4...4, using: &random) << 40) + Int.random(in: 0...1, using: &random))"
    case "decimal":
      "\(Double(Int.random(in: -300...300, using: &random)) / ([1, 10, 100].randomElement(using: &random) ?? 1))"
    case "fine":
      "\(Int.random(in: -2...2, using: &random)).0000000\(Int.random(in: 0...2, using: &random))5"
    case "double":
      ["0.1", "0.12345678901234567890123", "-1e300", "2e-300", "7", "-0.0", "3.5e40"]
        .randomElement(using: &random) ?? "7"
    case "truth": Bool.random(using: &random) ? "true" : "False"
    case "day": days.randomElement(using: &random) ?? "2015-01-01"
    case "moment":
      (days.randomElement(using: &random) ?? "2015-01-01")
        + (["T00:00:00", "T12:30:00", "T12:30:01"].randomElement(using: &random) ?? "T00:00:00")
    case "coded": words.randomElement(using: &random) ?? "a"
    default:
      (0..<Int.random(in: 1...30, using: &random)).map { _ in
        syllables.randomElement(using: &random) ?? "a"
      }.joined()
    }
  }

  private static let days = [
    "0001-01-01", "1969-12-31", "1970-01-01", "1999-12-31", "2000-02-29", "2015-06-01",
    "9999-12-31",
  ]
  private static let words = [
    "a", "B", "b", "Kim", "ki", "Straße", "ÉTÉ", "été", "\u{212A}im", "zz",
  ]
  private static let syllables = [
    "a", "A", "b", "ki", "K", "\u{212A}", "\u{130}", "é", "É", "ß", "Ж", "ж", "日本", "x,", "\"",
    "the ", "T",
    "\u{2126}", "😀",
  ]
}

/// What a filter means, said in an obvious way about cells as they are written.
struct PlainFilter {
  let sample: QuerySample

  func rows(_ filter: Filter) -> [Int] {
    (0..<sample.rowCount).filter { row in
      filter.all.allSatisfy { passes($0, row) }
        && filter.anyOf.allSatisfy { group in group.contains { passes($0, row) } }
    }
  }

  private func passes(_ condition: Filter.Condition, _ row: Int) -> Bool {
    let cell = sample.cells[condition.column]?[row] ?? ""
    if condition.operation == .isNull { return cell.isEmpty }
    if cell.isEmpty { return false }
    let column = condition.column
    let orders = condition.values.map { Self.order(column, cell, $0) }
    switch condition.operation {
    case .eq: return orders[0] == 0
    case .ne: return orders[0] != 0
    case .gt: return orders[0] > 0
    case .gte: return orders[0] >= 0
    case .lt: return orders[0] < 0
    case .lte: return orders[0] <= 0
    case .between: return orders[0] >= 0 && orders[1] <= 0
    case .isIn: return orders.contains(0)
    case .notIn: return !orders.contains(0)
    case .notNull: return true
    case .isNull: return false
    case .contains, .startsWith, .endsWith:
      let text = Array(cell.lowercased().utf8)
      let wanted = Array(condition.values[0].lowercased().utf8)
      guard text.count >= wanted.count else { return false }
      switch condition.operation {
      case .startsWith: return text.starts(with: wanted)
      case .endsWith: return text.suffix(wanted.count).elementsEqual(wanted)
      default:
        return (0...text.count - wanted.count).contains {
          text[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
      }
    }
  }

  /// Whether the cell is below (-1), above (1) or the same as (0) a value.
  static func order(_ column: String, _ cell: String, _ value: String) -> Int {
    switch QuerySample.types[column] {
    case .integer, .decimal:
      if column == "double" { return order(Double(cell) ?? .nan, Double(value) ?? .nan) }
      return order(exact(cell), exact(value))
    case .boolean: return order(truth(cell), truth(value))
    case .datetime: return order(Array(moment(cell).utf8), Array(moment(value).utf8))
    default: return order(Array(cell.utf8), Array(value.utf8))
    }
  }

  private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
    left == right ? 0 : left.lexicographicallyPrecedes(right) ? -1 : 1
  }

  /// A number of up to 20 decimals as a whole one.
  private static func exact(_ text: String) -> Int128 {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? String(parts[1]) : ""
    let digits = String(parts[0]) + decimals + String(repeating: "0", count: 20 - decimals.count)
    return Int128(digits) ?? 0
  }

  private static func truth(_ text: String) -> Int {
    ["true", "1", "yes"].contains(text.lowercased()) ? 1 : 0
  }

  private static func moment(_ text: String) -> String {
    text.contains("T") ? text : text + "T00:00:00"
  }
}

extension Selection {
  /// The numbers of all selected rows.
  var all: [Int] { rows(from: 0, limit: .max) }
}
