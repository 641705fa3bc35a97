/// Writes rows as CSV (RFC 4180, lines end with LF) that loads to the same cells.
///
/// A text stands in quotes only where it must: where it holds a quote, a delimiter or the end of a line, or begins or ends with a blank.
package struct CSVWriter: Sendable {
  private let delimiter: UInt8
  /// Whether texts that a spreadsheet would take for formulas begin with an apostrophe, which keeps them from being run.
  private let isSpreadsheetSafe: Bool
  /// Whether the delimiter may stand in a number, a day or a truth.
  private let isDelimiterPlain: Bool

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// - Precondition: the delimiter is neither a quote nor ends a line.
  package init(delimiter: UInt8 = UInt8(ascii: ","), isSpreadsheetSafe: Bool = false) {
    precondition(
      ![Self.quote, Self.lineFeed, Self.carriageReturn].contains(delimiter),
      "a delimiter that is a quote or ends a line")
    self.delimiter = delimiter
    self.isSpreadsheetSafe = isSpreadsheetSafe
    isDelimiterPlain = !"0123456789+-.:eETZtrufals".utf8.contains(delimiter)
  }

  /// Appends the line of the names.
  package func appendHeader(_ names: [String], to bytes: inout [UInt8]) {
    for (place, name) in names.enumerated() {
      if place > 0 { bytes.append(delimiter) }
      append(text: Array(name.utf8)[...], to: &bytes)
    }
    endLine(isEmpty: names == [""], &bytes)
  }

  /// Appends a row.
  package func appendRow(_ cells: [Cell], to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(delimiter) }
      append(cell, to: &bytes)
    }
    endLine(isEmpty: cells == [.null], &bytes)
  }

  /// Appends as many rows as each of some columns has cells.
  ///
  /// - Precondition: the columns are of one length.
  package func appendRows(columns: [[Cell]], to bytes: inout [UInt8]) {
    for row in 0..<(columns.first?.count ?? 0) {
      for (place, cells) in columns.enumerated() {
        if place > 0 { bytes.append(delimiter) }
        append(cells[row], to: &bytes)
      }
      endLine(isEmpty: columns.count == 1 && columns[0][row] == .null, &bytes)
    }
  }

  /// Ends a line. One without anything on it would be no row.
  private func endLine(isEmpty: Bool, _ bytes: inout [UInt8]) {
    if isEmpty { bytes.append(contentsOf: [Self.quote, Self.quote]) }
    bytes.append(Self.lineFeed)
  }

  private func append(_ cell: Cell, to bytes: inout [UInt8]) {
    let start = bytes.count
    switch cell {
    case .null: return
    case .text(let text): return append(text: text, to: &bytes)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .decimal(let number):
      guard number.isFinite else { return }
      bytes.append(contentsOf: number.description.utf8)
    case .boolean(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
    case .date(let days): CalendarText.appendDate(days, to: &bytes)
    case .datetime(let microseconds): CalendarText.appendDatetime(microseconds, to: &bytes)
    }
    if !isDelimiterPlain, bytes[start...].contains(delimiter) {
      bytes.insert(Self.quote, at: start)
      bytes.append(Self.quote)
    }
  }

  private func append(text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    let isFormula = isSpreadsheetSafe && text.first.map(Self.beginsFormula) ?? false
    guard mustQuote(text) else {
      if isFormula { bytes.append(UInt8(ascii: "'")) }
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(Self.quote)
    if isFormula { bytes.append(UInt8(ascii: "'")) }
    for byte in text {
      if byte == Self.quote { bytes.append(Self.quote) }
      bytes.append(byte)
    }
    bytes.append(Self.quote)
  }

  private func mustQuote(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    // A byte order mark at the start of a file would be taken for one.
    if Self.isBlank(first) || Self.isBlank(last) || text.starts(with: [0xEF, 0xBB, 0xBF]) {
      return true
    }
    // All bytes are looked at, which the compiler does with vectors.
    let (bytes, delimiter) = (text.span, delimiter)
    var found: UInt8 = 0
    for place in bytes.indices {
      let byte = bytes[place]
      found |= (byte == Self.quote ? 1 : 0) | (byte == delimiter ? 1 : 0)
      found |= (byte == Self.lineFeed ? 1 : 0) | (byte == Self.carriageReturn ? 1 : 0)
    }
    return found != 0
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  /// Whether spreadsheets take what begins so for a formula (OWASP, CSV injection).
  private static func beginsFormula(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), carriageReturn:
      true
    default: false
    }
  }
}
