import Statistics
import Tables
import Testing

@testable import App

struct QueryArgumentsTests {
  private static let columns = ["name", "price", "day"]

  private static func question(_ arguments: [String]) throws(UsageFailure) -> QueryArguments {
    try QueryArguments(CommandArguments(arguments, flags: QueryArguments.flags))
  }

  @Test func `rows are asked for by conditions, columns, an order and a limit`() throws {
    let question = try Self.question([
      "--where", "price>5", "--where", "name~a", "--or", "price<9,day=2024-01-01", "--select",
      "day,name", "--sort", "-price,name", "--limit", "20000",
    ])
    #expect(!question.isAggregate)
    let query = try question.rowQuery(columns: Self.columns)
    #expect(
      query.filter
        == Filter(
          all: [.init("price", .gt, ["5"]), .init("name", .contains, ["a"])],
          anyOf: [[.init("price", .lt, ["9"]), .init("day", .eq, ["2024-01-01"])]]))
    #expect(query.select == ["day", "name"])
    #expect(query.sort == [SortKey("price", isDescending: true), SortKey("name")])
    #expect(query.pageLimit == 20_000)
  }

  @Test func `without a limit all rows and all groups are asked for`() throws {
    #expect(try Self.question([]).rowQuery(columns: Self.columns).pageLimit == nil)
    #expect(
      try Self.question(["--group-by", "name"]).aggregateQuery(columns: Self.columns).pageLimit
        == nil)
  }

  @Test func `groups are asked for by keys, functions and conditions on them`() throws {
    let question = try Self.question([
      "--group-by", "name,day:month", "--agg", "mean(price),n:count()", "--having",
      "n>10,mean_price<5", "--having", "name!=x", "--sort", "-n",
    ])
    #expect(question.isAggregate)
    let query = try question.aggregateQuery(columns: Self.columns)
    #expect(query.groupBy == [.init("name"), .init("day", unit: .month)])
    #expect(query.outputs.map(\.label) == ["mean_price", "n"])
    #expect(
      query.having == [
        .init("n", .gt, ["10"]), .init("mean_price", .lt, ["5"]), .init("name", .ne, ["x"]),
      ])
    #expect(query.sort == [SortKey("n", isDescending: true)])
  }

  @Test func `all mistakes are told at once, under the names of the flags`() throws {
    let question = try Self.question([
      "--where", "prise>5", "--or", "nam=x", "--sort", "dai", "--select", "price,price",
    ])
    let failure = #expect(throws: QueryTextFailure.self) {
      try question.rowQuery(columns: Self.columns)
    }
    #expect(
      Set(failure?.mistakes.map(\.parameter) ?? []) == ["--where", "--or", "--sort", "--select"])
  }

  @Test func `mistakes of groups and their conditions are told`() throws {
    let wrong = try Self.question(["--group-by", "nam", "--where", "prise>5"])
    let failure = #expect(throws: QueryTextFailure.self) {
      try wrong.aggregateQuery(columns: Self.columns)
    }
    #expect(failure?.mistakes.map(\.parameter) == ["--group-by", "--where"])
    let having = try Self.question(["--agg", "n:count()", "--having", "m>1"])
    let other = #expect(throws: QueryTextFailure.self) {
      try having.aggregateQuery(columns: Self.columns)
    }
    #expect(other?.mistakes.map(\.kind) == [.unknownColumn("m", nearest: nil)])
  }

  @Test(arguments: [["--group-by", "name"], ["--agg", "count()"], ["--having", "count>1"]])
  func `columns are not chosen of groups`(arguments: [String]) {
    #expect(throws: UsageFailure.conflictingFlags("--select", arguments[0])) {
      try Self.question(arguments + ["--select", "name"])
    }
  }
}
