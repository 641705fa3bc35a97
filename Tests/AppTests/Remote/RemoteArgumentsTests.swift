import Engine
import Testing

@testable import App

struct RemoteArgumentsTests {
  private static let flags = [CommandFlag(name: "--timeout", placeholder: "TIME", help: "")]

  private func arguments(_ arguments: String...) throws -> CommandArguments {
    try CommandArguments(arguments, flags: Self.flags)
  }

  @Test func `ids are long or short`() throws {
    #expect(
      try arguments("job_id_7", "8").jobIDs(of: "tally wait") == [JobID(7), JobID(8)])
    #expect(throws: UsageFailure.missingArgument("an ID, such as job_id_7", of: "tally wait")) {
      try arguments().jobIDs(of: "tally wait")
    }
  }

  @Test(arguments: ["job-7", "", "0", "07", "7.5", "job_id_", "1234567890123456789"])
  func `what is no id is told`(text: String) {
    #expect(
      throws: UsageFailure.badValue(
        name: "an ID", value: text, expected: "job_id_7, or 7 for short")
    ) { try arguments("7", text).jobIDs(of: "tally wait") }
  }

  @Test func `a time has a unit or is in seconds`() throws {
    #expect(try arguments().duration("--timeout") == nil)
    #expect(try arguments("--timeout", "2m").duration("--timeout") == 120_000)
    #expect(try arguments("--timeout=5").duration("--timeout") == 5000)
  }

  @Test(arguments: ["soon", "0", "0s", "-1s", "", "99999999999999999999h"])
  func `what is no time is told`(text: String) {
    #expect(
      throws: UsageFailure.badValue(
        name: "--timeout", value: text, expected: "a time such as 500ms, 10s or 2m")
    ) { try arguments("--timeout", text).duration("--timeout") }
  }
}
