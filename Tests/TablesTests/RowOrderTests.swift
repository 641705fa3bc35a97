import Testing

@testable import Tables

struct RowOrderTests {
  /// All selected rows in their order, by a stable sort of cells as they were written.
  private func sorted(_ rows: [Int], _ order: RowOrder, _ sample: QuerySample) -> [Int] {
    rows.sorted { left, right in
      for key in order.keys {
        let one = sample.cells[key.column]?[left] ?? ""
        let other = sample.cells[key.column]?[right] ?? ""
        if one.isEmpty != other.isEmpty { return other.isEmpty }
        if one.isEmpty { continue }
        let order = PlainFilter.order(key.column, one, other)
        if order != 0 { return (order < 0) != key.isDescending }
      }
      return left < right
    }
  }

  private func order(_ random: inout Seeded, of names: [String], keys: ClosedRange<Int>) -> RowOrder
  {
    RowOrder(
      names.shuffled(using: &random).prefix(Int.random(in: keys, using: &random)).map {
        .init($0, isDescending: Bool.random(using: &random))
      })
  }

  @Test func `rows come in the order of a stable sort from any row on`() throws {
    for seed in 0..<30 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed + 11)
      let rows = (0..<sample.rowCount).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      let selection = Selection(rows: rows, of: sample.table)
      for _ in 0..<4 {
        let order = order(&random, of: QuerySample.names, keys: 0...3)
        let all = sorted(rows, order, sample)
        let whole = sorted(Array(0..<sample.rowCount), order, sample)
        for lanes in [Lanes.single, .threads(2)] {
          func kept(_ after: Int?, _ limit: Int) throws -> [Int] {
            try order.rows(of: selection, in: sample.table, after: after, limit: limit, on: lanes)
          }
          #expect(try kept(nil, .max) == all, "seed \(seed) \(order)")
          let limit = Int.random(in: 0...30, using: &random)
          #expect(try kept(nil, limit) == Array(all.prefix(limit)))
          // Any row may be the one behind which rows are asked for, selected or not.
          guard let after = whole.randomElement(using: &random) else { continue }
          let behind = Set(whole.drop { $0 != after }.dropFirst())
          let expected = all.filter(behind.contains)
          #expect(try kept(after, limit) == Array(expected.prefix(limit)))
          #expect(try kept(after, .max) == expected, "seed \(seed) \(order) \(after)")
        }
      }
    }
  }

  @Test func `pages hold every row once`() throws {
    for seed in 0..<12 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed + 23)
      let order = order(&random, of: QuerySample.names, keys: 1...2)
      let selection = Selection(all: sample.table)
      var paged: [Int] = []
      while true {
        let page = try order.rows(
          of: selection, in: sample.table, after: paged.last, limit: 7, on: .single)
        if page.isEmpty { break }
        paged += page
      }
      #expect(paged == sorted(Array(0..<sample.rowCount), order, sample))
    }
  }

  @Test func `many rows in few or in all orders are cut to the first of them`() throws {
    // More rows than are looked at one by one: a sample says first how far the answer may reach.
    let sample = try QuerySample(77, rows: 34_000, chunkBytes: 200_000)
    let rows = (0..<sample.rowCount).filter { $0 % 70 != 0 }
    let selection = Selection(rows: rows, of: sample.table)
    for (name, second) in [("spelled", "narrow"), ("coded", "spelled")] {
      let order = RowOrder([.init(name), .init(second, isDescending: true)])
      let all = sorted(rows, order, sample)
      for after in [nil, all[20_000]] {
        let start = after.flatMap { all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        for lanes in [Lanes.single, .threads(2)] {
          for limit in [1, 1500] {
            let page = try order.rows(
              of: selection, in: sample.table, after: after, limit: limit, on: lanes)
            #expect(page == Array(all[start...].prefix(limit)), "\(name) \(start) \(limit)")
          }
        }
      }
    }
  }

  @Test func `a column that is not there and a row that is not there`() throws {
    let table = try QuerySample(4, rows: 10).table
    let selection = Selection(all: table)
    #expect(throws: QueryFailure.unknownColumn("x", known: table.columnNames)) {
      try RowOrder([.init("x")]).rows(
        of: selection, in: table, after: nil, limit: 1, on: .single)
    }
    for keys in [[], [RowOrder.Key("narrow")]] {
      for after in [10, -1, Int.max, Int.min] {
        #expect(
          try RowOrder(keys).rows(
            of: selection, in: table, after: after, limit: .max, on: .single) == [])
      }
    }
    let empty = try QuerySample(4, rows: 0).table
    #expect(
      try RowOrder([.init("narrow")]).rows(
        of: Selection(all: empty), in: empty, after: nil, limit: 5, on: .threads(2)) == [])
  }
}
