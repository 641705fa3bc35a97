import Tables
import Testing

@testable import Statistics

struct CorrelationTests {
  private func columns(_ rows: [String]) throws -> (Column, Column, ArraySlice<UInt32>) {
    let text = (["a,b"] + rows).joined(separator: "\n")
    let table = try CSVLoader.load(Array(text.utf8), CSVOptions()).table
    return (
      try #require(table.column("a")), try #require(table.column("b")),
      (0..<UInt32(rows.count)).map { $0 }[...]
    )
  }

  @Test func `values on a line correlate wholly`() throws {
    let (a, b, rows) = try columns(["1,10000000.1", "2,10000000.3", "3,10000000.5", "4,10000000.7"])
    #expect(try correlation(a, b, at: rows) == 1)
    let falling = try #require(try correlation([1, 2, 3], [-0.1, -0.2, -0.3]))
    #expect(falling >= -1 && falling < -1 + 1e-15)
  }

  @Test func `rows that lack a value are left out`() throws {
    let (a, b, rows) = try columns(["1,2", ",7", "2,3", "9,", "4,9"])
    let found = try #require(try correlation(a, b, at: rows))
    let expected = try #require(try correlation([1, 2, 4], [2, 3, 9]))
    #expect(found == expected && (found - 102 / 10836.0.squareRoot()).magnitude < 1e-15)
    let some = try #require(try correlation(a, b, at: [0, 2]))
    #expect(some == 1)
  }

  @Test func `too few rows, equal values and texts have no correlation`() throws {
    let (a, b, rows) = try columns(["1,x", "2,y"])
    #expect(try correlation(a, b, at: rows) == nil && correlation(a, a, at: [0]) == nil)
    #expect(try correlation([1, 1, 1], [1, 2, 3]) == nil && correlation([], []) == nil)
    #expect(try correlation([1, .nan], [.nan, 2]) == nil)
  }

  @Test func `means that are no doubles leave the correlation as it is`() throws {
    let found = try #require(
      try correlation([1e16, 1e16 + 2, 1e16 + 2], [1e16, 1e16 + 2, 1e16 + 8]))
    let expected = try #require(try correlation([0, 2, 2], [0, 2, 8]))
    #expect((found - expected).magnitude < 1e-15)
  }

  @Test func `numbers of any size correlate`() throws {
    let numbers = [1.0, 5, 2, 8, 3]
    let others = [2.0, 9, 1, 7, 7]
    let expected = try correlation(numbers, others)
    for unit in [0x1p-1000, 0x1p500, 0x1p1020] {
      #expect(try correlation(numbers.map { $0 * unit }, others.map { $0 / unit }) == expected)
    }
    let great = Double.greatestFiniteMagnitude
    #expect(try correlation([-great, great], [1, 2]) == 1)
  }
}
