import Statistics
import Tables
import Testing

@testable import App

struct ConditionArgumentTests {
  private static let names = ["price", "name", "Age (years)", "_hidden", "a__b"]

  @Test(
    arguments: [
      ("price>=5", .init("price", .gte, ["5"])), ("name = x y", .init("name", .eq, ["x y"])),
      (#""Age (years)" != 3"#, .init("Age (years)", .ne, ["3"])),
      ("name~war", .init("name", .contains, ["war"])),
      ("name__in=a,b", .init("name", .isIn, ["a", "b"])),
      ("price__between=1,2.5", .init("price", .between, ["1", "2.5"])),
      ("price__isnull", .init("price", .isNull, [])),
      ("name__startswith=a=b", .init("name", .startsWith, ["a=b"])),
      ("_hidden=1", .init("_hidden", .eq, ["1"])),
      ("_hidden__notnull", .init("_hidden", .notNull, [])), ("a__b<3", .init("a__b", .lt, ["3"])),
    ] as [(String, Filter.Condition)])
  func `a condition is an expression or stands as in a URL`(
    text: String, condition: Filter.Condition
  ) throws {
    #expect(
      try ConditionArgument.condition(text, of: "--where", names: Self.names) == condition)
  }

  @Test(
    arguments: [
      ("prise>=5", .unknownColumn("prise", nearest: "price")),
      ("price__inn=1", .unknownOperation("inn", nearest: "in")),
      ("prise__in=1", .unknownColumn("prise", nearest: "price")),
      ("price__between=1", .wrongValueCount(.between, expected: 2)),
      ("price", .malformed(.expression)), ("", .malformed(.expression)),
      (">5", .malformed(.expression)),
    ] as [(String, QueryMistake.Kind)])
  func `what is no condition is told`(text: String, kind: QueryMistake.Kind) {
    let failure = #expect(throws: QueryTextFailure.self) {
      try ConditionArgument.condition(text, of: "--where", names: Self.names)
    }
    #expect(failure?.mistakes.map(\.kind) == [kind])
    #expect(failure?.mistakes.first?.parameter.hasPrefix("--where") == true)
  }

  @Test func `a list is cut at its commas, but not at those in quotes`() throws {
    #expect(
      try ConditionArgument.list(
        #"price>5,name="x,y""#, of: "--or", names: Self.names) == [
          .init("price", .gt, ["5"]), .init("name", .eq, ["x,y"]),
        ])
    #expect(ConditionArgument.parts("a,,\"b,\"\",c\",") == ["a", "", "\"b,\"\",c\"", ""])
  }

  @Test func `a list tells all of its mistakes`() {
    let failure = #expect(throws: QueryTextFailure.self) {
      try ConditionArgument.list("a>5,price>1,b", of: "--or", names: Self.names)
    }
    #expect(
      failure?.mistakes.map(\.kind) == [
        .unknownColumn("a", nearest: "Age (years)"), .malformed(.expression),
      ])
  }
}
