import Testing

@testable import Tables

struct GroupPlacementTests {
  /// Codes of a column of numbers from 0 to `radix` - 1.
  private func codes(
    _ radix: Int, _ rowCount: Int, _ random: inout Seeded
  ) throws -> GroupCodes {
    let cells = (0..<rowCount).map { row in
      Cell.integer(
        row < 2 ? Int64(row * (radix - 1)) : Int64.random(in: 0..<Int64(radix), using: &random))
    }
    let column = Column(name: "x", type: .integer, cells: cells)
    let rows = [(0..<UInt32(rowCount)).map { $0 }]
    return try #require(
      try GroupCodes(of: column, nil, rows, rowCount: rowCount, limit: .max, on: .single))
  }

  // Two columns of 60,000 codes have more places than rows, so places are given as they occur.
  @Test(arguments: [[3, 5], [60_000, 60_000], [60_000, 60_000, 4], [2, 60_000, 60_000], [7]])
  func `places tell the codes of all columns apart`(_ radixes: [Int]) throws {
    var random = Seeded(radixes.count)
    let rowCount = 500
    let columns = try radixes.map { try codes($0, rowCount, &random) }
    var combined = CombinedCodes([(0..<UInt32(rowCount)).map { $0 }], rowCount: rowCount)
    for column in columns {
      let isTaken = try combined.combine(with: column, limit: rowCount, on: .single)
      #expect(isTaken)
    }
    let parts = combined.parts(of: combined.segments[0])
    #expect(parts == columns.map { $0.segments[0] })
    #expect(combined.segments[0].allSatisfy { Int($0) < combined.count })
    #expect(combined.count <= 1 << 16)
  }

  @Test func `too many places are refused`() throws {
    var random = Seeded(2)
    var combined = CombinedCodes([(0..<500).map { UInt32($0) }], rowCount: 500)
    let isTaken = [
      try combined.combine(with: try codes(60_000, 500, &random), limit: 10, on: .single),
      try combined.combine(with: try codes(60_000, 500, &random), limit: 10, on: .single),
    ]
    #expect(isTaken == [true, false])
  }
}
