import Testing

@testable import Tables

struct PresentRowsTests {
  @Test(arguments: QuerySample.names)
  func `the first and the last of some rows that have a value are found`(_ name: String) throws {
    for seed in 0..<5 {
      let sample = try QuerySample(seed)
      let cells = sample.cells[name] ?? []
      let present = PresentRows(of: try #require(sample.table.column(name)))
      for step in [1, 2, 7] {
        let rows = stride(from: 0, to: cells.count, by: step).map { UInt32($0) }
        #expect(
          present.first(of: rows[...]) == rows.first { !cells[Int($0)].isEmpty }.map(Int.init))
        #expect(present.last(of: rows[...]) == rows.last { !cells[Int($0)].isEmpty }.map(Int.init))
      }
      #expect(present.first(of: []) == nil)
      var found = 0
      var first = 0
      for (segment, count) in sample.table.segmentRows.enumerated() {
        let rows = (0..<count).map { UInt32($0) }
        present.forEach(of: rows, in: segment) { place in
          #expect(!cells[first + place].isEmpty)
          found += 1
        }
        first += count
      }
      #expect(found == cells.count { !$0.isEmpty })
    }
  }
}
