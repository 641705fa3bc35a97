import Tables
import Testing

@testable import Statistics

struct RowQueryTests {
  static let columns = ["price", "name", "_x", "_limit", "Age (years)", "column:y", "y"]

  private func query(_ items: [(name: String, value: String)]) throws -> RowQuery {
    try RowQuery(parsing: items, columns: Self.columns)
  }

  @Test func `without parameters all rows are asked for, a hundred a page`() throws {
    let query = try query([])
    #expect(query == RowQuery())
    #expect(query.pageLimit == 100 && query.select == nil && query.count == .none)
  }

  @Test func `every parameter has its place`() throws {
    let query = try query([
      ("price__gte", "5"), ("_or", "(price:1,name:x)"), ("name", "a,b"), ("_or", "(y:1)"),
      ("_select", #"name,"Age (years)",y"#), ("_sort", #"-price,"Age (years)",-"_x""#),
      ("_limit", "7"), ("_cursor", "abc="), ("_count", "exact"), ("_format", "csv"),
      ("_shape", "columns"), ("_csv_safe", "1"),
    ])
    let filter = Filter(
      all: [Filter.Condition("price", .gte, ["5"]), Filter.Condition("name", .eq, ["a,b"])],
      anyOf: [
        [Filter.Condition("price", .eq, ["1"]), Filter.Condition("name", .eq, ["x"])],
        [Filter.Condition("y", .eq, ["1"])],
      ])
    let sort = [
      SortKey("price", isDescending: true), SortKey("Age (years)"),
      SortKey("_x", isDescending: true),
    ]
    #expect(
      query
        == RowQuery(
          filter: filter, select: ["name", "Age (years)", "y"], sort: sort, limit: 7,
          cursor: "abc=", count: .exact, format: .csv, shape: .columns, isSpreadsheetSafe: true))
  }

  @Test(arguments: [
    ("column:_x", Filter.Condition("_x", .eq, ["1"])),
    ("column:_limit__gt", Filter.Condition("_limit", .gt, ["1"])),
    ("column:price__lt", Filter.Condition("price", .lt, ["1"])),
    ("column:y", Filter.Condition("column:y", .eq, ["1"])),
    ("column:column:y", Filter.Condition("column:y", .eq, ["1"])),
  ])
  func `a column of any name can be asked for`(name: String, condition: Filter.Condition) throws {
    #expect(try query([(name, "1")]).filter == Filter(all: [condition]))
  }

  @Test func `a parameter of ours is never a column`() throws {
    #expect(try query([("_limit", "5")]) == RowQuery(limit: 5))
  }

  @Test(arguments: [("0", 0), ("10000", 10_000), ("007", 7)])
  func `a limit goes from none to ten thousand`(text: String, limit: Int) throws {
    #expect(try query([("_limit", text)]).pageLimit == limit)
  }

  @Test func `what is no page has no limit that nobody asked for`() throws {
    #expect(try query([("_format", "ndjson")]).pageLimit == nil)
    #expect(try query([("_format", "csv"), ("_limit", "3")]).pageLimit == 3)
  }

  @Test(arguments: [
    ("_limit", "10001", QueryMistake.Kind.noWholeNumber(0...10_000)),
    ("_limit", "-1", .noWholeNumber(0...10_000)), ("_limit", "", .noWholeNumber(0...10_000)),
    ("_limit", "99999999999999999999", .noWholeNumber(0...10_000)),
    ("_limit", "+5", .noWholeNumber(0...10_000)),
    ("_count", "all", .unknownChoice(known: ["none", "exact"])),
    ("_format", "xml", .unknownChoice(known: ["json", "csv", "ndjson"])),
    ("_shape", "", .unknownChoice(known: ["objects", "arrays", "columns"])),
    ("_csv_safe", "yes", .unknownChoice(known: ["true", "false"])),
    ("_select", "", .malformed(.names)), ("_select", "name,", .malformed(.names)),
    ("_select", "name(", .malformed(.names)), ("_select", "name,name", .repeatedName("name")),
    ("_select", "nam", .unknownColumn("nam", nearest: "name")),
    ("_select", "Age (years)", .malformed(.names)),
    ("_sort", "", .malformed(.order)),
    ("_sort", "--price", .unknownColumn("-price", nearest: "price")),
    ("_sort", "price,-price", .repeatedName("price")),
    ("_sort", "prize", .unknownColumn("prize", nearest: "price")),
    ("_or", "price:1", .malformed(.conditions)),
    ("_selekt", "name", .unknownParameter(nearest: "_select")),
    ("_orr", "", .unknownParameter(nearest: "_or")),
    ("_x", "1", .unknownParameter(nearest: "column:_x")),
    ("_agg", "count()", .unknownParameter(nearest: nil)),
    ("pricee", "1", .unknownColumn("pricee", nearest: "price")),
    ("price__between", "1", .wrongValueCount(.between, expected: 2)),
  ])
  func `a bad parameter is a mistake that tells what would be good`(
    name: String, value: String, kind: QueryMistake.Kind
  ) {
    let mistake = QueryMistake(parameter: name, value: value, kind: kind)
    #expect(throws: QueryTextFailure(mistakes: [mistake])) { try query([(name, value)]) }
  }

  @Test func `all mistakes are told at once`() {
    let items: [(name: String, value: String)] = [
      ("pric", "1"), ("_limit", "5"), ("_limit", "6"), ("_or", "(nam:1,y__in:,z:1)"),
      ("_format", "xml"), ("_select", "nam,q"),
    ]
    let expected: [(Int, QueryMistake.Kind)] = [
      (0, .unknownColumn("pric", nearest: "price")), (2, .repeatedParameter),
      (3, .unknownColumn("nam", nearest: "name")), (3, .wrongValueCount(.isIn, expected: nil)),
      (3, .unknownColumn("z", nearest: nil)), (5, .unknownColumn("nam", nearest: "name")),
      (5, .unknownColumn("q", nearest: nil)),
      (4, .unknownChoice(known: ["json", "csv", "ndjson"])),
    ]
    let mistakes = expected.map { number, kind in
      QueryMistake(parameter: items[number].name, value: items[number].value, kind: kind)
    }
    #expect(throws: QueryTextFailure(mistakes: mistakes)) { try query(items) }
  }
}
