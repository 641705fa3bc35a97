import Testing

@testable import Tables

struct LeastRowsTests {
  /// Rows whose numbers come in an order that fills what is kept again and again.
  private func table(_ rows: Int, _ number: (Int) -> Int) throws -> Table {
    let text = "n\n" + (0..<rows).map { "\(number($0))\n" }.joined()
    var options = CSVOptions()
    options.chunkBytes = 50_000
    return try CSVLoader.load(Array(text.utf8), options).table
  }

  @Test(arguments: [1, 100, 1500])
  func `the order of the file does not change what comes first`(_ limit: Int) throws {
    let count = 34_000
    let orders: [(Int) -> Int] = [
      { $0 }, { -$0 }, { $0 * 7919 % 34_019 }, { _ in 1 }, { $0 % 3 }, { min($0, 28_000) },
    ]
    for (index, number) in orders.enumerated() {
      let table = try table(count, number)
      let column = try #require(table.column("n"))
      let key = RankedKey(column, isDescending: false)
      let all = (0..<count).sorted { (number($0), $0) < (number($1), $1) }
      let first = firstRows(table.segmentRows)
      for start in [nil, 20_000] as [Int?] {
        let after = start.map { start in
          let segment = segmentIndex(of: all[start], first)
          return RowPlace(segment: segment, row: all[start] - first[segment])
        }
        let least = LeastRows([key], of: Selection(all: table), after: after, limit: limit)
        for lanes in [Lanes.single, .threads(3)] {
          let rows = try least.places(on: lanes).map { first[$0.segment] + $0.row }
          let expected = Array(all[(start.map { $0 + 1 } ?? 0)...].prefix(limit))
          #expect(rows == expected, "order \(index)")
        }
      }
    }
  }
}
