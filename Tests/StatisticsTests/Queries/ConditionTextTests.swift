import Tables
import Testing

@testable import Statistics

struct ConditionTextTests {
  private let names = NameList(["a", "b", "a__gt", "x_", "Age (years)"])

  private func read(_ name: String, _ value: String) -> Result<Filter.Condition, QueryMistake.Kind>
  {
    do throws(QueryMistake.Kind) {
      return .success(try ConditionText.condition(name, value, names: names))
    } catch {
      return .failure(error)
    }
  }

  private func list(_ text: String) -> ([Filter.Condition], [QueryMistake.Kind]) {
    var kinds: [QueryMistake.Kind] = []
    do throws(QueryMistake.Kind) {
      return (try ConditionText.list(text, names: names) { kinds.append($0) }, kinds)
    } catch {
      return ([], kinds + [error])
    }
  }

  @Test(arguments: [
    ("a", "5", "a", Filter.Operation.eq, ["5"]), ("a", "", "a", .eq, [""]),
    ("a__ne", "5", "a", .ne, ["5"]), ("a__gte", " 5", "a", .gte, [" 5"]),
    ("a__gt", "5", "a__gt", .eq, ["5"]), ("a__gt__lt", "5", "a__gt", .lt, ["5"]),
    ("x___gt", "5", "x_", .gt, ["5"]), ("Age (years)__lte", "5", "Age (years)", .lte, ["5"]),
    ("a__contains", "x,y", "a", .contains, ["x,y"]),
    ("a__startswith", "\"", "a", .startsWith, ["\""]), ("a__endswith", "z", "a", .endsWith, ["z"]),
    ("a__in", "x,\"y,z\",\"say \"\"hi\"\"\"", "a", .isIn, ["x", "y,z", "say \"hi\""]),
    ("a__notin", "x", "a", .notIn, ["x"]), ("a__in", "x,", "a", .isIn, ["x", ""]),
    ("a__between", "1,5", "a", .between, ["1", "5"]),
    ("a__isnull", "", "a", .isNull, []), ("a__isnull", "true", "a", .isNull, []),
    ("a__isnull", "false", "a", .notNull, []), ("a__notnull", "", "a", .notNull, []),
    ("a__notnull", "0", "a", .isNull, []),
  ])
  func `a name and a value are a condition`(
    name: String, value: String, column: String, operation: Filter.Operation, values: [String]
  ) {
    #expect(read(name, value) == .success(Filter.Condition(column, operation, values)))
  }

  @Test func `every operation has its name`() throws {
    for operation in Filter.Operation.allCases {
      let value = operation == .between ? "1,2" : operation == .isNull ? "" : "true"
      let read = read("b__\(operation.rawValue)", value)
      #expect(try read.get().operation == operation)
    }
  }

  @Test(arguments: [
    ("c", "5", QueryMistake.Kind.unknownColumn("c", nearest: nil)),
    ("Age(years)", "5", .unknownColumn("Age(years)", nearest: "Age (years)")),
    ("c__gt", "5", .unknownColumn("c", nearest: nil)),
    ("a__gtt", "5", .unknownOperation("gtt", nearest: "gt")),
    ("b__", "5", .unknownOperation("", nearest: nil)),
    ("zz__qq", "5", .unknownColumn("zz__qq", nearest: nil)),
    ("", "5", .unknownColumn("", nearest: nil)), ("_", "", .unknownColumn("_", nearest: "x_")),
    ("a__between", "1", .wrongValueCount(.between, expected: 2)),
    ("a__between", "1,2,3", .wrongValueCount(.between, expected: 2)),
    ("a__in", "", .wrongValueCount(.isIn, expected: nil)), ("a__in", "\"x", .malformed(.list)),
    ("a__in", "\"x\"y", .malformed(.list)),
    ("a__isnull", "maybe", .unknownChoice(known: ["true", "false"])),
  ])
  func `what is no condition is a mistake with its facts`(
    name: String, value: String, kind: QueryMistake.Kind
  ) {
    #expect(read(name, value) == .failure(kind))
  }

