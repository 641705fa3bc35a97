import Testing

@testable import App

struct DoctorCommandTests {
  @Test func `its own flag and those of serve are read`() throws {
    let command = try DoctorCommand(
      ["--json", "--port", "9000"], environment: ["TALLY_QUEUE": "7"])
    #expect(command.isJSON && command.configuration.number("port") == 9000)
    #expect(command.configuration.number("queue") == 7)
    #expect(try !DoctorCommand([], environment: [:]).isJSON)
  }

  @Test func `other flags make no sense`() {
    #expect(throws: UsageFailure.unknownFlag("--jsn")) {
      try DoctorCommand(["--jsn"], environment: [:])
    }
  }
}
