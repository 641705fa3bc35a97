import Foundation
import Harness
import Testing

/// `tally serve --demo`, as the real binary.
struct DemoTests {
  private let scratch = ScratchFolder()

  /// A demo whose temporary folder lies in the scratch folder.
  private func start() throws -> (program: Program, port: UInt16) {
    let program = try Program(
      [try TallyServer.binaryPath(), "serve", "--demo", "--port", "0"],
      environment: ["TMPDIR": scratch.path])
    #expect(waitUntil { !program.isRunning || program.output.contains("in a browser") })
    let port = program.output.firstMatch(of: /listening on http:\/\/127\.0\.0\.1:([0-9]+)/)
      .flatMap { UInt16($0.1) }
    return (program, try #require(port, "\(program.output)\(program.error)"))
  }

  private func states(_ port: UInt16) throws -> [String: [String]] {
    let answer = try HTTPConnection(port: port).request("GET", "/api/v1/jobs?_limit=100").object()
    let jobs = try #require(answer["data"] as? [[String: Any]])
    return Dictionary(grouping: jobs) { $0["state"] as? String ?? "" }
      .mapValues { $0.compactMap { $0["type"] as? String } }
  }

  @Test func `it answers questions of all families, and jobs are in every state of an end`() throws
  {
    let (program, port) = try start()
    #expect(
      try waitUntil {
        let states = try states(port)
        return states["failed"] == ["pipeline"] && states["cancelled"] == ["collect"]
          && Set(states["succeeded"] ?? [])
            .isSuperset(of: ["survey", "aggregate", "profile", "pipeline", "collect"])
      })
    let ask = { (target: String) in try HTTPConnection(port: port).request("GET", target) }
    #expect(try ask("/api/get_results/job_id_1").text.contains("\"status\":\"done\""))
    #expect(try ask("/api/v1/datasets/games/rows?_limit=1").status == 200)
    #expect(try ask("/api/v1/jobs/demo-incidents/results/profile.html").status == 200)
    let counted = { (series: String) in
      try ask("/statistics?series=\(series)").object()["count"] as? Int ?? 0
    }
    let (kitchen, cellar) = (try counted("kitchen"), try counted("cellar"))
    #expect(kitchen > 200 && cellar > 200)
    #expect(try waitUntil { try counted("kitchen") > kitchen && counted("cellar") > cellar })
    #expect(
      try waitUntil {
        let days = try ask("/country-stats?from=2020-01-01&to=2020-01-01")
        return days.status == 200 && days.text.contains("France")
      })
    program.send(SIGTERM)
    #expect(try program.waitForExit() == 0)
    #expect(scratch.names(in: "").isEmpty)
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `its folder is gone after a signal, whenever that comes`(signal: Int32) throws {
    let program = try Program(
      [try TallyServer.binaryPath(), "serve", "--demo", "--port", "0"],
      environment: ["TMPDIR": scratch.path])
    #expect(waitUntil { !scratch.names(in: "").isEmpty })
    program.send(signal)
    #expect(try program.waitForExit() == 0)
    #expect(scratch.names(in: "").isEmpty)
  }

  @Test func `it refuses a folder of the user's own`() throws {
    let result = try TallyServer.run(["serve", "--demo", "--data", scratch.path])
    #expect(result.status == 2)
    #expect(result.error.hasPrefix("tally: --demo and --data do not go together"))
  }
}
