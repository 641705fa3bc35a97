import Testing

@testable import Tables

struct MantissaCountsTests {
  private func column(_ segments: [(values: [Int64?], scale: Int)]) -> NumberColumn {
    NumberColumn(
      segments.map { values, scale in
        let present = values.compactMap { $0 }
        let range = present.min().flatMap { least in present.max().map { least...$0 } }
        return NumberSegment(
          values: .wide(values.map { $0 ?? NumberSegment.wideNull }), scale: scale, range: range)
      })
  }

  @Test func `counting pays where there are rows enough for the distance`() {
    #expect(MantissaCounts.pays(for: -3...4, rowCount: 1))
    #expect(MantissaCounts.pays(for: 5...(5 + 1 << 20), rowCount: 1 << 17))
    #expect(!MantissaCounts.pays(for: 5...(6 + 1 << 20), rowCount: 1 << 30))
    #expect(!MantissaCounts.pays(for: 0...800, rowCount: 99))
    #expect(!MantissaCounts.pays(for: .min + 1 ... .max, rowCount: 1 << 30))
  }

  // Narrow ranges are counted in several tables, wide ones in one.
  @Test(arguments: [3, 1022, 1023, 5000])
  func `parts add up to the counts of all rows`(_ distance: Int64) throws {
    var random = Seeded(Int(distance))
    let values = (0..<700).map { _ -> Int64? in
      Bool.random(using: &random) ? nil : Int64.random(in: -7...(distance - 7), using: &random)
    }
    let numbers = column([(Array(values[..<300]), 0), (Array(values[300...]), 0)])
    let rows = (0..<UInt32(700)).map { $0 }
    var parts = [
      MantissaCounts(of: numbers, in: -7...(distance - 7)),
      MantissaCounts(of: numbers, in: -7...(distance - 7)),
    ]
    parts[0].add(0, rows: rows[..<300], from: 0)
    parts[1].add(1, rows: rows[300...], from: 300)
    let distribution = MantissaCounts.distribution(of: parts, scale: 0)
    guard case .counts(let least, let counts) = distribution.values else {
      Issue.record("nothing is counted")
      return
    }
    #expect(
      least == values.compactMap { $0 }.min() && distribution.nullCount == 700 - distribution.count)
    for (place, count) in counts.enumerated() {
      #expect(count == values.count { $0 == least + Int64(place) })
    }
  }

  @Test func `segments of different scales are counted at the finest`() {
    let numbers = column([([1, nil, 2], 0), ([15, 20], 1)])
    var counts = MantissaCounts(of: numbers, in: 10...20)
    counts.add(0, rows: [0, 1, 2], from: 0)
    counts.add(1, rows: [3, 4], from: 3)
    let distribution = MantissaCounts.distribution(of: [counts], scale: 1)
    guard case .counts(10, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2]) = distribution.values else {
      Issue.record("\(distribution.values)")
      return
    }
  }

  @Test func `nulls alone leave no counts`() {
    var counts = MantissaCounts(of: column([([nil, nil], 0)]), in: 0...5)
    counts.add(0, rows: [0, 1], from: 0)
    let distribution = MantissaCounts.distribution(of: [counts], scale: 0)
    #expect(distribution.count == 0 && distribution.nullCount == 2)
    #expect(MantissaCounts.distribution(of: [], scale: 0).count == 0)
  }
}
