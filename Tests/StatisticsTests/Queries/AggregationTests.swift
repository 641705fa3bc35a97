import Tables
import Testing

@testable import Statistics

struct AggregationTests {
  private static let numbers = ["n", "price", "wide", "double"]
  private static let comparing: [Measure] = [.count, .countDistinct, .min, .max, .mode]

  /// Every function of every column that has it.
  private static let functions: [AggregateFunction] = {
    var all: [AggregateFunction] = [
      .count, .correlation("n", "price"), .correlation("wide", "double"),
    ]
    for name in AggregateSample.names {
      all += [.first(name), .last(name)]
      all += comparing.map { .measure($0, of: name) }
    }
    for name in numbers {
      all += Measure.samples.filter { !comparing.contains($0) }.map { .measure($0, of: name) }
      all += [.histogram(name, bins: 1), .histogram(name, bins: 7)]
    }
    return all + [.measure(.sum, of: "flag"), .measure(.mean, of: "flag")]
  }()

  private func groups(_ random: inout Seeded, count: Int) -> [AggregateQuery.GroupKey] {
    AggregateSample.names.shuffled(using: &random).prefix(count).map { name in
      let units: [TimeUnit?] =
        switch name {
        case "day": [nil, .day, .week, .month, .quarter, .year]
        case "moment": [nil] + TimeUnit.allCases
        default: [nil]
        }
      return .init(name, unit: units.randomElement(using: &random) ?? nil)
    }
  }

  private func query(
    _ random: inout Seeded, keys: Int, outputs: Int
  ) -> AggregateQuery {
    let chosen = Self.functions.shuffled(using: &random).prefix(outputs)
    return AggregateQuery(
      filter: AggregateSample.rest, groupBy: groups(&random, count: keys),
      outputs: chosen.enumerated().map { .init("o\($0)", $1) }, limit: 10_000)
  }

