import Testing

@testable import Tables

struct SelectedTotalTests {
  @Test func `a total is that of the values of the selected rows one by one`() throws {
    for seed in 0..<60 {
      var random = Seeded(seed)
      let sample = try QuerySample(seed, rows: Int.random(in: 0...900, using: &random))
      let share = [1, 2, 5, 100].randomElement(using: &random) ?? 1
      let rows = (0..<sample.rowCount).filter { _ in Int.random(in: 0..<share, using: &random) == 0
      }
      let selection = Selection(rows: rows, of: sample.table)
      for column in sample.table.columns where column.type != .text {
        let values = rows.map { UInt32($0) }[...]
        let distribution = try #require(column.distribution(at: values))
        for lanes in [Lanes.single, .threads(3)] {
          let total = try #require(try column.total(in: selection, on: lanes))
          #expect(total.count == distribution.count)
          #expect(total.mean == Self.mean(distribution), "\(column.name) \(seed)")
        }
      }
    }
  }

  /// The mean of values one by one: exact for mantissas, compensated for doubles.
  private static func mean(_ distribution: Distribution) -> Double? {
    if distribution.count == 0 { return nil }
    switch distribution.values {
    case .counts(let least, let counts):
      let sum = counts.enumerated().reduce(Int128(0)) {
        $0 + (Int128(least) + Int128($1.offset)) * Int128($1.element)
      }
      return distribution.quotient(sum, by: UInt128(distribution.count))
    case .mantissas(let mantissas):
      let sum = mantissas.reduce(Int128(0)) { $0 + Int128($1) }
      return distribution.quotient(sum, by: UInt128(distribution.count))
    case .doubles(let doubles):
      var sum = CompensatedSum()
      for double in doubles { sum.add(double) }
      return sum.mean
    }
  }

  @Test func `extreme mantissas in one segment add up`() throws {
    // So many words that the halves are put together in between; the largest magnitudes that are no null.
    let count = 64 * 5000 + 3
    for value in [Int(Int32.max), -Int(Int32.max), 65_535, -1, -65_536] {
      let text = "v\n" + String(repeating: "\(value)\n", count: count)
      let table = try CSVLoader.load(Array(text.utf8)).table
      let total = try #require(
        try table.column("v")?.total(in: Selection(all: table), on: .single))
      #expect(total.count == count && total.mean == Double(value))
    }
  }

  @Test func `texts have no total, and no rows have no mean`() throws {
    let table = try CSVLoader.load(Array("a,n\nx,1\ny,\n".utf8)).table
    let none = Selection(rows: [1], of: table)
    #expect(try table.column("a")?.total(in: none, on: .single) == nil)
    let total = try #require(try table.column("n")?.total(in: none, on: .single))
    #expect(total.count == 0 && total.mean == nil)
  }
}
