import Testing

@testable import Tables

struct SelectedRowsTests {
  @Test func `selections are sets of rows`() throws {
    for seed in 0..<40 {
      let sample = try QuerySample(seed)
      let table = sample.table
      var random = Seeded(seed + 70)
      let one = (0..<sample.rowCount).filter { _ in Bool.random(using: &random) }
      let other = (0..<sample.rowCount).filter { _ in Bool.random(using: &random) }
      let selection = Selection(rows: one.shuffled(using: &random), of: table)
      #expect(selection.all == one && selection.count == one.count)
      #expect(selection.isEmpty == one.isEmpty)
      #expect((-2..<sample.rowCount + 2).filter(selection.contains) == one)
      var both = selection
      both.formIntersection(Selection(rows: other, of: table))
      #expect(both.all == one.filter(other.contains))
      var either = selection
      either.formUnion(Selection(rows: other, of: table))
      #expect(either.all == Set(one + other).sorted())
      #expect(Selection.none(of: table).isEmpty && Selection.none(of: table).all == [])
      let segments = table.segmentRows.indices.map(selection.bits)
      #expect(Selection(segments, of: table).words == selection.words)
      for _ in 0..<10 {
        let start = Int.random(in: -3...sample.rowCount + 3, using: &random)
        let limit = Int.random(in: 0...20, using: &random)
        #expect(
          selection.rows(from: start, limit: limit)
            == Array(one.filter { $0 >= start }.prefix(limit)))
      }
    }
  }

  @Test func `numbers that are no rows are passed over`() throws {
    let table = try QuerySample(5, rows: 20).table
    let selection = Selection(rows: [3, -1, 20, .max, .min, 19], of: table)
    #expect(selection.all == [3, 19])
    #expect(!selection.contains(.max) && !selection.contains(.min))
    #expect(selection.rows(from: .max, limit: .max) == [])
  }

  @Test func `a row stands in the segment whose first row is not behind it`() {
    let first = firstRows([3, 0, 1, 5])
    #expect(first == [0, 3, 3, 4, 9])
    #expect((0..<9).map { segmentIndex(of: $0, first) } == [0, 0, 0, 2, 3, 3, 3, 3, 3])
    #expect(firstRows([]) == [0])
  }
}