  @Test func `a list holds conditions, with values and names in quotes where they need them`() {
    let text = #"(a__gt:5, b:x y ,"Age (years)"__lte:"3,5)","a__gt":"12:""30""",b__isnull,b:1:2)"#
    let (conditions, kinds) = list(text)
    #expect(kinds.isEmpty)
    #expect(
      conditions == [
        Filter.Condition("a__gt", .eq, ["5"]), Filter.Condition("b", .eq, ["x y "]),
        Filter.Condition("Age (years)", .lte, ["3,5)"]),
        Filter.Condition("a__gt", .eq, ["12:\"30\""]), Filter.Condition("b", .isNull, []),
        Filter.Condition("b", .eq, ["1:2"]),
      ])
    let nested = list(#"(b__in:"x,""y,z""",b__eq:)"#).0
    #expect(
      nested == [Filter.Condition("b", .isIn, ["x", "y,z"]), Filter.Condition("b", .eq, [""])])
  }

  @Test(arguments: [
    "", "a:5", "(a:5", "(a:5))", "()", "(a:5,)", "(,a:5)", "(a:f(x))", "(a:\"x)", "(a:\"x\"y)",
    "(\"a\"x:5)", "(\"a\"\"b\"c:5)", "(a:5)x", "(:5)",
  ])
  func `what is no list of conditions is malformed`(_ text: String) {
    let (_, kinds) = list(text)
    #expect(kinds.last == .malformed(.conditions))
  }

  @Test func `each mistake in a list is noted`() {
    let (conditions, kinds) = list(#"(c:1,b:2,a__between:3,"b__gt":1)"#)
    #expect(conditions == [Filter.Condition("b", .eq, ["2"])])
    #expect(
      kinds == [
        .unknownColumn("c", nearest: nil), .wrongValueCount(.between, expected: 2),
        .unknownColumn("b__gt", nearest: "a__gt"),
      ])
  }

  @Test(arguments: [
    ("price>=5", "price", Filter.Operation.gte, "5"), ("price=5", "price", .eq, "5"),
    ("price == 5", "price", .eq, "5"), ("price!= 5", "price", .ne, "5"),
    ("price > -5", "price", .gt, "-5"), ("price<=5", "price", .lte, "5"),
    ("price<5", "price", .lt, "5"), ("genre ~ act", "genre", .contains, "act"),
    (#""Age (years)">3"#, "Age (years)", .gt, "3"), ("Release date=x", "Release date", .eq, "x"),
    (#"name = " x ""y"" ""#, "name", .eq, #" x "y" "#), ("name=", "name", .eq, ""),
    ("a=b=c", "a", .eq, "b=c"), (#"name=5" disk"#, "name", .eq, #"5" disk"#),
  ])
  func `an expression is a condition`(
    text: String, column: String, operation: Filter.Operation, value: String
  ) throws {
    let condition = try Filter.Condition(parsingExpression: text)
    #expect(condition == Filter.Condition(column, operation, [value]))
  }

  @Test(arguments: ["", "price", "=5", "  =5", "\"price=5", "price!5", "a=\"x", "a=\"x\"y", "a b"])
  func `what is no expression is malformed`(_ text: String) {
    let mistake = QueryMistake(parameter: text, value: "", kind: .malformed(.expression))
    #expect(throws: QueryTextFailure(mistakes: [mistake])) {
      try Filter.Condition(parsingExpression: text)
    }
  }

  @Test func `yes and no have two spellings each`() throws {
    for (text, flag) in [("true", true), ("1", true), ("false", false), ("0", false)] {
      #expect(try ConditionText.flag(text) == flag)
    }
    #expect(throws: QueryMistake.Kind.unknownChoice(known: ["true", "false"])) {
      try ConditionText.flag("")
    }
  }
}
