import Dispatch
import Foundation
import Tables

@testable import Statistics

/// A random table in many small segments with a column of every type, and its values.
///
/// The row 0 holds what would spoil comparisons, a number that makes its column one of doubles; `rest` leaves it out.
struct AggregateSample {
  /// What a column holds: cells, and for numbers mantissas.
  struct Values {
    var type: ColumnType
    var cells: [Cell]
    var mantissas: [Int64?] = []
    var unit = 1.0
  }

  let table: Table
  let columns: [String: Values]
  let rowCount: Int

  static let rest = Filter(all: [Filter.Condition("id", .gt, ["0"])])
  static let names = ["n", "price", "wide", "double", "flag", "day", "moment", "word", "memo"]

  init(_ seed: Int, rows: Int? = nil) throws {
    var random = Seeded(seed)
    let count = rows ?? Int.random(in: 1...160, using: &random)
    rowCount = count
    var texts: [String: [String]] = ["id": (0..<count).map { "\($0)" }]
    var columns: [String: Values] = [:]
    for name in Self.names {
      let nulls = Int.random(in: 2...8, using: &random)
      var values = Values(type: Self.types[name] ?? .text, cells: [])
      values.unit = name == "price" ? 100 : name == "double" ? 8 : 1
      var written: [String] = []
      for row in 0..<count {
        let isNull = Int.random(in: 0..<nulls, using: &random) == 0 && row > 0
        let number = Self.number(name, &random)
        let cell = isNull ? Cell.null : Self.cell(name, number, &random)
        values.cells.append(cell)
        values.mantissas.append(isNull ? nil : number)
        written.append(row == 0 && name == "double" ? "5e-324" : Self.text(cell))
      }
      columns[name] = values
      texts[name] = written
    }
    self.columns = columns
    let names = ["id"] + Self.names
    let lines = (0..<count).map { row in
      names.map { texts[$0]?[row] ?? "" }.joined(separator: ",")
    }
    let csv = ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    var options = CSVOptions()
    options.types = Self.types
    options.chunkBytes = [400, 1500, 9000].randomElement(using: &random) ?? 400
    table = try CSVLoader.load(Array(csv.utf8), options).table
  }

  private static let types: [String: ColumnType] = [
    "id": .integer, "n": .integer, "price": .decimal, "wide": .integer, "double": .decimal,
    "flag": .boolean, "day": .date, "moment": .datetime, "word": .text, "memo": .text,
  ]

  private static func number(_ name: String, _ random: inout Seeded) -> Int64 {
    switch name {
    case "n": .random(in: -5...20, using: &random)
    case "price": .random(in: 1...9_999, using: &random)
    case "wide": .random(in: -1_000_000_000_000...1_000_000_000_000, using: &random)
    case "flag": .random(in: 0...1, using: &random)
    case "day": .random(in: 18_000...18_090, using: &random)
    case "moment":
      .random(in: 18_000...18_010, using: &random) * 86_400_000_000
        + .random(in: 0..<40, using: &random) * 1_800_000_000
    default: .random(in: 1...4_000, using: &random)
    }
  }

  private static func cell(_ name: String, _ number: Int64, _ random: inout Seeded) -> Cell {
    switch name {
    case "n", "wide": .integer(number)
    case "price": .decimal(Double(number) / 100)
    case "double": .decimal(Double(number) / 8)
    case "flag": .boolean(number == 1)
    case "day": .date(number)
    case "moment": .datetime(number)
    case "word": .text(Array(["a", "b", "B", "été", "zz top"][Int(number % 5)].utf8)[...])
    default: .text(Array("memo number \(number % 70)".utf8)[...])
    }
  }

