import Testing

@testable import Tables

struct GroupCodesTests {
  @Test(arguments: QuerySample.names)
  func `codes stand for the values of the rows, and ranks for their order`(_ name: String) throws {
    for seed in 0..<10 {
      let sample = try QuerySample(seed)
      let column = try #require(sample.table.column(name))
      let rows = sample.table.segmentRows.map { count in
        (0..<UInt32(count)).filter { $0 % 3 != 0 }
      }
      let rowCount = rows.reduce(0) { $0 + $1.count }
      let codes = try #require(
        try GroupCodes(of: column, nil, rows, rowCount: rowCount, limit: 1_000, on: .threads(2)))
      var first = 0
      for (segment, count) in sample.table.segmentRows.enumerated() {
        let cells = column.cells(at: rows[segment].map { first + Int($0) }[...])
        #expect(codes.segments[segment].map { codes.cell(of: $0) } == cells)
        first += count
      }
      let used = Array(Set(codes.segments.flatMap { $0 }))
      let (ranks, count) = try codes.ranks(of: used, on: .single)
      #expect(Set(ranks).count == used.count && ranks.allSatisfy { Int($0) < count })
      for (code, rank) in zip(used, ranks) where codes.cell(of: code) == .null {
        #expect(ranks.allSatisfy { $0 <= rank })
      }
    }
  }

  @Test func `values that lie far apart are looked up, up to a limit`() throws {
    let cells = (0..<50).map { Cell.integer(Int64($0 % 25) << 40) }
    let column = Column(name: "x", type: .integer, cells: cells)
    let rows = [(0..<50).map { UInt32($0) }]
    let codes = try GroupCodes(of: column, nil, rows, rowCount: 50, limit: 25, on: .single)
    #expect(codes?.count == 25)
    #expect(try GroupCodes(of: column, nil, rows, rowCount: 50, limit: 24, on: .single) == nil)
  }
}
