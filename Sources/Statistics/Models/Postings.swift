internal import Tables

/// A sparse table of counts: for each row the columns where it has one, and the counts themselves.
///
/// Rows are documents and columns terms, or the other way round. A posting takes six bytes.
struct Postings: Sendable {
  /// Where the postings of each row end.
  private(set) var ends: [Int] = []
  private(set) var columns: [Int32] = []
  private(set) var counts: [UInt16] = []

  /// How many rows there are.
  var rowCount: Int { ends.count }

  /// The memory that the table takes.
  var byteCount: Int { 8 * ends.count + 6 * columns.count }

  /// Where the postings of a row stand in `columns` and `counts`.
  func range(of row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

  /// Makes room for what will be appended.
  mutating func reserve(rows: Int, postings: Int) {
    ends.reserveCapacity(rows)
    columns.reserveCapacity(postings)
    counts.reserveCapacity(postings)
  }

  /// Adds a posting with the count 1 to the row that is being written.
  mutating func append(column: Int) {
    columns.append(Int32(column))
    counts.append(1)
  }

  /// Counts one more, up to 65,535.
  mutating func count(at posting: Int) {
    if counts[posting] < .max { counts[posting] += 1 }
  }

  /// Ends the row that is being written.
  mutating func endRow() {
    ends.append(columns.count)
  }

  /// Appends the rows of another table, whose columns are numbered otherwise.
  mutating func append(_ other: Postings, renumbered: [Int32]) {
    let before = columns.count
    for column in other.columns { columns.append(renumbered[Int(column)]) }
    counts.append(contentsOf: other.counts)
    for end in other.ends { ends.append(before + end) }
  }

  /// The same table with rows and columns changed over; in each of its rows the columns ascend.
  ///
  /// - Parameter width: how many columns there are.
  /// - Complexity: O(*postings* + *rows* + *width*), by counting.
  func transposed(width: Int, on lanes: Lanes = .single) throws(Cancelled) -> Postings {
    var next = [Int](repeating: 0, count: width)
    for start in stride(from: 0, to: columns.count, by: 1 << 16) {
      try lanes.check()
      for column in columns[start..<min(start + 1 << 16, columns.count)] { next[Int(column)] += 1 }
    }
    var sum = 0
    for column in 0..<width {
      let count = next[column]
      next[column] = sum
      sum += count
    }
    var turned = Postings()
    turned.columns = [Int32](repeating: 0, count: columns.count)
    turned.counts = [UInt16](repeating: 0, count: columns.count)
    var checked = 0
    for row in 0..<rowCount {
      if ends[row] - checked >= 1 << 16 {
        checked = ends[row]
        try lanes.check()
      }
      for posting in range(of: row) {
        let column = Int(columns[posting])
        turned.columns[next[column]] = Int32(row)
        turned.counts[next[column]] = counts[posting]
        next[column] += 1
      }
    }
    turned.ends = next
    return turned
  }
}
