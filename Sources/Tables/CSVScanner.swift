internal import CScan

/// The bytes of a file while it is loaded. Whoever lends them keeps them until the load has ended.
///
/// Sound to send: the bytes are only read, and `CSVLoader.load` returns after all lanes have ended.
@safe struct CSVInput: @unchecked Sendable {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  private let start: UnsafeRawPointer
  let count: Int

  /// - Parameter bytes: `CSVLoader.slackBytes` more than these may be read.
  init(_ bytes: UnsafeRawBufferPointer, start: UnsafeRawPointer) {
    unsafe self.start = start
    count = bytes.count
  }

  /// Lends the place of a byte.
  func pointer(at offset: Int) -> UnsafePointer<UInt8> {
    precondition(offset >= 0 && offset <= count, "a place outside of the input")
    return unsafe (start + offset).assumingMemoryBound(to: UInt8.self)
  }

  /// One byte.
  func byte(at offset: Int) -> UInt8 {
    precondition(offset < count, "a place outside of the input")
    return unsafe pointer(at: offset).pointee
  }

  /// A copy of some bytes.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    precondition(range.upperBound <= count, "a place outside of the input")
    return unsafe Array(
      UnsafeBufferPointer(start: pointer(at: range.lowerBound), count: range.count))
  }

  /// How often a byte occurs in a range.
  func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
    precondition(range.upperBound <= count, "a place outside of the input")
    return unsafe tally_count(pointer(at: range.lowerBound), range.count, byte)
  }

  /// Where the row ends that a byte belongs to, behind its line feed; the end of the input if there is no more line feed.
  ///
  /// - Parameter isQuoted: whether the byte stands in quotes.
  func rowEnd(from offset: Int, isQuoted: Bool) -> Int {
    var isOpen = isQuoted
    let base = unsafe pointer(at: 0)
    for place in offset..<count {
      let byte = unsafe base[place]
      if byte == Self.quote { isOpen.toggle() }
      if byte == Self.lineFeed && !isOpen { return place + 1 }
    }
    return count
  }
}

/// Finds the rows of a piece of the input, block by block. A lane has one of its own and uses it again and again.
struct CSVScanner {
  /// Rows that stand one behind the other in the input, each with as many cells as the header has names.
  struct Block {
    /// Where the block begins in the input.
    let start: Int
    /// For each row the number of its first cell among the cells of the block.
    var firstCells: [UInt32]
    /// Rows that have another number of cells, and where they begin in the input.
    var raggedRows: [(offset: Int, cells: Int)] = []
    /// Whether quotes stand where none may, so that each cell must be looked at.
    let hasMisplacedQuotes: Bool
    /// Whether two quotes stand for one somewhere.
    let hasDoubledQuotes: Bool
    /// Why no row can be read behind these.
    var stop: Stop?
    /// Where the next block begins.
    var end: Int
  }

  /// Why the row behind the last one of a block cannot be read.
  enum Stop: Equatable {
    /// It is longer than `rowLimitBytes`.
    case rowTooLong
    /// A quote that opens at `quote` is never closed.
    case quoteNeverClosed(quote: Int)
  }

  let input: CSVInput
  let columnCount: Int
  let delimiter: UInt8
  let rowLimitBytes: Int
  private let blockBytes: Int
  /// For each cell of the block where it begins; the next one begins one byte behind its end. One more than there are cells.
  private(set) var cellStarts: [UInt32] = []
  private var newlines: [UInt32] = []

  init(
    _ input: CSVInput, columnCount: Int, delimiter: UInt8, rowLimitBytes: Int, blockBytes: Int
  ) {
    self.input = input
    self.columnCount = columnCount
    self.delimiter = delimiter
    self.rowLimitBytes = rowLimitBytes
    self.blockBytes = blockBytes
  }