  @Test(arguments: 0...3)
  func `every function of every group is that of a plain look`(_ keyCount: Int) throws {
    for seed in 0..<25 {
      var random = Seeded(seed * 5 + keyCount)
      let sample = try AggregateSample(seed, rows: seed < 3 ? seed : nil)
      let outputCount = [1, 4, Self.functions.count].randomElement(using: &random) ?? 1
      let query = query(&random, keys: keyCount, outputs: outputCount)
      let expected = NaiveAggregate(sample: sample, query: query).rows
      let answer = try query.answer(from: sample.table, on: .single)
      try #require(answer.rows.count == expected.count)
      #expect(answer.columns == query.columnNames)
      #expect(answer.groupCount == expected.count && answer.next == nil)
      for (row, plain) in zip(answer.rows, expected) {
        for (number, (value, plain)) in zip(row, plain).enumerated() {
          let function = number < keyCount ? nil : query.outputs[number - keyCount].function
          #expect(
            value.isClose(to: plain), "\(function as Any) in the table \(seed)")
        }
      }
      for count in [2, 7] {
        #expect(try query.answer(from: sample.table, on: .threads(count)) == answer)
      }
    }
  }

  @Test func `all functions are there`() {
    #expect(Set(Self.functions.map(\.name)) == Set(AggregateFunction.names))
  }

  @Test func `groups are chosen, sorted and cut into pages`() throws {
    for seed in 0..<40 {
      var random = Seeded(seed)
      let sample = try AggregateSample(seed + 100)
      var query = AggregateQuery(
        filter: AggregateSample.rest, groupBy: groups(&random, count: 2),
        outputs: [
          .init("total", .count), .init("unused", .measure(.median, of: "price")),
          .init("m", .measure(.mean, of: "wide")), .init("w", .measure(.max, of: "word")),
        ], limit: 10_000)
      let all = try query.answer(from: sample.table, on: .single).rows
      query.having = [
        Filter.Condition("total", .lte, ["3"]), Filter.Condition("w", .contains, ["É"]),
      ]
      query.sort = [SortKey("m", isDescending: true), SortKey("total")]
      let chosen = all.filter { row in
        guard case .integer(let count) = row[2].cell, case .text(let word) = row[5].cell else {
          return false
        }
        return count <= 3 && word.elementsEqual("été".utf8)
      }
      let sorted = chosen.enumerated().sorted { left, right in
        let (one, other) = (left.element, right.element)
        if one[4] != other[4] { return precedesDescending(one[4].cell, other[4].cell) }
        if one[2] != other[2] {
          return NaiveAggregate.precedes(one[2].cell ?? .null, other[2].cell ?? .null)
        }
        return left.offset < right.offset
      }.map(\.element)
      let whole = try query.answer(from: sample.table, on: .threads(2))
      #expect(whole.rows == sorted && whole.groupCount == sorted.count && whole.next == nil)
      query.limit = 2
      var position: Int? = 0
      var pages: [[AggregateValue]] = []
      while let start = position {
        let page = try query.answer(from: sample.table, after: start, on: .single)
        #expect(page.rows.count <= 2 && page.groupCount == sorted.count)
        pages += page.rows
        position = page.next
      }
      #expect(pages == sorted)
    }
  }

  private func precedesDescending(_ left: Cell?, _ right: Cell?) -> Bool {
    if left == .null || right == .null { return right == .null }
    return NaiveAggregate.precedes(right ?? .null, left ?? .null)
  }

  @Test func `a page behind the last group, and one of nothing, are empty`() throws {
    let sample = try AggregateSample(3, rows: 50)
    var query = AggregateQuery(groupBy: [.init("word")], limit: 3)
    for position in [100, Int.max] {
      let page = try query.answer(from: sample.table, after: position, on: .single)
      #expect(page.rows.isEmpty && page.next == nil && page.groupCount == 6)
    }
    query.limit = 0
    let none = try query.answer(from: sample.table, on: .single)
    #expect(none.rows.isEmpty && none.next == nil && none.groupCount == 6)
  }

  @Test func `groups are chosen by the columns they are grouped by`() throws {
    let sample = try AggregateSample(3, rows: 50)
    let query = AggregateQuery(
      groupBy: [.init("moment", unit: .day), .init("flag")],
      having: [
        Filter.Condition("moment", .gte, ["2019-04-15"]), Filter.Condition("flag", .eq, ["yes"]),
      ], sort: [SortKey("moment", isDescending: true)])
    let rows = try query.answer(from: sample.table, on: .single).rows
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0[1] == .cell(.boolean(true)) })
    let days = rows.compactMap { row -> Int64? in
      if case .date(let day) = row[0].cell { day } else { nil }
    }
    #expect(
      days.count == rows.count && days == days.sorted(by: >) && days.allSatisfy { $0 >= 18_001 })
  }

  @Test func `without groups there is one row, whatever the filter leaves`() throws {
    let sample = try AggregateSample(3)
    let query = AggregateQuery(
      filter: Filter(all: [Filter.Condition("n", .gt, ["1000"])]),
      outputs: [
        .init("count", .count), .init("c", .measure(.count, of: "n")),
        .init("s", .measure(.sum, of: "n")), .init("f", .first("word")),
        .init("h", .histogram("price", bins: 3)),
      ])
    let answer = try query.answer(from: sample.table, on: .single)
    let none = Histogram(edges: [], counts: [])
    #expect(
      answer.rows == [
        [.cell(.integer(0)), .cell(.integer(0)), .cell(.null), .cell(.null), .histogram(none)]
      ])
  }

  @Test(arguments: [
    (
      AggregateQuery(groupBy: [.init("day", unit: .hour)]),
      AggregateFailure.unsuitableUnit(.hour, column: "day", .date)
    ),
    (
      AggregateQuery(groupBy: [.init("n", unit: .day)]),
      .unsuitableUnit(.day, column: "n", .integer)
    ),
    (
      AggregateQuery(
        outputs: [.init("h", .histogram("n", bins: 2))], sort: [SortKey("h")]),
      .unorderedLabel("h")
    ),
    (
      AggregateQuery(having: [Filter.Condition("count", .gt, ["x"])]),
      .query(.unreadableValue("x", column: "count", .integer))
    ),
    (
      AggregateQuery(filter: Filter(all: [Filter.Condition("n", .contains, ["x"])])),
      .query(.unsuitableOperation(.contains, column: "n", .integer))
    ),
  ])
  func `what cannot be asked of the table is refused`(
    query: AggregateQuery, failure: AggregateFailure
  ) throws {
    let sample = try AggregateSample(1)
    #expect(throws: failure) { try query.answer(from: sample.table, on: .single) }
  }

  @Test func `a column that is not there is named with those that are`() throws {
    let sample = try AggregateSample(1)
    let known = ["id"] + AggregateSample.names
    for query in [
      AggregateQuery(groupBy: [.init("x")]), AggregateQuery(outputs: [.init("l", .first("x"))]),
      AggregateQuery(filter: Filter(all: [Filter.Condition("x", .isNull, [])])),
    ] {
      #expect(throws: AggregateFailure.query(.unknownColumn("x", known: known))) {
        try query.answer(from: sample.table, on: .single)
      }
    }
    let sorted = AggregateQuery(sort: [SortKey("x")])
    #expect(throws: AggregateFailure.query(.unknownColumn("x", known: ["count"]))) {
      try sorted.answer(from: sample.table, on: .single)
    }
  }

  @Test func `too many groups are refused`() throws {
    let sample = try AggregateSample(1, rows: 60)
    let query = AggregateQuery(groupBy: [.init("id")])
    #expect(try query.answer(from: sample.table, groupLimit: 60, on: .single).groupCount == 60)
    #expect(throws: AggregateFailure.tooManyGroups(limit: 59)) {
      try query.answer(from: sample.table, groupLimit: 59, on: .single)
    }
  }

  @Test func `sums that leave 64 bits come out as the double next to them`() throws {
    let csv = "k,v\n" + String(repeating: "a,9000000000000000000\n", count: 3) + "b,7\n"
    let table = try CSVLoader.load(Array(csv.utf8)).table
    let outputs = [AggregateQuery.Output("s", .measure(.sum, of: "v"))]
    let whole = try AggregateQuery(outputs: outputs).answer(from: table, on: .single)
    #expect(whole.rows == [[.cell(.decimal(2.7e19))]])
    let query = AggregateQuery(
      groupBy: [.init("k")], outputs: outputs, sort: [SortKey("s", isDescending: true)])
    let grouped = try query.answer(from: table, on: .single)
    #expect(grouped.rows.map { $0[1] } == [.cell(.decimal(2.7e19)), .cell(.integer(7))])
  }
}
