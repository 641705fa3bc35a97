import Testing

@testable import Statistics

struct AggregateFunctionTests {
  @Test func `every function is read by its name`() throws {
    for name in AggregateFunction.names {
      let arguments =
        switch name {
        case "q": ["a", "0.5"]
        case "corr": ["a", "b"]
        case "histogram": ["a", "20"]
        default: ["a"]
        }
      let function = try #require(try AggregateFunction(name, arguments))
      #expect(function.name == name)
      #expect(function.columns == arguments.filter { ["a", "b"].contains($0) })
    }
    #expect(try AggregateFunction("count", []) == .count)
    #expect(try AggregateFunction("q", ["a", ".25"]) == .measure(.quantile(0.25), of: "a"))
    #expect(try AggregateFunction("nothing", ["a"]) == nil)
  }

  @Test(arguments: [
    (
      "count", ["a", "b"], QueryMistake.Kind.wrongArgumentCount(function: "count", expected: 0...1)
    ),
    ("mean", [], .wrongArgumentCount(function: "mean", expected: 1...1)),
    ("first", [], .wrongArgumentCount(function: "first", expected: 1...1)),
    ("corr", ["a"], .wrongArgumentCount(function: "corr", expected: 2...2)),
    ("q", ["a"], .wrongArgumentCount(function: "q", expected: 2...2)),
    ("histogram", ["a"], .wrongArgumentCount(function: "histogram", expected: 2...2)),
    ("q", ["a", "1.5"], .noShare("1.5")), ("q", ["a", "nan"], .noShare("nan")),
    ("q", ["a", "1e-1"], .noShare("1e-1")), ("q", ["a", "."], .noShare(".")),
    ("histogram", ["a", "0"], .noBinCount("0", 1...1_000)),
    ("histogram", ["a", "1001"], .noBinCount("1001", 1...1_000)),
  ])
  func `arguments that a function does not take are a mistake`(
    name: String, arguments: [String], kind: QueryMistake.Kind
  ) {
    #expect(throws: kind) { try AggregateFunction(name, arguments) }
  }
}
