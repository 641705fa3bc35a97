import Testing

@testable import App

struct StatsCommandTests {
  @Test func `a profile is of a file, of some columns, as text or JSON`() throws {
    let command = try StatsCommand(["a.csv", "--column", "x", "--column=y z", "--json"])
    #expect(command.file.path == "a.csv")
    #expect(command.columns == ["x", "y z"])
    #expect(command.isJSON)
    let plain = try StatsCommand([])
    #expect(plain.columns.isEmpty && !plain.isJSON && plain.file.path == nil)
  }

  @Test func `a flag of another command is told with the nearest one`() {
    #expect(throws: UsageFailure.unknownFlag("--colum", nearest: "--column")) {
      try StatsCommand(["--colum", "x"])
    }
  }
}
