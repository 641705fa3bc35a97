import Tables

extension RowQuery {
  /// A text that is equal for queries that have equal answers, and another for others, as far as the query alone can tell.
  ///
  /// It is ASCII: what it is made of is escaped byte by byte, so that texts which only look alike stay apart.
  package var canonical: String {
    var text = CanonicalText(filter)
    if let select { text.add("_select", select.map(CanonicalText.escaped).joined(separator: ",")) }
    text.add("_sort", sort)
    text.add("_limit", pageLimit.map { "\($0)" })
    text.add("_cursor", cursor.map(CanonicalText.escaped))
    if count != .none { text.add("_count", count.rawValue) }
    text.add("_format", format, isSpreadsheetSafe: isSpreadsheetSafe)
    if format != .csv, shape != .objects { text.add("_shape", shape.rawValue) }
    return text.text
  }
}

extension AggregateQuery {
  /// A text that is equal for queries that have equal answers, and another for others, as far as the query alone can tell.
  package var canonical: String {
    var text = CanonicalText(filter)
    let keys = groupBy.map(CanonicalText.key)
    if !keys.isEmpty { text.add("_group_by", keys.joined(separator: ",")) }
    let calls = outputs.map { output in
      CanonicalText.escaped(output.label) + ":" + CanonicalText.call(output.function)
    }
    text.add("_agg", calls.joined(separator: ","))
    if !having.isEmpty { text.add("_having", CanonicalText.group(having)) }
    text.add("_sort", sort)
    text.add("_limit", pageLimit.map { "\($0)" })
    text.add("_cursor", cursor.map(CanonicalText.escaped))
    text.add("_format", format, isSpreadsheetSafe: isSpreadsheetSafe)
    return text.text
  }
}

extension ChartQuery {
  /// A text that is equal for queries that have equal answers, and another for others, as far as the query alone can tell.
  package var canonical: String {
    var text: CanonicalText
    switch content {
    case .groups(let query): text = CanonicalText(query.canonical)
    case .histogram(let column, let bins):
      text = CanonicalText(filter)
      text.add("_x", CanonicalText.escaped(column))
      text.add("_bins", "\(bins)")
    case .points(let x, let y, let key):
      text = CanonicalText(filter)
      text.add("_x", CanonicalText.escaped(x))
      text.add("_y", CanonicalText.escaped(y))
      text.add("_group_by", key.map { CanonicalText.key($0) })
    case .boxes(let column, let key):
      text = CanonicalText(filter)
      text.add("_y", CanonicalText.escaped(column))
      text.add("_group_by", key.map { CanonicalText.key($0) })
    }
    text.add("_kind", kind.rawValue)
    text.add("_title", title.map(CanonicalText.escaped))
    text.add("_width", "\(size.width)")
    text.add("_height", size.height.map { "\($0)" })
    return text.text
  }
}

/// The parts of a canonical text. Conditions that must all hold, or one of which must, have no order, so they are sorted here.
private struct CanonicalText {
  private var parts: [String]

  init(_ filter: Filter) {
    parts = Self.sortedOnce(filter.all.map(Self.condition))
    parts += Self.sortedOnce(filter.anyOf.map { "_or=" + Self.group($0) })
  }

  /// With what another text says.
  init(_ text: String) {
    parts = [text]
  }

  var text: String { parts.joined(separator: "&") }

  static func key(_ key: AggregateQuery.GroupKey) -> String {
    escaped(key.column) + (key.unit.map { ":\($0.rawValue)" } ?? "")
  }

  mutating func add(_ name: String, _ value: String?) {
    if let value { parts.append("\(name)=\(value)") }
  }

  mutating func add(_ name: String, _ sort: [SortKey]) {
    guard !sort.isEmpty else { return }
    let keys = sort.map { ($0.isDescending ? "-" : "") + Self.escaped($0.name) }
    add(name, keys.joined(separator: ","))
  }

  mutating func add(_ name: String, _ format: AnswerFormat, isSpreadsheetSafe: Bool) {
    if format != .json { add(name, format.rawValue) }
    if format == .csv, isSpreadsheetSafe { add("_csv_safe", "1") }
  }

  static func group(_ conditions: [Filter.Condition]) -> String {
    "(" + sortedOnce(conditions.map(condition)).joined(separator: ",") + ")"
  }

  static func call(_ function: AggregateFunction) -> String {
    var arguments = function.columns.map(escaped)
    if case .measure(.quantile(let share), _) = function { arguments.append("\(share)") }
    if case .histogram(_, let bins) = function { arguments.append("\(bins)") }
    return "\(function.name)(\(arguments.joined(separator: ",")))"
  }

  private static func condition(_ condition: Filter.Condition) -> String {
    var values = condition.values.map(escaped)
    if condition.operation == .isIn || condition.operation == .notIn {
      values = sortedOnce(values)
    }
    return "\(escaped(condition.column))__\(condition.operation.rawValue)="
      + values.joined(separator: ",")
  }

  /// The texts in order, each once.
  private static func sortedOnce(_ texts: [String]) -> [String] {
    texts.sorted().reduce(into: []) { once, text in
      if once.last != text { once.append(text) }
    }
  }

  /// Letters and digits as they are, all other bytes as `%` and two digits.
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
