import Testing

@testable import App

struct CommandFlagsTests {
  private static let flags = [
    CommandFlag(name: "--where", placeholder: "CONDITION", help: "", isRepeated: true),
    CommandFlag(name: "--limit", placeholder: "N", help: ""),
    CommandFlag(name: "--json", placeholder: "", help: ""),
  ]

  @Test func `values stand behind a flag or behind its sign, and operands anywhere`() throws {
    let arguments = try CommandArguments(
      ["a.csv", "--where", "x>=5", "--limit=3", "--where=y=2", "--json", "-"], flags: Self.flags)
    #expect(arguments.operands == ["a.csv", "-"])
    #expect(arguments.values("--where") == ["x>=5", "y=2"])
    #expect(arguments.value("--limit") == "3")
    #expect(arguments.isSet("--json"))
    #expect(try arguments.number("--limit", in: 0...5) == 3)
  }

  @Test func `what is not given is not there`() throws {
    let arguments = try CommandArguments([], flags: Self.flags)
    #expect(arguments.operands.isEmpty)
    #expect(arguments.values("--where") == [])
    #expect(arguments.value("--limit") == nil)
    #expect(!arguments.isSet("--json"))
    #expect(try arguments.number("--limit", in: 0...5) == nil)
    #expect(try arguments.choice("--limit") as PrintedForm? == nil)
  }

  @Test func `behind two dashes everything is an operand`() throws {
    let arguments = try CommandArguments(["--", "--json", "-x.csv"], flags: Self.flags)
    #expect(arguments.operands == ["--json", "-x.csv"])
  }

  @Test func `a value may begin with a dash`() throws {
    let arguments = try CommandArguments(["--where", "-5"], flags: Self.flags)
    #expect(arguments.values("--where") == ["-5"])
  }

  @Test(
    arguments: [
      (["--were", "x"], UsageFailure.unknownFlag("--were", nearest: "--where")),
      (["-j"], .unknownFlag("-j", nearest: nil)),
      (["--limit"], .missingValue("--limit")),
      (["--limit", "1", "--limit=2"], .repeatedFlag("--limit")),
      (["--json=yes"], .badValue(name: "--json", value: "yes", expected: "no value")),
    ] as [([String], UsageFailure)])
  func `a flag that makes no sense is told`(arguments: [String], failure: UsageFailure) {
    #expect(throws: failure) { try CommandArguments(arguments, flags: Self.flags) }
  }

  @Test(arguments: ["", "x", "-1", "6", "99999999999999999999"])
  func `a number is one within its bounds`(text: String) throws {
    let arguments = try CommandArguments(["--limit", text], flags: Self.flags)
    #expect(
      throws: UsageFailure.badValue(
        name: "--limit", value: text, expected: "a whole number from 0 to 5")
    ) { try arguments.number("--limit", in: 0...5) }
  }

  @Test func `a choice is one of its words`() throws {
    let arguments = try CommandArguments(["--limit", "csv"], flags: Self.flags)
    #expect(try arguments.choice("--limit") == PrintedForm.csv)
    let other = try CommandArguments(["--limit", "xml"], flags: Self.flags)
    #expect(
      throws: UsageFailure.badValue(
        name: "--limit", value: "xml", expected: "one of table, csv, json, ndjson")
    ) { try other.choice("--limit") as PrintedForm? }
  }
}
