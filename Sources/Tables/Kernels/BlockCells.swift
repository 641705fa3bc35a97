/// The cells of the rows of a block, lent for a look at them column by column.
///
/// Sound: a cell's bounds come from the scan of the block and lie in the input; `firstCells` are numbers of cells that the scan found, and a row
/// has `columnCount` of them. That other bytes may meanwhile stand there (a file that somebody writes to) makes a wrong answer, never
/// a wrong place.
@safe struct BlockCells {
  /// The bytes of the block.
  private let bytes: UnsafePointer<UInt8>
  private let starts: UnsafeBufferPointer<UInt32>
  private let firstCells: UnsafeBufferPointer<UInt32>
  private let columnCount: Int
  private let hasMisplacedQuotes: Bool
  private let hasDoubledQuotes: Bool

  var rowCount: Int { unsafe firstCells.count }

  /// Lends the cells of a block.
  static func with<Answer>(
    _ scanner: CSVScanner, _ block: CSVScanner.Block, _ body: (BlockCells) -> Answer
  ) -> Answer {
    unsafe scanner.cellStarts.withUnsafeBufferPointer { starts in
      unsafe block.firstCells.withUnsafeBufferPointer { firstCells in
        body(
          unsafe BlockCells(
            bytes: scanner.input.pointer(at: block.start), starts: starts, firstCells: firstCells,
            columnCount: scanner.columnCount, hasMisplacedQuotes: block.hasMisplacedQuotes,
            hasDoubledQuotes: block.hasDoubledQuotes))
      }
    }
  }

  /// Where a cell stands in the block, as it is in the file, without the carriage return of a line's end.
  @inline(__always)
  func range(_ row: Int, _ column: Int) -> Range<Int> {
    let cell = unsafe Int(firstCells[row]) + column
    let start = unsafe Int(starts[cell])
    var end = unsafe Int(starts[cell + 1]) - 1
    if column == columnCount - 1, end > start, unsafe bytes[end - 1] == CSVInput.carriageReturn {
      end -= 1
    }
    return unsafe Range(uncheckedBounds: (start, end))
  }

  /// Looks at each cell of a column, in the order of the rows, as `with` does.
  @inline(__always)
  func forEach(_ column: Int, _ body: (_ row: Int, _ cell: UnsafeBufferPointer<UInt8>) -> Void) {
    for row in 0..<rowCount {
      unsafe with(row, column) { unsafe body(row, $0) }
    }
  }

  /// Looks at a cell without the quotes around it. What has misplaced quotes counts as empty. `WordTable.slackBytes` behind it may be read.
  @inline(__always)
  func with(_ row: Int, _ column: Int, _ body: (_ cell: UnsafeBufferPointer<UInt8>) -> Void) {
    let range = range(row, column)
    let cell = unsafe UnsafeBufferPointer(
      start: bytes + range.lowerBound, count: range.upperBound &- range.lowerBound)
    if unsafe !hasMisplacedQuotes && (cell.count < 2 || cell[0] != CSVInput.quote) {
      return unsafe body(cell)
    }
    if !hasMisplacedQuotes && !hasDoubledQuotes {
      return unsafe body(
        UnsafeBufferPointer(start: cell.baseAddress.unsafelyUnwrapped + 1, count: cell.count &- 2))
    }
    unsafe withCareful(cell, body)
  }

  @inline(never)
  private func withCareful(
    _ cell: UnsafeBufferPointer<UInt8>, _ body: (_ cell: UnsafeBufferPointer<UInt8>) -> Void
  ) {
    if unsafe hasMisplacedQuotes && !isWellQuoted(cell) {
      unsafe body(UnsafeBufferPointer(rebasing: cell[..<0]))
    } else if unsafe cell.count < 2 || cell[0] != CSVInput.quote {
      unsafe body(cell)
    } else {
      let inner = unsafe UnsafeBufferPointer(rebasing: cell[1..<cell.count - 1])
      guard unsafe inner.contains(CSVInput.quote) else { return unsafe body(inner) }
      let (text, count) = unsafe unescaped(inner)
      unsafe text.withUnsafeBufferPointer {
        unsafe body(UnsafeBufferPointer(rebasing: $0[..<count]))
      }
    }
  }

  /// The types that all cells of a column could have.
  func types(of column: Int) -> CellTypes {
    var types = CellTypes.any
    unsafe forEach(column) { _, cell in unsafe types.formIntersection(CellTypes(of: cell)) }
    return types
  }

  /// The cells with misplaced quotes, row by row.
  func misplacedCells() -> [(row: Int, column: Int)] {
    guard hasMisplacedQuotes else { return [] }
    var found: [(row: Int, column: Int)] = []
    for row in 0..<rowCount {
      for column in 0..<columnCount {
        let range = range(row, column)
        let cell = unsafe UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
        if unsafe !isWellQuoted(cell) { found.append((row, column)) }
      }
    }
    return found
  }
}

/// Whether a cell has no quotes at all, or one at each end and only pairs between them (RFC 4180, 2).
private func isWellQuoted(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = unsafe cell.first, first == CSVInput.quote else {
    return unsafe !cell.contains(CSVInput.quote)
  }
  guard cell.count > 1, unsafe cell[cell.count - 1] == CSVInput.quote else { return false }
  var place = 1
  while place < cell.count - 1 {
    if unsafe cell[place] == CSVInput.quote {
      guard place + 1 < cell.count - 1, unsafe cell[place + 1] == CSVInput.quote else {
        return false
      }
      place += 1
    }
    place += 1
  }
  return true
}

/// A text with one quote for each pair, and readable bytes behind it.
private func unescaped(_ cell: UnsafeBufferPointer<UInt8>) -> (text: [UInt8], count: Int) {
  var text: [UInt8] = []
  text.reserveCapacity(cell.count + CSVLoader.slackBytes)
  var isFirst = false
  for place in 0..<cell.count {
    let byte = unsafe cell[place]
    isFirst = byte == CSVInput.quote && !isFirst
    if !isFirst { text.append(byte) }
  }
  let count = text.count
  text.append(contentsOf: repeatElement(0, count: CSVLoader.slackBytes))
  return (text, count)
}
