internal import Engine
internal import Statistics
internal import Tables

/// The profile of a file as tables for people: one of its numbers, one of its days and moments, one of its truths, one of its texts.
struct ProfileTables {
  /// How many of the most frequent values are shown of a text, and how much of each.
  private static let topCount = 3
  private static let topWidth = 24

  private let tables: [TextTable]

  init(_ columns: [ColumnProfile]) {
    let groups: [(types: [ColumnType], table: ([ColumnProfile]) -> TextTable)] = [
      ([.integer, .decimal], Self.numbers), ([.date, .datetime], Self.times),
      ([.boolean], Self.truths), ([.text], Self.texts),
    ]
    tables = groups.compactMap { types, table in
      let own = columns.filter { types.contains($0.type) }
      return own.isEmpty ? nil : table(own)
    }
  }

  /// The tables with a blank line between them. What does not fit beside each other on a terminal stands below each other.
  func lines(_ style: TerminalStyle) -> [String] {
    var lines: [String] = []
    for table in tables {
      for layout in table.layouts(within: style.width) {
        if !lines.isEmpty { lines.append("") }
        lines += table.lines(layout, emphasis: style.heading)
      }
    }
    return lines
  }

  // The tables

  private static func numbers(_ columns: [ColumnProfile]) -> TextTable {
    let measures: [(String, (NumberProfile) -> Double?)] = [
      ("mean", { $0.mean }), ("stddev", { $0.standardDeviation }), ("q1", { $0.lowerQuartile }),
      ("median", { $0.median }), ("q3", { $0.upperQuartile }),
    ]
    return TextTable(
      columns: facts(columns) + extremes(columns, .number)
        + measures.map { name, value in
          number(name, columns) { $0.numbers.flatMap(value).map(ShortNumber.text) }
        } + [histogram(columns)])
  }

  private static func times(_ columns: [ColumnProfile]) -> TextTable {
    TextTable(
      columns: facts(columns) + extremes(columns, .text)
        + [histogram(columns)])
  }

  private static func truths(_ columns: [ColumnProfile]) -> TextTable {
    TextTable(
      columns: facts(columns) + [
        number("true", columns) { $0.truths.map { String($0.trueCount) } },
        number("false", columns) { $0.truths.map { String($0.falseCount) } },
      ])
  }

  private static func texts(_ columns: [ColumnProfile]) -> TextTable {
    TextTable(
      columns: facts(columns) + [
        number("shortest", columns) { $0.lengths.map { String($0.lowerBound) } },
        number("longest", columns) { $0.lengths.map { String($0.upperBound) } },
        text("most frequent", columns, topValues),
      ])
  }

  // Their columns

  private static func facts(_ columns: [ColumnProfile]) -> [TextTable.Column] {
    [
      text("column", columns, \.name), text("type", columns, \.type.word),
      number("count", columns) { String($0.count) },
      number("nulls", columns) { String($0.nullCount) },
      number("distinct", columns) { $0.distinctCount.map { String($0) } ?? "many" },
    ]
  }

  private static func extremes(
    _ columns: [ColumnProfile], _ kind: TextTable.Kind
  ) -> [TextTable.Column] {
    [("min", \ColumnProfile.least), ("max", \ColumnProfile.greatest)].map { name, value in
      TextTable.Column(
        name, kind, cells: columns.map { extreme($0[keyPath: value]) })
    }
  }

  private static func extreme(_ cell: Cell) -> String {
    switch cell {
    case .null: "-"
    case .decimal(let number): ShortNumber.text(number)
    default: cell.shown
    }
  }

  private static func number(
    _ name: String, _ columns: [ColumnProfile], _ value: (ColumnProfile) -> String?
  ) -> TextTable.Column {
    TextTable.Column(name, .number, cells: columns.map { value($0) ?? "-" })
  }

  private static func text(
    _ name: String, _ columns: [ColumnProfile], _ value: (ColumnProfile) -> String
  ) -> TextTable.Column {
    TextTable.Column(name, cells: columns.map(value))
  }

  private static func histogram(_ columns: [ColumnProfile]) -> TextTable.Column {
    TextTable.Column(
      "histogram", .bars,
      cells: columns.map { HistogramBars.text($0.histogram?.counts ?? []) })
  }

  private static func topValues(_ column: ColumnProfile) -> String {
    column.topValues.prefix(topCount)
      .map { counted in
        var value = ShownText(counted.value.shown)
        value.cut(to: topWidth)
        return "\(value.text) (\(counted.count))"
      }
      .joined(separator: ", ")
  }
}
