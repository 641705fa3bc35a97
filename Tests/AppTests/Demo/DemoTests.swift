import Posix
import Testing

@testable import App

struct DemoTests {
  private let scratch = ScratchFolder()

  private func demo(
    _ arguments: [String], _ environment: [String: String] = [:]
  ) throws(UsageFailure) -> Demo {
    try Demo(Configuration(arguments: ["--demo"] + arguments, environment: environment))
  }

  @Test(arguments: [
    ["--data", "x"], ["--results", "x"], ["--csv", "x"], ["--survey", "x"],
    ["--store", "folder:x"], ["--upstream", "http://127.0.0.1:1"], ["--keys-file", "x"],
  ])
  func `who says where data are wants no demo`(arguments: [String]) {
    #expect(throws: UsageFailure.conflictingFlags("--demo", arguments[0])) { try demo(arguments) }
  }

  @Test func `what the environment says of places is passed over, but not keys`() throws {
    let folder = try TemporaryFolder(named: "trial", environment: ["TMPDIR": scratch.path])
    let environment = ["TALLY_DATA": "/data", "TALLY_STORE": "s3://bucket"]
    let settings = try demo([], environment).settings(in: folder, upstreamPort: 7)
    #expect(settings.text("data") == folder.path + "/data" && settings.objectPlace == nil)
    #expect(settings.server("upstream") == "http://127.0.0.1:7")
    #expect(throws: UsageFailure.conflictingFlags("--demo", "--keys-file")) {
      try demo([], ["TALLY_KEYS_FILE": "keys"])
    }
  }

  @Test func `it is quiet and stops at once unless it is told otherwise`() throws {
    let folder = try TemporaryFolder(named: "trial", environment: ["TMPDIR": scratch.path])
    let usual = try demo([]).settings(in: folder, upstreamPort: 7)
    #expect(usual.text("log-level") == "warning" && usual.number("linger") == 0)
    let told = try demo(["--log-level", "debug", "--linger", "3s"])
      .settings(in: folder, upstreamPort: 7)
    #expect(told.text("log-level") == "debug" && told.number("linger") == 3000)
  }

  @Test func `its files are the same each time and have as many rows as they should`() {
    let bytes = Demo.bytes(of: ("incidents.csv", 50))
    #expect(bytes == Demo.bytes(of: ("incidents.csv", 50)))
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 51)
    #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("case_number,"))
    #expect(Demo.bytes(of: ("survey.csv", 1)) != Demo.bytes(of: ("games.csv", 1)))
  }
}