  /// The next rows of a piece: as many as fit a block, at least one unless there is none.
  ///
  /// - Parameter piece: what is left of the piece. It begins with a row and ends behind a line feed, or with the input.
  mutating func next(of piece: Range<Int>) -> Block {
    var size = blockBytes
    while true {
      let count = min(size, piece.count)
      var scan = scan(piece.lowerBound, count)
      let isLast = count == piece.count
      if isLast && piece.upperBound == input.count && scan.is_open == 0 {
        finishLastRow(count, &scan)
      }
      if scan.newlines > 0 || piece.isEmpty { return block(at: piece, scan) }
      if count > rowLimitBytes { return block(at: piece, scan, stop: .rowTooLong) }
      if isLast {
        let quote = piece.lowerBound + Int(cellStarts[Int(scan.separators)])
        return block(at: piece, scan, stop: .quoteNeverClosed(quote: quote))
      }
      size = min(size * 2, rowLimitBytes + 1)
    }
  }

  /// Scans bytes into `cellStarts` and `newlines`.
  ///
  /// Sound: both have the room that the scan asks for, and the input has readable bytes behind its end.
  private mutating func scan(_ place: Int, _ count: Int) -> tally_scan {
    if newlines.count < count || cellStarts.isEmpty {
      newlines = Array(repeating: 0, count: count)
      cellStarts = Array(repeating: 0, count: count + 16)
    }
    cellStarts[0] = 0
    let bytes = unsafe input.pointer(at: place)
    return unsafe cellStarts.withUnsafeMutableBufferPointer { starts in
      unsafe newlines.withUnsafeMutableBufferPointer { newlines in
        guard let behind = starts.baseAddress, let lines = newlines.baseAddress else {
          return tally_scan()
        }
        return unsafe tally_scan_block(bytes, count, delimiter, behind + 1, lines)
      }
    }
  }

  /// Ends the last row of the input as if a line feed stood behind it.
  private mutating func finishLastRow(_ count: Int, _ scan: inout tally_scan) {
    let lastBehind = Int(cellStarts[Int(scan.separators)])
    let endsWithLine =
      scan.newlines > 0 && newlines[Int(scan.newlines) - 1] + 1 == scan.separators
      && lastBehind == count
    if endsWithLine || count == 0 { return }
    newlines[Int(scan.newlines)] = scan.separators
    cellStarts[Int(scan.separators) + 1] = UInt32(count + 1)
    scan.separators += 1
    scan.newlines += 1
  }

  private func block(at piece: Range<Int>, _ scan: tally_scan, stop: Stop? = nil) -> Block {
    let start = piece.lowerBound
    var block = Block(
      start: start, firstCells: [], hasMisplacedQuotes: scan.is_misplaced != 0,
      hasDoubledQuotes: scan.is_doubled != 0, stop: stop, end: start)
    block.firstCells.reserveCapacity(Int(scan.newlines))
    var first: UInt32 = 0
    for line in 0..<Int(scan.newlines) {
      let next = newlines[line] + 1
      let cells = Int(next - first)
      let offset = Int(cellStarts[Int(first)])
      if Int(cellStarts[Int(next)]) - 1 - offset > rowLimitBytes {
        block.stop = .rowTooLong
        break
      }
      let isBlankLine = cells == 1 && isBlank(first, start)
      if cells == columnCount && !isBlankLine {
        block.firstCells.append(first)
      } else if !isBlankLine {
        block.raggedRows.append((start + offset, cells))
      }
      first = next
    }
    block.end = min(start + Int(cellStarts[Int(first)]), piece.upperBound)
    return block
  }

  /// Whether a cell that fills a line is empty.
  private func isBlank(_ cell: UInt32, _ place: Int) -> Bool {
    let start = Int(cellStarts[Int(cell)])
    let count = Int(cellStarts[Int(cell) + 1]) - 1 - start
    return count == 0
      || count == 1 && input.byte(at: place + start) == CSVInput.carriageReturn
  }
}
