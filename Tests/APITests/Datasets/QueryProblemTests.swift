import HTTP
import Statistics
import Testing

@testable import API

struct QueryProblemTests {
  @Test func `a mistake in a query is told with its parameter, value and what would be right`() {
    let mistake = QueryMistake(parameter: "_limit", value: "x", kind: .noWholeNumber(0...9))
    #expect(
      mistake.problem
        == Problem.Mistake(
          "'_limit' must be a whole number", at: .parameter("_limit"), value: "x",
          expected: "a whole number from 0 to 9"))
  }

  @Test func `a long value is shortened where it is told`() {
    let long = String(repeating: "\u{FC}", count: 4000)
    let problem = QueryMistake(parameter: "p", value: long, kind: .repeatedParameter).problem
    #expect(problem.value == String(repeating: "\u{FC}", count: 200))
  }
}
