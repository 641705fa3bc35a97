import Tables
import Testing

@testable import Statistics

struct AggregateQueryTests {
  private let columns = ["price", "name", "ts", "Age (years)"]

  private func query(_ items: [(name: String, value: String)]) throws -> AggregateQuery {
    try AggregateQuery(parsing: items, columns: columns)
  }

  @Test func `without parameters the rows are counted`() throws {
    #expect(try query([]) == AggregateQuery())
    #expect(AggregateQuery().columnNames == ["count"])
  }

  @Test func `every parameter has its place`() throws {
    let query = try query([
      ("name__contains", "x"), ("_or", "(price:1,price:2)"),
      ("_group_by", #"name,ts:day,"Age (years)""#),
      (
        "_agg",
        #"mean(price),n:count(),q(price,0.95), corr( price , "Age (years)" ),"a b":sum(price)"#
      ),
      ("_having", #"(n__gt:10,name__startswith:B,"q_price_0.95"__lt:5)"#),
      ("_sort", "-mean_price,q_price_0.95,name"), ("_limit", "0"), ("_cursor", "c"),
      ("_format", "csv"), ("_csv_safe", "true"),
    ])
    let filter = Filter(
      all: [Filter.Condition("name", .contains, ["x"])],
      anyOf: [[Filter.Condition("price", .eq, ["1"]), Filter.Condition("price", .eq, ["2"])]])
    #expect(
      query
        == AggregateQuery(
          filter: filter,
          groupBy: [.init("name"), .init("ts", unit: .day), .init("Age (years)")],
          outputs: [
            .init("mean_price", .measure(.mean, of: "price")), .init("n", .count),
            .init("q_price_0.95", .measure(.quantile(0.95), of: "price")),
            .init("corr_price_Age (years)", .correlation("price", "Age (years)")),
            .init("a b", .measure(.sum, of: "price")),
          ],
          having: [
            Filter.Condition("n", .gt, ["10"]), Filter.Condition("name", .startsWith, ["B"]),
            Filter.Condition("q_price_0.95", .lt, ["5"]),
          ],
          sort: [
            SortKey("mean_price", isDescending: true), SortKey("q_price_0.95"), SortKey("name"),
          ],
          limit: 0, cursor: "c", format: .csv, isSpreadsheetSafe: true))
  }

  @Test(arguments: [
    ("count()", "count"), ("count(price)", "count_price"), ("median(price)", "median_price"),
    ("q(price,.5)", "q_price_.5"), ("histogram(price,20)", "histogram_price_20"),
    ("corr(price,ts)", "corr_price_ts"), ("stddev_pop(\"Age (years)\")", "stddev_pop_Age (years)"),
  ])
  func `an output without a label bears its function and arguments`(call: String, label: String)
    throws
  {
    #expect(try query([("_agg", call)]).columnNames == [label])
  }

  @Test(arguments: TimeUnit.allCases)
  func `times are grouped by every unit`(_ unit: TimeUnit) throws {
    #expect(
      try query([("_group_by", "ts:\(unit.rawValue)")]).groupBy == [.init("ts", unit: unit)])
  }

  @Test(arguments: [
    ("_group_by", "", QueryMistake.Kind.malformed(.groups)),
    ("_group_by", "ts:", .malformed(.groups)), ("_group_by", "ts:day:day", .malformed(.groups)),
    ("_group_by", "nam", .unknownColumn("nam", nearest: "name")),
    ("_group_by", "ts:days", .unknownUnit("days", nearest: "day")),
    ("_group_by", "ts:day,ts:hour", .repeatedName("ts")),
    ("_agg", "", .malformed(.outputs)), ("_agg", "count", .malformed(.outputs)),
    ("_agg", "count(", .malformed(.outputs)), ("_agg", "count(),", .malformed(.outputs)),
    ("_agg", "mean(price", .malformed(.outputs)), ("_agg", "mean(,)", .malformed(.outputs)),
    ("_agg", "count()x", .malformed(.outputs)), ("_agg", "n:(price)", .malformed(.outputs)),
    ("_agg", "a:b:count()", .malformed(.outputs)),
    ("_agg", "meann(price)", .unknownFunction("meann", nearest: "mean")),
    ("_agg", "mean(prize)", .unknownColumn("prize", nearest: "price")),
    ("_agg", "mean()", .wrongArgumentCount(function: "mean", expected: 1...1)),
    ("_agg", "q(price,2)", .noShare("2")),
    ("_agg", "histogram(price,x)", .noBinCount("x", 1...1_000)),
    ("_agg", "n:count(),n:mean(price)", .repeatedName("n")),
    ("_agg", "sum(price),sum(price)", .repeatedName("sum_price")),
    ("_having", "(price__gt:1)", .unknownColumn("price", nearest: nil)),
    ("_sort", "price", .unknownLabel("price", nearest: nil)),
    ("_sort", "cuont", .unknownLabel("cuont", nearest: "count")),
    ("_select", "name", .unknownParameter(nearest: nil)),
  ])
  func `a bad parameter is a mistake that tells what would be good`(
    name: String, value: String, kind: QueryMistake.Kind
  ) {
    let mistake = QueryMistake(parameter: name, value: value, kind: kind)
    #expect(throws: QueryTextFailure(mistakes: [mistake])) { try query([(name, value)]) }
  }

  @Test func `an output may not bear the name of a column that is grouped by`() {
    let mistake = QueryMistake(
      parameter: "_agg", value: "name:count()", kind: .repeatedName("name"))
    #expect(throws: QueryTextFailure(mistakes: [mistake])) {
      try query([("_group_by", "name"), ("_agg", "name:count()")])
    }
  }

  @Test func `who uses a label that went wrong is not at fault`() {
    let mistakes = [
      QueryMistake(
        parameter: "_agg", value: "mean(prize),n:cuont()",
        kind: .unknownColumn("prize", nearest: "price")),
      QueryMistake(
        parameter: "_agg", value: "mean(prize),n:cuont()",
        kind: .unknownFunction("cuont", nearest: "count")),
      QueryMistake(parameter: "_sort", value: "n,", kind: .malformed(.order)),
    ]
    #expect(throws: QueryTextFailure(mistakes: mistakes)) {
      try query([
        ("_agg", "mean(prize),n:cuont()"), ("_having", "(mean_prize__gt:3)"), ("_sort", "n,"),
      ])
    }
  }
}
