import Foundation
import Harness
import Testing

/// The server holds what its description promises.
struct ContractTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  private static let python = root + "/.build-tools/contract/bin/python3"
  private static let hasTools = FileManager.default.fileExists(
    atPath: root + "/.build-tools/contract/installed.txt")

  @Test(
    .enabled(
      if: hasTools,
      "skipped: schemathesis and openapi-spec-validator are missing; .ci/install-contract.sh installs them"
    ))
  func `whatever a server is asked, it answers as its description says`() throws {
    let script = try Program([
      Self.python, Self.root + "/Tests/Contract/contract.py", "--tally",
      TallyServer.binaryPath(), "--bench", TallyServer.builtBinaryPath("tally-bench"),
    ])
    let status = try script.waitForExit(seconds: 900)
    let printed = script.output + script.error
    #expect(status == 0, "\(printed.suffix(20_000))")
    let cases = printed.matches(of: /contract: ([0-9]+) cases/).compactMap { Int($0.1) }
    #expect(cases.count == 1 && cases[0] >= 2000)
  }

  @Test func `the shutdown, which the script leaves out, is answered as described`() throws {
    let server = try TallyServer(survey: Fixtures.realSurvey())
    let document = try server.request("GET", "/openapi.json").object()
    let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
    let operation = try #require(paths["/api/graceful_shutdown"]?["post"])
    let responses = try #require(operation["responses"] as? [String: Any])
    let answer = try server.request("POST", "/api/graceful_shutdown")
    #expect(responses["\(answer.status)"] != nil && answer.status == 200)
    #expect(["running", "done"].contains(try answer.object()["status"] as? String))
    #expect(try server.waitForExit() == 0)
  }
}
