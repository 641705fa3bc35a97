@testable import Tables

/// The same file read byte by byte, as RFC 4180 and the room's comment say, with no regard to time.
struct PlainReading {
  private struct Row {
    let line: Int
    let offset: Int
    var end = 0
    var cells: [[UInt8]]
  }

  private let names: [String]
  private let options: CSVOptions
  private var rows: [Row] = []
  /// Where the quote stands that is never closed: in which row, and on which line its cell begins.
  private var openCell: (row: Int, line: Int)?

  init(_ file: [UInt8], _ names: [String], _ options: CSVOptions) {
    self.names = names
    self.options = options
    read(file)
  }

  /// Splits at delimiters and line feeds outside of quotes; blank lines are no rows, and the first row is the header.
  private mutating func read(_ file: [UInt8]) {
    var (line, cellLine, isOpen) = (1, 1, false)
    let hasMark = file.starts(with: [0xEF, 0xBB, 0xBF])
    var row = Row(line: 1, offset: hasMark ? 3 : 0, cells: [[]])
    for (place, byte) in file.enumerated().dropFirst(hasMark ? 3 : 0) {
      if byte == UInt8(ascii: "\"") { isOpen.toggle() }
      if byte == UInt8(ascii: "\n") { line += 1 }
      if !isOpen && byte == UInt8(ascii: "\n") {
        row.end = place
        take(&row)
        row = Row(line: line, offset: place + 1, cells: [[]])
        cellLine = line
      } else if !isOpen && byte == options.delimiter {
        row.cells.append([])
        cellLine = line
      } else {
        row.cells[row.cells.count - 1].append(byte)
      }
    }
    row.end = file.count
    if isOpen { openCell = (rows.count, cellLine) }
    if row.end > row.offset { take(&row) }
    if !rows.isEmpty { rows.removeFirst() }
    if let open = openCell { openCell = (open.row - 1, open.line) }
  }

  private mutating func take(_ row: inout Row) {
    let last = row.cells.count - 1
    if row.cells[last].last == UInt8(ascii: "\r") { row.cells[last].removeLast() }
    if row.cells != [[]] { rows.append(row) }
  }

  // MARK: What should have come out

  func check(_ outcome: Outcome) {
    if case .tooManyColumns = outcome.failure { return }
    if case .unknownColumn = outcome.failure { return }
    if case .rowTooLong(line: let line, _) = outcome.failure, line < (rows.first?.line ?? .max) {
      return
    }
    let expected = rows.indices.lazy.compactMap(failure).first
    require(outcome.failure == expected, "another failure", expected as Any, outcome.failure as Any)
    guard let loaded = outcome.loaded else { return }
    let kept = rows.filter { !isSkipped($0) }
    require(loaded.rowsRead == rows.count, "rows read", loaded.rowsRead, rows.count)
    require(loaded.table.rowCount == kept.count, "rows kept", loaded.table.rowCount, kept.count)
    let rejected = rows.reduce(0) { $0 + rejects($1) }
    require(loaded.rejectCount == rejected, "rejects", loaded.rejectCount, rejected)
    require(
      loaded.rejects.count == min(rejected, options.rejectLimit), "kept rejects", loaded.rejects)
    for (number, column) in outcome.columns.enumerated() {
      check(column, kept.map { $0.cells[number] })
    }
  }

  private func failure(_ number: Int) -> TableFailure? {
    let row = rows[number]
    if row.end - row.offset > options.rowLimitBytes {
      return .rowTooLong(line: row.line, limitBytes: options.rowLimitBytes)
    }
    if let openCell, openCell.row == number { return .quoteNeverClosed(line: openCell.line) }
    if row.cells.count != names.count {
      return options.raggedRows == .skipRow
        ? nil : .ragged(line: row.line, cells: row.cells.count, expected: names.count)
    }
    if let long = row.cells.firstIndex(where: { $0.count > options.cellLimitBytes }) {
      return .cellTooLong(line: row.line, column: names[long], limitBytes: options.cellLimitBytes)
    }
    if options.badCells != .abort { return nil }
    if let misplaced = row.cells.firstIndex(where: { text(of: $0) == nil }) {
      return .misplacedQuote(
        line: row.line, column: names[misplaced], value: shown(row.cells[misplaced]))
    }
    for (column, cell) in row.cells.enumerated() where isBad(cell, column) {
      guard let type = options.types[names[column]] else { continue }
      return .badCell(
        line: row.line, column: names[column], value: shown(cell), type: type,
        formats: options.formats(of: names[column]))
    }
    return nil
  }

