import Testing

@testable import Statistics

struct PostingsTests {
  /// Rows of columns; a column that comes twice counts two.
  private static func postings(_ rows: [[Int]]) -> Postings {
    var postings = Postings()
    for row in rows {
      let start = postings.columns.count
      for column in row {
        if let place = postings.columns[start...].firstIndex(of: Int32(column)) {
          postings.count(at: place)
        } else {
          postings.append(column: column)
        }
      }
      postings.endRow()
    }
    return postings
  }

  private static func rows(_ postings: Postings) -> [[Int]] {
    (0..<postings.rowCount).map { row in
      postings.range(of: row).flatMap {
        [Int](repeating: Int(postings.columns[$0]), count: Int(postings.counts[$0]))
      }
    }
  }

  @Test func `rows and columns change over`() throws {
    let table = Self.postings([[2, 0, 0], [], [2, 1]])
    #expect(Self.rows(table) == [[2, 0, 0], [], [2, 1]])
    #expect(try Self.rows(table.transposed(width: 4)) == [[0, 0], [2], [0, 2], []])
    #expect(
      try Self.rows(table.transposed(width: 4).transposed(width: 3)) == [[0, 0, 2], [], [1, 2]])
    #expect(try Postings().transposed(width: 0).rowCount == 0)
  }

  @Test func `rows of another table follow with their columns renumbered`() {
    var table = Self.postings([[0, 1]])
    table.append(Self.postings([[], [1, 0, 0], [0]]), renumbered: [5, 0])
    #expect(Self.rows(table) == [[0, 1], [], [0, 5, 5], [5]])
    #expect(table.byteCount == 4 * 8 + 5 * 6)
  }

  @Test func `a count stops at the greatest that fits`() {
    var table = Self.postings([[3]])
    for _ in 0..<70_000 { table.count(at: 0) }
    #expect(table.counts == [65_535])
  }
}
