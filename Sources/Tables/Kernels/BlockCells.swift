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
      let inner = unsafe UnsafeBufferPointer(
        start: cell.baseAddress.unsafelyUnwrapped + 1, count: cell.count &- 2)
      let pair = unsafe Self.quote(in: inner, from: 0)
      if pair == inner.count { unsafe body(inner) } else { unsafe withUnescaped(inner, pair, body) }
    }
  }

  private static let search = ByteSearch([CSVInput.quote])

  /// Where a quote first stands inside of a quoted cell from a place on; the number of its bytes if there is none.
  ///
  /// Sound: as many bytes behind the input may be read.
  private static func quote(in inner: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    // The cell ends with a quote, so there is one to find, and a few bytes more make the search of short cells a search by vectors.
    let readable = unsafe UnsafeBufferPointer(
      start: inner.baseAddress, count: inner.count + CSVLoader.slackBytes)
    return unsafe min(search.first(in: readable, from: start) ?? inner.count, inner.count)
  }

  /// Lends a copy of the inside of a quoted cell with one quote for each pair, and readable bytes behind it.
  ///
  /// Sound: what is copied is no longer than the cell; all of it and what is lent behind it is written before it is lent.
  ///
  /// - Parameter pair: where the first pair of quotes stands.
  private func withUnescaped(
    _ inner: UnsafeBufferPointer<UInt8>, _ pair: Int,
    _ body: (_ cell: UnsafeBufferPointer<UInt8>) -> Void
  ) {
    unsafe withUnsafeTemporaryAllocation(
      of: UInt8.self, capacity: inner.count + CSVLoader.slackBytes
    ) { room in
      guard let from = inner.baseAddress, let to = room.baseAddress else { return }
      var count = 0
      var start = 0
      var pair = pair
      while start < inner.count {
        // Of a pair the first quote is copied and the second passed over.
        let end = min(pair + 1, inner.count)
        unsafe (to + count).initialize(from: from + start, count: end - start)
        count += end - start
        start = end + 1
        pair = start < inner.count ? unsafe Self.quote(in: inner, from: start) : inner.count
      }
      unsafe (to + count).initialize(repeating: 0, count: CSVLoader.slackBytes)
      unsafe body(UnsafeBufferPointer(start: to, count: count))
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
