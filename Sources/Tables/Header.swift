/// The first line that is not blank: the names of the columns.
struct Header {
  let names: [String]
  let dialect: Dialect
  /// Where the rows begin.
  let end: Int

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ input: CSVInput, _ options: CSVOptions) throws(TableFailure) {
    let delimiter = options.delimiter
    if [CSVInput.quote, CSVInput.lineFeed, CSVInput.carriageReturn].contains(delimiter) {
      throw .badDelimiter(delimiter)
    }
    let hasMark = input.count >= 3 && input.bytes(0..<3) == Self.byteOrderMark
    let start = Self.skippingBlankLines(input, from: hasMark ? 3 : 0)
    let end = input.rowEnd(from: start, isQuoted: false)
    let lineNumber = 1 + input.occurrences(of: CSVInput.lineFeed, in: 0..<start)
    guard end - start <= options.rowLimitBytes else {
      throw .rowTooLong(line: lineNumber, limitBytes: options.rowLimitBytes)
    }
    var line = input.bytes(start..<end)
    let hasEnd = line.last == CSVInput.lineFeed
    if hasEnd { line.removeLast() }
    let hasReturn = line.last == CSVInput.carriageReturn
    if hasReturn { line.removeLast() }
    if line.isEmpty { throw .empty }
    let cells = try Self.cells(line, lineNumber, delimiter, limit: options.columnLimit)
    names = Self.distinct(cells)
    dialect = Dialect(
      delimiter: delimiter, hasByteOrderMark: hasMark,
      lineEnd: hasEnd && hasReturn ? .carriageReturnLineFeed : .lineFeed)
    self.end = end
  }

  /// Where the first line begins that is not blank; the end of the input if there is none.
  private static func skippingBlankLines(_ input: CSVInput, from start: Int) -> Int {
    var place = start
    while place < input.count {
      if input.byte(at: place) == CSVInput.lineFeed {
        place += 1
      } else if place + 1 < input.count, input.byte(at: place) == CSVInput.carriageReturn,
        input.byte(at: place + 1) == CSVInput.lineFeed
      {
        place += 2
      } else {
        break
      }
    }
    return place
  }

  /// The cells of the line without their quotes.
  private static func cells(
    _ line: [UInt8], _ lineNumber: Int, _ delimiter: UInt8, limit: Int
  ) throws(TableFailure) -> [String] {
    var cells: [String] = []
    var cell: [UInt8] = []
    var place = 0
    while true {
      cell.removeAll(keepingCapacity: true)
      if place < line.count && line[place] == CSVInput.quote {
        place = try quoted(line, lineNumber, place + 1, &cell)
        if place < line.count && line[place] != delimiter {
          throw misplaced(line, lineNumber, place)
        }
      } else {
        while place < line.count && line[place] != delimiter {
          if line[place] == CSVInput.quote { throw misplaced(line, lineNumber, place) }
          cell.append(line[place])
          place += 1
        }
      }
      guard cells.count < limit else { throw .tooManyColumns(limit: limit) }
      cells.append(String(decoding: trimmed(cell), as: UTF8.self))
      if place >= line.count { return cells }
      place += 1
    }
  }

  /// Reads a cell behind its opening quote; returns the place behind the closing one.
  private static func quoted(
    _ line: [UInt8], _ lineNumber: Int, _ start: Int, _ cell: inout [UInt8]
  ) throws(TableFailure) -> Int {
    var place = start
    while place < line.count {
      if line[place] == CSVInput.quote {
        guard place + 1 < line.count, line[place + 1] == CSVInput.quote else { return place + 1 }
        place += 1
      }
      cell.append(line[place])
      place += 1
    }
    throw .quoteNeverClosed(line: lineNumber)
  }

  private static func misplaced(
    _ line: [UInt8], _ lineNumber: Int, _ place: Int
  ) -> TableFailure {
    let around = line[max(0, place - 20)..<min(line.count, place + 20)]
    return .misplacedQuote(
      line: lineNumber, column: nil, value: String(decoding: around, as: UTF8.self))
  }

  /// Names that are there and differ.
  private static func distinct(_ cells: [String]) -> [String] {
    var taken = Set(cells)
    var seen: Set<String> = []
    // The number that a further column of a name tries first: those below it are taken.
    var copies: [String: Int] = [:]
    return cells.enumerated().map { number, cell in
      let name = cell.isEmpty ? "column_\(number + 1)" : cell
      if seen.insert(name).inserted { return name }
      var copy = copies[name] ?? 2
      while taken.contains("\(name)_\(copy)") || seen.contains("\(name)_\(copy)") { copy += 1 }
      copies[name] = copy + 1
      taken.insert("\(name)_\(copy)")
      seen.insert("\(name)_\(copy)")
      return "\(name)_\(copy)"
    }
  }
}
