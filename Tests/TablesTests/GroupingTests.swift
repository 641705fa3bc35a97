import Testing

@testable import Tables

struct GroupingTests {
  private struct Group: Equatable {
    var key: [Cell]
    var rows: [UInt32]
  }

  /// The groups in no order, one row after the other.
  private func naive(_ sample: QuerySample, _ keys: [Grouping.Key], _ selected: [Int]) -> [Group] {
    var groups: [Group] = keys.isEmpty ? [Group(key: [], rows: [])] : []
    let cells = keys.map { $0.column.cells(at: Array(0..<sample.rowCount)[...]) }
    for row in selected {
      let key = zip(keys, cells).map { stretch($1[row], $0.unit) }
      if let index = groups.firstIndex(where: { $0.key == key }) {
        groups[index].rows.append(UInt32(row))
      } else {
        groups.append(Group(key: key, rows: [UInt32(row)]))
      }
    }
    return groups
  }

  private func stretch(_ cell: Cell, _ unit: TimeUnit?) -> Cell {
    switch (cell, unit) {
    case (.date(let day), let unit?): unit.start(of: unit.stretch(ofDay: day))
    case (.datetime(let moment), let unit?): unit.start(of: unit.stretch(ofMoment: moment))
    default: cell
    }
  }

  private func precedes(_ left: Cell, _ right: Cell) -> Bool {
    switch (left, right) {
    case (.null, _): false
    case (_, .null): true
    case (.integer(let a), .integer(let b)), (.date(let a), .date(let b)),
      (.datetime(let a), .datetime(let b)):
      a < b
    case (.decimal(let a), .decimal(let b)): a < b
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
    default: false
    }
  }

  private func precedes(_ left: [Cell], _ right: [Cell]) -> Bool {
    for (one, other) in zip(left, right) where one != other { return precedes(one, other) }
    return false
  }

  private func keys(
    _ sample: QuerySample, _ random: inout Seeded, count: Int
  ) throws -> [Grouping.Key] {
    try QuerySample.names.shuffled(using: &random).prefix(count).map { name in
      let column = try #require(sample.table.column(name))
      let units: [TimeUnit?] =
        switch column.type {
        case .date: [nil, .day, .week, .month, .quarter, .year]
        case .datetime: [nil] + TimeUnit.allCases
        default: [nil]
        }
      return Grouping.Key(column, unit: units.randomElement(using: &random) ?? nil)
    }
  }

  @Test(arguments: 0...4)
  func `groups are those of a plain look, in the order of their values`(_ keyCount: Int) throws {
    for seed in 0..<40 {
      var random = Seeded(seed * 7 + keyCount)
      let sample = try QuerySample(seed)
      let keys = try keys(sample, &random, count: keyCount)
      let share = Int.random(in: 0...4, using: &random)
      let selected = (0..<sample.rowCount).filter { _ in
        Int.random(in: 0..<4, using: &random) < share
      }
      let expected = naive(sample, keys, selected).sorted { precedes($0.key, $1.key) }
      let selection = Selection(rows: selected, of: sample.table)
      for lanes in [Lanes.single, .threads(2), .threads(7)] {
        let grouping = try Grouping(of: selection, by: keys, limit: 1_000, on: lanes)
        try #require(grouping.count == expected.count)
        let groups = Array(0..<grouping.count)
        let cells = keys.indices.map { grouping.cells(of: $0, at: groups) }
        let rows = try grouping.rows(on: lanes)
        let found = groups.map { group in
          Group(key: cells.map { $0[group] }, rows: Array(rows[group]))
        }
        #expect(found == expected)
        #expect(grouping.rowCounts == expected.map(\.rows.count))
      }
    }
  }

  @Test(arguments: QuerySample.names)
  func `values of groups are counted, and added up where sums are exact`(_ name: String) throws {
    for seed in 0..<10 {
      let sample = try QuerySample(seed)
      let column = try #require(sample.table.column(name))
      let keys = [Grouping.Key(try #require(sample.table.column("coded")))]
      let selection = Selection(all: sample.table)
      for lanes in [Lanes.single, .threads(3)] {
        let grouping = try Grouping(of: selection, by: keys, limit: 1_000, on: lanes)
        let rows = try grouping.rows(on: lanes)
        let counts = try grouping.valueCounts(of: column, on: lanes)
        let totals = try grouping.totals(of: column, on: lanes)
        #expect((totals == nil) == (column.type == .text || name == "double" && hasDoubles(column)))
        for group in 0..<grouping.count {
          let present = rows[group].filter { sample.cells[name]?[Int($0)] != "" }
          #expect(counts[group] == present.count)
          guard let totals, let values = column.distribution(at: rows[group]) else { continue }
          #expect(totals.count(of: group) == present.count)
          let sum = naiveSum(values)
          guard !present.isEmpty else {
            #expect(totals.mean(of: group) == .null && totals.sum(of: group, as: .integer) == .null)
            continue
          }
          #expect(
            totals.mean(of: group) == .decimal(values.quotient(sum, by: UInt128(present.count))))
          let isWhole = column.type != .decimal
          #expect(
            totals.sum(of: group, as: column.type)
              == (isWhole ? .integer(Int64(sum)) : .decimal(values.quotient(sum))))
        }
      }
    }
  }

  private func hasDoubles(_ column: Column) -> Bool { column.numbers?.isInexact ?? false }

  private func naiveSum(_ distribution: Distribution) -> Int128 {
    switch distribution.values {
    case .mantissas(let mantissas): mantissas.reduce(0) { $0 + Int128($1) }
    case .counts(let least, let counts):
      counts.enumerated().reduce(0) { $0 + Int128($1.element) * Int128(least + Int64($1.offset)) }
    case .doubles: 0
    }
  }

  @Test func `more groups than may be are refused, whatever the columns are`() throws {
    let sample = try QuerySample(5, rows: 300)
    for names in [["spelled"], ["wide"], ["narrow", "decimal"], ["coded", "moment", "spelled"]] {
      let keys = try names.map { Grouping.Key(try #require(sample.table.column($0))) }
      let selection = Selection(all: sample.table)
      let count = try Grouping(of: selection, by: keys, limit: 300, on: .single).count
      #expect(try Grouping(of: selection, by: keys, limit: count, on: .single).count == count)
      #expect(throws: GroupingFailure.tooManyGroups(limit: count - 1)) {
        try Grouping(of: selection, by: keys, limit: count - 1, on: .single)
      }
    }
  }

  @Test func `without rows there are no groups, without columns there is one`() throws {
    let sample = try QuerySample(5, rows: 0)
    let key = Grouping.Key(try #require(sample.table.column("coded")))
    let selection = Selection(all: sample.table)
    #expect(try Grouping(of: selection, by: [key], limit: 9, on: .single).count == 0)
    let whole = try Grouping(of: selection, by: [], limit: 9, on: .single)
    #expect(whole.rowCounts == [0])
    #expect(try whole.rows(on: .single)[0].isEmpty)
  }
}
