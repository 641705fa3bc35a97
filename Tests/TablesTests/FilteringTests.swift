import Testing

@testable import Tables

struct FilteringTests {
  /// A value to ask a column for: one that it may bear, or one between those.
  private func value(_ column: String, _ random: inout Seeded) -> String {
    let others: [String]
    switch column {
    case "narrow": others = ["0.0", "-3.5", "5.50", "+4", "007", "3000000000"]
    case "wide": others = ["4398046511104.5", "0", "-99999999999999999"]
    case "decimal": others = ["0.1", "0.10000000000000000001", "-1.005", "3"]
    case "fine": others = ["1.000000005", "0", "-1.00000001"]
    case "double": others = ["0.10000000000000001", "0", "1e299"]
    case "truth": others = ["1", "0", "YES", "no"]
    case "moment": others = ["2015-06-01", "1969-12-31"]
    case "coded": others = ["", "B\u{FFFF}", "I", "KI"]
    case "spelled": others = ["", "k", "I", "ÉX", "ж", "the a", "ss", "KIKI", "😀", "\u{307}"]
    default: others = []
    }
    let isOther = Int.random(in: 0..<2, using: &random) == 0
    let cell = QuerySample.cell(column, &random)
    // Of a long text a part, so that others may contain it.
    let part =
      column == "spelled" ? String(cell.prefix(Int.random(in: 1...3, using: &random))) : cell
    return isOther ? others.randomElement(using: &random) ?? part : part
  }

  private func condition(_ random: inout Seeded) -> Filter.Condition {
    let column = QuerySample.names.randomElement(using: &random) ?? "narrow"
    let isText = QuerySample.types[column] == .text
    let operations = Filter.Operation.allCases.filter {
      isText || ![.contains, .startsWith, .endsWith].contains($0)
    }
    return condition(column, operations.randomElement(using: &random) ?? .eq, &random)
  }

  private func condition(
    _ column: String, _ operation: Filter.Operation, _ random: inout Seeded
  ) -> Filter.Condition {
    let count: Int
    switch operation {
    case .isNull, .notNull: count = 0
    case .between: count = 2
    case .isIn, .notIn: count = [0, 1, 3, 20].randomElement(using: &random) ?? 1
    default: count = 1
    }
    return .init(column, operation, (0..<count).map { _ in value(column, &random) })
  }

  @Test func `every operation on every kind of column keeps what a plain look keeps`() throws {
    for seed in 0..<12 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed + 500)
      for column in QuerySample.names {
        for operation in Filter.Operation.allCases {
          if [.contains, .startsWith, .endsWith].contains(operation),
            QuerySample.types[column] != .text
          {
            continue
          }
          for _ in 0..<4 {
            let filter = Filter(all: [condition(column, operation, &random)])
            let kept = try filter.selection(of: sample.table, on: .single).all
            #expect(kept == PlainFilter(sample: sample).rows(filter), "seed \(seed) \(filter.all)")
          }
        }
      }
    }
  }

  @Test func `conditions and groups are joined as they should be on any number of lanes`() throws {
    for seed in 0..<150 {
      let sample = try QuerySample(seed)
      var random = Seeded(seed + 900)
      func conditions(_ most: Int) -> [Filter.Condition] {
        (0..<Int.random(in: 0...most, using: &random)).map { _ in condition(&random) }
      }
      let filter = Filter(
        all: conditions(2),
        anyOf: (0..<Int.random(in: 0...2, using: &random)).map { _ in conditions(3) })
      let expected = PlainFilter(sample: sample).rows(filter)
      for lanes in [Lanes.single, .threads(3)] {
        let kept = try filter.selection(of: sample.table, on: lanes)
        #expect(kept.all == expected && kept.count == expected.count, "seed \(seed) \(filter)")
      }
    }
  }

  @Test func `a spelled column is never coded for a filter`() throws {
    let sample = try QuerySample(3, rows: 300)
    let column = try #require(sample.table.column("spelled"))
    guard case .text(let texts) = column.storage else {
      Issue.record("no text")
      return
    }
    #expect(texts.segments.count > 1 && texts.words.count == 0 && !texts.hasCodes)
    var random = Seeded(3)
    for operation in Filter.Operation.allCases {
      let filter = Filter(all: [condition("spelled", operation, &random)])
      _ = try filter.selection(of: sample.table, on: .single)
    }
    #expect(!texts.hasCodes)
    _ = texts.coded
    #expect(texts.hasCodes)
  }

  @Test func `a filter without conditions keeps everything and an empty group nothing`() throws {
    let sample = try QuerySample(8, rows: 100)
    #expect(try Filter().selection(of: sample.table, on: .single).count == 100)
    #expect(try Filter(anyOf: [[]]).selection(of: sample.table, on: .single).isEmpty)
  }

  @Test func `numbers are compared by value to the last digit`() throws {
    let text = "n\n0.1\n0.3\n9007199254740993\n-0.1\n"
    let table = try CSVLoader.load(Array(text.utf8)).table
    func kept(_ operation: Filter.Operation, _ values: String...) throws -> [Int] {
      try Filter(all: [.init("n", operation, values)]).selection(of: table, on: .single).all
    }
    #expect(try kept(.eq, "0.1") == [0] && kept(.eq, "1e-1") == [0])
    #expect(try kept(.eq, "0.10000000000000000000001") == [])
    #expect(try kept(.gt, "0.10000000000000000000001") == [1, 2])
    #expect(try kept(.lt, "0.10000000000000000000001") == [0, 3])
    #expect(try kept(.eq, "9007199254740992") == [] && kept(.eq, "9007199254740993") == [2])
    #expect(try kept(.between, "-0.1", "0.1") == [0, 3])
    #expect(try kept(.notIn, "0.1", "1e300", "0.25") == [1, 2, 3])
  }

  @Test func `what a table cannot be asked is said`() throws {
    let table = try CSVLoader.load(Array("n,d,t,w\n1,2015-01-01,2015-01-01T10:00,a\n".utf8)).table
    func failure(
      _ column: String, _ operation: Filter.Operation, _ values: String...
    ) -> QueryFailure? {
      do throws(QueryFailure) {
        _ = try Filter(all: [.init(column, operation, values)]).selection(of: table, on: .single)
        return nil
      } catch {
        return error
      }
    }
    #expect(failure("x", .eq, "1") == .unknownColumn("x", known: ["n", "d", "t", "w"]))
    #expect(
      failure("n", .contains, "1") == .unsuitableOperation(.contains, column: "n", .integer))
    #expect(failure("d", .endsWith, "1") == .unsuitableOperation(.endsWith, column: "d", .date))
    #expect(failure("n", .eq) == .wrongValueCount(.eq, column: "n", count: 0))
    #expect(failure("w", .between, "a") == .wrongValueCount(.between, column: "w", count: 1))
    #expect(failure("n", .isNull, "1") == .wrongValueCount(.isNull, column: "n", count: 1))
    #expect(failure("n", .gt, "one") == .unreadableValue("one", column: "n", .integer))
    #expect(failure("n", .isIn, "1", "") == .unreadableValue("", column: "n", .integer))
    #expect(
      failure("d", .eq, "2015-01-01T10:00")
        == .unreadableValue("2015-01-01T10:00", column: "d", .date))
    #expect(
      failure("t", .eq, "2015-02-30") == .unreadableValue("2015-02-30", column: "t", .datetime))
    #expect(failure("t", .eq, "2015-01-01") == nil && failure("w", .eq, "") == nil)
  }
}
