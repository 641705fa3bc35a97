/// A set of rows of one segment: one bit per row, and bits beyond the last row are 0.
struct SegmentBits: Equatable, Sendable {
  private(set) var words: [UInt64]
  let rowCount: Int

  init(words: [UInt64], rowCount: Int) {
    self.words = words
    self.rowCount = rowCount
  }

  /// All rows.
  init(all rowCount: Int) {
    words = Array(repeating: .max, count: rowCount / 64)
    if rowCount % 64 != 0 { words.append((1 << UInt64(rowCount % 64)) - 1) }
    self.rowCount = rowCount
  }

  /// No row.
  init(none rowCount: Int) {
    words = Array(repeating: 0, count: (rowCount + 63) / 64)
    self.rowCount = rowCount
  }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether so few rows are left that it costs less to look at each of them than at all rows of the segment.
  var isSparse: Bool { count * 8 < rowCount }

  mutating func insert(_ row: Int) {
    words[row / 64] |= 1 << UInt64(row % 64)
  }

  mutating func formIntersection(_ other: SegmentBits) {
    for index in words.indices { words[index] &= other.words[index] }
  }

  mutating func formUnion(_ other: SegmentBits) {
    for index in words.indices { words[index] |= other.words[index] }
  }

  mutating func subtract(_ other: SegmentBits) {
    for index in words.indices { words[index] &= ~other.words[index] }
  }

  mutating func removeAll() {
    for index in words.indices { words[index] = 0 }
  }

  /// Keeps the rows whose value passes.
  @inline(__always)
  mutating func keep<Value>(_ values: [Value], where passes: (Value) -> Bool) {
    precondition(values.count == rowCount, "a column of another table")
    keepBits(&words, from: 0, values, where: passes)
  }

  /// Keeps the rows that pass. Those that are not in the set are not looked at.
  @inline(__always)
  mutating func keepRows(where passes: (Int) -> Bool) {
    for index in words.indices {
      var rest = words[index]
      var kept = rest
      while rest != 0 {
        let bit = rest & (0 &- rest)
        if !passes(index &* 64 &+ rest.trailingZeroBitCount) { kept ^= bit }
        rest ^= bit
      }
      words[index] = kept
    }
  }

  /// Keeps the rows that have a value in this segment of a column.
  mutating func keepPresent(_ column: Column, _ segment: Int) {
    switch column.storage {
    case .numbers(let numbers):
      switch numbers.segments[segment].values {
      case .narrow(let values): keep(values) { $0 != NumberSegment.narrowNull }
      case .wide(let values): keep(values) { $0 != NumberSegment.wideNull }
      case .double(let values): keep(values) { $0 == $0 }
      }
    case .text(let texts):
      switch texts.segments[segment] {
      case .coded(.narrow(let slots)): keep(slots) { $0 != 0 }
      case .coded(.medium(let slots)): keep(slots) { $0 != 0 }
      case .coded(.wide(let slots)): keep(slots) { $0 != 0 }
      case .spelled(let texts): keepRows { !texts.isNull($0) }
      }
    }
  }
}

extension SpelledSegment {
  /// Whether a row has no text.
  @inline(__always)
  func isNull(_ row: Int) -> Bool {
    row == 0 ? ends[0] == 0 : ends[row] == ends[row &- 1]
  }
}

/// Keeps those bits of rows whose value passes; the bit of the first row is the lowest of the word at `start`.
///
/// The tests of a tile of rows write a byte each, which the compiler does with vectors; then the bytes become bits.
///
/// Sound: all places come from the number of values, and the places of words are checked.
@inline(__always)
func keepBits<Value>(
  _ words: inout [UInt64], from start: Int, _ values: [Value], where passes: (Value) -> Bool
) {
  let rows = values.count
  let tileRows = 2048
  unsafe withUnsafeTemporaryAllocation(byteCount: tileRows, alignment: 64) { flags in
    unsafe values.withUnsafeBufferPointer { values in
      for first in stride(from: 0, to: rows, by: tileRows) {
        let count = min(tileRows, rows - first)
        for row in 0..<count {
          unsafe flags[row] = passes(values[first &+ row]) ? 1 : 0
        }
        for row in count..<(count + 63) / 64 * 64 { unsafe flags[row] = 0 }
        for word in 0..<(count + 63) / 64 {
          unsafe words[start + first / 64 + word] &= bits(flags, from: word * 64)
        }
      }
    }
  }
}

/// One bit for each of 64 bytes that are 0 or 1.
@inline(__always)
private func bits(_ flags: UnsafeMutableRawBufferPointer, from first: Int) -> UInt64 {
  var answer: UInt64 = 0
  for group in 0..<8 {
    let bytes = unsafe flags.load(fromByteOffset: first &+ group &* 8, as: UInt64.self)
    answer |= gatheredBits(bytes) &<< UInt64(group &* 8)
  }
  return answer
}

/// One bit for each of 8 bytes that are 0 or 1: a multiplication gathers them in the highest byte.
@inline(__always)
func gatheredBits(_ bytes: UInt64) -> UInt64 {
  (bytes &* 0x0102_0408_1020_4080) &>> 56
}