  private func shown(_ cell: [UInt8]) -> String {
    String(decoding: cell.prefix(200), as: UTF8.self)
  }

  private func isSkipped(_ row: Row) -> Bool {
    row.cells.count != names.count
      || options.badCells == .skipRow
        && row.cells.enumerated().contains { text(of: $1) == nil || isBad($1, $0) }
  }

  private func rejects(_ row: Row) -> Int {
    if row.cells.count != names.count { return 1 }
    let bad = row.cells.enumerated().count { text(of: $1) == nil || isBad($1, $0) }
    return options.badCells == .skipRow ? min(1, bad) : bad
  }

  /// Whether a cell is none of the type that was asked for.
  private func isBad(_ cell: [UInt8], _ column: Int) -> Bool {
    guard let type = options.types[names[column]], let text = bare(cell) else { return false }
    return value(of: text, as: type, options.formats(of: names[column])) == nil
  }

  // MARK: Cells

  /// The text of a cell without its quotes; `nil` if they are misplaced.
  private func text(of cell: [UInt8]) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    guard cell.first == quote else { return cell.contains(quote) ? nil : cell }
    guard cell.count > 1, cell.last == quote else { return nil }
    var text: [UInt8] = []
    var isPair = false
    for byte in cell.dropFirst().dropLast() {
      if isPair && byte != quote { return nil }
      isPair = byte == quote && !isPair
      if !isPair { text.append(byte) }
    }
    return isPair ? nil : text
  }

  /// The text of a cell without blanks around it; `nil` for null.
  private func bare(_ cell: [UInt8]) -> String? {
    let text = trimmed(text(of: cell) ?? [])
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The number that a text is, read freely; dates and times are only known to be some.
  private func value(
    of text: String, as type: ColumnType, _ formats: [DateFormat]
  ) -> Double? {
    switch type {
    case .integer:
      return Int64(text).flatMap { $0 == .min ? nil : Double($0) }
    case .decimal:
      guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
      return Double(text).flatMap { $0.isFinite ? $0 : nil }
    case .boolean:
      return [
        "true": 1, "yes": 1, "t": 1, "y": 1, "1": 1, "false": 0, "no": 0, "f": 0, "n": 0, "0": 0,
      ][text.lowercased()]
    case .date where !formats.isEmpty:
      return text.utf8.withContiguousStorageIfAvailable { text in
        formats.lazy.compactMap { $0.date(text) }.first.map(Double.init)
      } ?? nil
    case .datetime where !formats.isEmpty:
      return text.utf8.withContiguousStorageIfAvailable { text in
        formats.lazy.compactMap { $0.datetime(text) }.first.map(Double.init)
      } ?? nil
    case .date:
      return text.utf8.withContiguousStorageIfAvailable { TimeText.date($0).map(Double.init) }
        ?? nil
    case .datetime:
      return text.utf8.withContiguousStorageIfAvailable { TimeText.datetime($0).map(Double.init) }
        ?? nil
    case .text: return 0
    }
  }

  private func check(_ column: Outcome.Values, _ cells: [[UInt8]]) {
    let formats = options.formats(of: column.name)
    for (row, cell) in cells.enumerated() {
      let found = column.values[row]
      guard let text = bare(cell) else {
        require(found == nil, "null", column, row)
        continue
      }
      if column.type == .text {
        let word = found.map { column.words[Int($0)] }
        require(word == self.text(of: cell), "text", column, row, text)
      } else if let number = value(of: text, as: column.type, formats) {
        require(
          found.map { Double(bitPattern: $0) } == number, "number", column, row, text, number)
      } else {
        require(found == nil && options.badCells == .nullCell, "bad cell", column, row, text)
      }
    }
    // Numbers are told from texts by all rows.
    if options.types[column.name] == nil, column.type == .text {
      let texts = cells.compactMap(bare)
      let areWhole = texts.allSatisfy { Int64($0).map { "\($0)" } == $0 }
      require(texts.isEmpty || !areWhole || texts.contains("\(Int64.min)"), "guess", column)
    }
  }
}
