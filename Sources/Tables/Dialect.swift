/// How a CSV file is spelled.
package struct Dialect: Equatable, Sendable {
  package enum LineEnd: String, Sendable {
    case lineFeed = "lf"
    case carriageReturnLineFeed = "crlf"
  }

  /// The byte between two cells.
  package let delimiter: UInt8
  /// Whether the file begins with the byte order mark of UTF-8.
  package let hasByteOrderMark: Bool
  /// What ends the line of the header; a line feed if nothing does.
  package let lineEnd: LineEnd

  /// What may be found as the delimiter, the likeliest first.
  private static let delimiters = ",;\t|".utf8.map { $0 }
  /// How many rows are looked at.
  private static let rowLimit = 100

  /// The delimiter of a file that begins with these bytes: of comma, semicolon, tab and bar the one that cuts most rows into as many cells
  /// as the header, and among equals the one that makes the most cells.
  ///
  /// - Parameter prefix: from the first byte of the file on, as UTF-8; some thousand bytes are enough. A last row that may be cut is left
  ///   out where there are others.
  /// - Returns: a comma if none of the four stands in the header.
  /// - Complexity: O(bytes).
  package static func delimiter(ofPrefix prefix: some Sequence<UInt8>) -> UInt8 {
    let rows = separators(prefix)
    guard let header = rows.first else { return delimiters[0] }
    var (best, bestRows, bestCells) = (0, 0, 0)
    for candidate in delimiters.indices where header[candidate] > 0 {
      let cells = header[candidate]
      let like = rows.count { $0[candidate] == cells }
      if (like, cells) > (bestRows, bestCells) {
        (best, bestRows, bestCells) = (candidate, like, cells)
      }
    }
    return delimiters[best]
  }

  /// How often each of `delimiters` stands outside of quotes, for each row that is not blank.
  private static func separators(_ prefix: some Sequence<UInt8>) -> [[Int]] {
    var rows: [[Int]] = []
    var counts = delimiters.map { _ in 0 }
    var (isOpen, isBlank) = (false, true)
    for byte in prefix {
      if byte == CSVInput.quote { isOpen.toggle() }
      if byte == CSVInput.lineFeed && !isOpen {
        if !isBlank { rows.append(counts) }
        if rows.count == rowLimit { return rows }
        counts = delimiters.map { _ in 0 }
        isBlank = true
        continue
      }
      if byte != CSVInput.carriageReturn { isBlank = false }
      if !isOpen, let number = delimiters.firstIndex(of: byte) { counts[number] += 1 }
    }
    // What no line feed ends is a row, unless the end of the prefix may have cut it.
    if rows.isEmpty && !isBlank { rows.append(counts) }
    return rows
  }
}
