/// Something that makes a CSV file, row by row.
package protocol RowGenerator {
  /// Appends the line of column names.
  func appendHeader(to bytes: inout [UInt8])

  /// Appends the next row.
  mutating func appendRow(to bytes: inout [UInt8])
}

extension RowGenerator {
  /// The whole text of a file: the line of column names and the next rows.
  package mutating func file(rows: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    appendHeader(to: &bytes)
    for _ in 0..<rows { appendRow(to: &bytes) }
    return bytes
  }
}
