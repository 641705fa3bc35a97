import Testing

@testable import App

struct QueryCommandTests {
  @Test func `a question is a file, conditions and a form`() throws {
    let command = try QueryCommand([
      "a.csv", "--where", "x>5", "--format", "ndjson", "--limit", "3", "--workers=1",
    ])
    #expect(command.file.path == "a.csv")
    #expect(command.file.workers == 1)
    #expect(command.question.conditions == ["x>5"])
    #expect(command.question.limit == 3)
    #expect(command.form == .ndjson)
    #expect(try QueryCommand([]).form == nil)
  }

  @Test(
    arguments: [
      (["--form", "csv"], .unknownFlag("--form", nearest: "--format")),
      (["--lmit"], .unknownFlag("--lmit", nearest: "--limit")),
      (
        ["--format", "xml"],
        .badValue(name: "--format", value: "xml", expected: "one of table, csv, json, ndjson")
      ),
      (
        ["--limit", "-1"],
        .badValue(name: "--limit", value: "-1", expected: "a whole number of 0 or more")
      ),
      (["a", "b"], .unexpectedArgument("b")),
    ] as [([String], UsageFailure)])
  func `a command line that makes no sense is told`(arguments: [String], failure: UsageFailure) {
    #expect(throws: failure) { try QueryCommand(arguments) }
  }
}
