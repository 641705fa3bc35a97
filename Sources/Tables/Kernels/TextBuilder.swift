/// Builds the codes of a text column in one piece of the input.
struct CodeBuilder {
  private(set) var codes = CodeSegment.empty

  /// Appends the cells of a block; new words are taken in.
  ///
  /// Sound: there is one cell for each row.
  mutating func add(_ cells: BlockCells, _ column: Int, _ words: inout WordTable) {
    var greatest: UInt32 = 0
    let slots = unsafe [UInt32].filling(cells.rowCount) { slots, filled in
      unsafe cells.forEach(column) { row, cell in
        let slot = unsafe isEmpty(cell) ? 0 : words.slot(of: cell)
        greatest = max(greatest, slot)
        unsafe slots[row] = slot
      }
      filled = cells.rowCount
    }
    codes.append(slots, greatest: greatest)
  }
}

/// Builds the texts of a column in one piece of the input, as they are.
struct SpelledBuilder {
  private(set) var texts = SpelledSegment()

  /// - Parameter byteCount: how many bytes the texts are likely to have together.
  init(expecting byteCount: Int = 0) {
    texts.bytes.reserveCapacity(byteCount)
  }

  mutating func add(_ cells: BlockCells, _ column: Int) {
    unsafe cells.forEach(column) { _, cell in
      if unsafe !isEmpty(cell) { unsafe texts.bytes.append(contentsOf: cell) }
      texts.ends.append(UInt32(texts.bytes.count))
    }
  }
}

/// Whether a cell has nothing but blanks, so that its row has no value there.
@inline(__always)
private func isEmpty(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
  guard let first = unsafe cell.first else { return true }
  return unsafe first <= UInt8(ascii: " ") && withoutBlanks(cell).isEmpty
}
