internal import JSON
package import Tables

/// The different values of a column, each once.
package struct ColumnValues: Equatable, Sendable {
  /// How many bytes they may have together.
  package static let byteLimit = 8 << 20

  /// Their texts in the order of the values: numbers and times by their size, texts by their bytes. Null is none of them.
  package let texts: [String]
  /// Whether there are more than these.
  package let isTruncated: Bool

  /// Finds the values of all rows.
  ///
  /// - Parameter limit: how many values are told at most, the first ones.
  /// - Complexity: O(*rows*); O(*values* x log *values*) more.
  package init(
    of column: Column, in table: Table, limit: Int, on lanes: Lanes
  ) throws(GroupingFailure) {
    let groups = try Grouping(
      of: Selection(all: table), by: [Grouping.Key(column)], limit: max(1, table.rowCount),
      on: lanes)
    var texts: [String] = []
    var byteCount = 0
    var isTruncated = false
    for cell in groups.cells(of: 0, at: Array(0..<min(groups.count, limit + 1)))
    where cell != .null {
      let text = Self.text(of: cell)
      byteCount += text.utf8.count
      if texts.count == limit || byteCount > Self.byteLimit {
        isTruncated = true
        break
      }
      texts.append(text)
    }
    self.texts = texts
    self.isTruncated = isTruncated
  }

  /// A value as people write it: numbers and booleans as in JSON, days and times as RFC 3339 has them.
  private static func text(of cell: Cell) -> String {
    if case .text(let bytes) = cell { return String(decoding: bytes, as: UTF8.self) }
    var writer = JSONWriter()
    writer.cell(cell)
    let bytes = writer.bytes[...]
    let isQuoted = bytes.first == UInt8(ascii: "\"")
    return String(decoding: isQuoted ? bytes.dropFirst().dropLast() : bytes, as: UTF8.self)
  }
}
