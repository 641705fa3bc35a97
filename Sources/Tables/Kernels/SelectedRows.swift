/// Selections as sets, and the numbers of the rows that are in them.
extension Selection {
  /// No row.
  package static func none(of table: Table) -> Selection {
    var selection = Selection(all: table)
    for index in selection.words.indices { selection.words[index] = 0 }
    return selection
  }

  /// These rows, in any order. A number that is no row of the table is passed over.
  package init(rows: [Int], of table: Table) {
    self = .none(of: table)
    let firstRows = firstRows
    for row in rows where (0..<table.rowCount).contains(row) {
      let (word, bit) = place(of: row, firstRows)
      words[word] |= 1 << bit
    }
  }

  /// The rows of each segment, one after the other.
  init(_ segments: [SegmentBits], of table: Table) {
    self.init(all: table)
    words = segments.flatMap(\.words)
  }

  /// Keeps the rows that the other selection, of the same table, has as well.
  package mutating func formIntersection(_ other: Selection) {
    precondition(segmentRows == other.segmentRows, "a selection of another table")
    for index in words.indices { words[index] &= other.words[index] }
  }

  /// Takes in the rows of another selection of the same table.
  package mutating func formUnion(_ other: Selection) {
    precondition(segmentRows == other.segmentRows, "a selection of another table")
    for index in words.indices { words[index] |= other.words[index] }
  }

  /// Whether no row is selected.
  package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  /// Whether a row, counted from 0 through the table, is selected. A number that is no row is not.
  package func contains(_ row: Int) -> Bool {
    let firstRows = firstRows
    guard row >= 0, row < firstRows[segmentRows.count] else { return false }
    let (word, bit) = place(of: row, firstRows)
    return words[word] >> bit & 1 == 1
  }

  /// The numbers of the selected rows that are not below `row`, in their order, the first `limit` of them.
  ///
  /// - Complexity: O(*segments* + answer + a 64th of the rows from `row` to the last of the answer).
  package func rows(from row: Int, limit: Int) -> [Int] {
    var answer: [Int] = []
    let firstRows = firstRows
    let start = max(0, row)
    guard limit > 0, start < firstRows[segmentRows.count] else { return [] }
    for segment in segmentIndex(of: start, firstRows)..<segmentRows.count {
      let first = firstRows[segment]
      let skipped = max(0, start - first)
      for index in skipped / 64..<(segmentRows[segment] + 63) / 64 {
        var rest = words[segmentStarts[segment] + index]
        if index == skipped / 64 { rest &= .max << UInt64(skipped % 64) }
        while rest != 0 {
          answer.append(first + index * 64 + rest.trailingZeroBitCount)
          if answer.count == limit { return answer }
          rest &= rest - 1
        }
      }
    }
    return answer
  }

  /// The rows of one segment.
  func bits(of segment: Int) -> SegmentBits {
    let start = segmentStarts[segment]
    let rows = segmentRows[segment]
    return SegmentBits(words: Array(words[start..<start + (rows + 63) / 64]), rowCount: rows)
  }

  /// The number of the first row of each segment, and of the row behind the last one.
  private var firstRows: [Int] { Tables.firstRows(segmentRows) }

  private func place(of row: Int, _ firstRows: [Int]) -> (word: Int, bit: UInt64) {
    let segment = segmentIndex(of: row, firstRows)
    let inside = row - firstRows[segment]
    return (segmentStarts[segment] + inside / 64, UInt64(inside % 64))
  }
}

/// The number of the first row of each segment, and of the row behind the last one.
func firstRows(_ segmentRows: [Int]) -> [Int] {
  var next = 0
  return segmentRows.map { rows in
    defer { next += rows }
    return next
  } + [next]
}

/// The segment in which a row stands; `firstRows` are the numbers of the first row of each segment, and of the one behind the last row.
///
/// - Precondition: `0 <= row < firstRows.last`.
/// - Complexity: O(log *segments*).
func segmentIndex(of row: Int, _ firstRows: [Int]) -> Int {
  var low = 0
  var high = firstRows.count - 1
  while high - low > 1 {
    let middle = (low + high) / 2
    if firstRows[middle] <= row { low = middle } else { high = middle }
  }
  return low
}