  /// A cell as it could stand in a file.
  static func text(_ cell: Cell) -> String {
    var bytes: [UInt8] = []
    switch cell {
    case .null: return ""
    case .integer(let value): return "\(value)"
    case .decimal(let value): return "\(value)"
    case .boolean(let value): return "\(value)"
    case .date(let day): CalendarText.appendDate(day, to: &bytes)
    case .datetime(let moment): CalendarText.appendDatetime(moment, to: &bytes)
    case .text(let text): bytes = Array(text)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// An aggregate of all rows but the first, in the most obvious way.
struct NaiveAggregate {
  let sample: AggregateSample
  let query: AggregateQuery

  /// All groups in the order of their keys.
  var rows: [[AggregateValue]] {
    var groups: [(key: [Cell], rows: [Int])] = query.groupBy.isEmpty ? [([], [])] : []
    for row in 1..<max(1, sample.rowCount) {
      let key = query.groupBy.map { Self.start($0.unit, cell($0.column, row)) }
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].rows.append(row)
      } else {
        groups.append((key, [row]))
      }
    }
    return groups.sorted { Self.precede($0.key, $1.key) }.map { key, rows in
      key.map { .cell($0) } + query.outputs.map { value(of: $0.function, rows) }
    }
  }

  private func cell(_ column: String, _ row: Int) -> Cell {
    sample.columns[column]?.cells[row] ?? .null
  }

  private static let calendar: Calendar = {
    var calendar = Calendar(identifier: .iso8601)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    return calendar
  }()

  private static func start(_ unit: TimeUnit?, _ cell: Cell) -> Cell {
    guard let unit else { return cell }
    let seconds: Double
    switch cell {
    case .date(let day): seconds = Double(day) * 86_400
    case .datetime(let moment): seconds = Double(moment / 1_000_000)
    default: return cell
    }
    let component: Calendar.Component =
      switch unit {
      case .minute: .minute
      case .hour: .hour
      case .day: .day
      case .week: .weekOfYear
      case .month, .quarter: .month
      case .year: .year
      }
    var start = calendar.dateInterval(of: component, for: Date(timeIntervalSince1970: seconds))?
      .start
    if unit == .quarter, let month = start {
      let back = -((calendar.component(.month, from: month) - 1) % 3)
      start = calendar.date(byAdding: .month, value: back, to: month)
    }
    let whole = Int64(start?.timeIntervalSince1970 ?? .nan)
    return unit.isOfDays ? .date(whole / 86_400) : .datetime(whole * 1_000_000)
  }

  static func precede(_ left: [Cell], _ right: [Cell]) -> Bool {
    for (one, other) in zip(left, right) where one != other { return precedes(one, other) }
    return false
  }

  static func precedes(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.null, _): false
    case (_, .null): true
    case (.integer(let a), .integer(let b)), (.date(let a), .date(let b)),
      (.datetime(let a), .datetime(let b)):
      a < b
    case (.decimal(let a), .decimal(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }

  private func value(of function: AggregateFunction, _ rows: [Int]) -> AggregateValue {
    guard let name = function.columns.first, let column = sample.columns[name] else {
      return .cell(.integer(Int64(rows.count)))
    }
    let present = rows.filter { column.cells[$0] != .null }
    let cells = present.map { column.cells[$0] }
    let numbers = present.compactMap { column.mantissas[$0] }
    switch function {
    case .count, .measure(.count, _): return .cell(.integer(Int64(cells.count)))
    case .first: return .cell(cells.first ?? .null)
    case .last: return .cell(cells.last ?? .null)
    case .measure(.min, _): return .cell(cells.sorted(by: Self.precedes).first ?? .null)
    case .measure(.max, _): return .cell(cells.sorted(by: Self.precedes).last ?? .null)
    case .measure(.countDistinct, _): return .cell(.integer(Int64(different(cells).count)))
    case .measure(.mode, _):
      let most = different(cells).map(\.count).max()
      return .cell(
        different(cells).filter { $0.count == most }.map(\.cell).sorted(by: Self.precedes).first
          ?? .null)
    case .measure(let measure, _):
      let isWhole = (measure == .sum || measure == .range) && column.type != .decimal
      let value = NaiveMeasures(numbers, unit: column.unit).value(of: measure)
      return .cell(value.map { isWhole ? .integer(Int64($0)) : .decimal($0) } ?? .null)
    case .correlation(_, let other): return .cell(correlation(column, other, rows))
    case .histogram(_, let bins):
      let values = numbers.map { Double($0) / column.unit }
      guard let least = values.min(), let greatest = values.max() else {
        return .histogram(Histogram(edges: [], counts: []))
      }
      if least == greatest {
        return .histogram(Histogram(edges: [least - 0.5, least + 0.5], counts: [values.count]))
      }
      let step = (greatest - least) / Double(bins)
      let edges = (0..<bins).map { Double($0) * step + least } + [greatest]
      let counts = (0..<bins).map { bin in
        values.count { $0 >= edges[bin] && ($0 < edges[bin + 1] || bin == bins - 1) }
      }
      return .histogram(Histogram(edges: edges, counts: counts))
    }
  }

  private func different(_ cells: [Cell]) -> [(cell: Cell, count: Int)] {
    cells.reduce(into: []) { found, cell in
      if let index = found.firstIndex(where: { $0.cell == cell }) {
        found[index].count += 1
      } else {
        found.append((cell, 1))
      }
    }
  }

  private func correlation(
    _ one: AggregateSample.Values, _ name: String, _ rows: [Int]
  ) -> Cell {
    guard let other = sample.columns[name] else { return .null }
    let pairs = rows.compactMap { row in
      one.mantissas[row].flatMap { left in other.mantissas[row].map { (Double(left), Double($0)) } }
    }
    let count = Double(pairs.count)
    let means = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    let product = pairs.reduce(0) { $0 + ($1.0 - means.0) * ($1.1 - means.1) }
    let squares = (
      pairs.reduce(0) { $0 + ($1.0 - means.0) * ($1.0 - means.0) },
      pairs.reduce(0) { $0 + ($1.1 - means.1) * ($1.1 - means.1) }
    )
    guard Set(pairs.map(\.0)).count > 1, Set(pairs.map(\.1)).count > 1 else { return .null }
    return .decimal(product / (squares.0 * squares.1).squareRoot())
  }
}

extension AggregateValue {
  /// Whether the value is this one: numbers but for a share of them or of 1, everything else exactly.
  func isClose(to other: AggregateValue, tolerance: Double = 1e-12) -> Bool {
    if case (.cell(.decimal(let one)), .cell(.decimal(let two))) = (self, other) {
      return abs(one - two) <= tolerance * max(1, abs(two))
    }
    return self == other
  }
}

extension Lanes {
  /// Real threads.
  static func threads(_ count: Int) -> Lanes {
    Lanes(count: count) { pieces, body in
      DispatchQueue.concurrentPerform(iterations: pieces) { body($0) }
    }
  }
}
