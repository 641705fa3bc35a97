/// Columns of equal length. Immutable: a new version of a data set is a new table.
package struct Table: Sendable {
  /// The columns in the order of the file.
  package let columns: [Column]
  /// How many rows the table has.
  package let rowCount: Int
  /// How many rows stand in each segment; all columns are cut alike.
  let segmentRows: [Int]

  init(columns: [Column], segmentRows: [Int]) {
    self.columns = columns
    self.segmentRows = segmentRows
    rowCount = segmentRows.reduce(0, +)
  }

  /// The column of this name, compared by bytes without surrounding blanks; `nil` if there is none.
  ///
  /// - Complexity: O(*columns*).
  package func column(_ name: String) -> Column? {
    let wanted = trimmed(Array(name.utf8))
    return columns.first { $0.name.utf8.elementsEqual(wanted) }
  }
}

/// The bytes without the blanks and tabs at both ends.
func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
  let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
  let front = bytes.drop(while: isBlank)
  guard let last = front.lastIndex(where: { !isBlank($0) }) else { return front.suffix(0) }
  return front[...last]
}
