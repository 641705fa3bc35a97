import Foundation
import Harness
import Testing

/// Days are collected by the real binary from an upstream that misbehaves.
struct CollectorTests {
  private static let cities = ["--cities", "20", "--countries", "4", "--rows", "50"]
  private static let question = "/country-stats?from=2024-05-01&to=2024-05-01"

  private func serve(
    _ upstream: TrialUpstream, in folder: ScratchFolder = ScratchFolder()
  ) throws -> TallyServer {
    try TallyServer(folder: folder, arguments: ["--upstream", upstream.address])
  }

  /// Has a day collected.
  ///
  /// - Returns: where its job stands.
  private func collect(_ day: String, on server: TallyServer) throws -> String {
    let answer = try server.request("POST", "/process-request?date=\(day)")
    #expect(answer.status == 201)
    return try #require(answer["location"])
  }

  private func waitForState(_ state: String, of job: String, on server: TallyServer) throws -> Bool
  {
    try waitUntil {
      try server.request("GET", job).object()["state"] as? String == state
    }
  }

  private func statistics(of server: TallyServer) throws -> String {
    let answer = try server.request("GET", Self.question)
    #expect(answer.status == 200)
    return answer.text
  }

  @Test func `a collection that is killed goes on after the start, to the same answer`() throws {
    let calm = try TrialUpstream(Self.cities)
    let undisturbed = try serve(calm)
    #expect(
      try waitForState(
        "succeeded", of: collect("2024-05-01", on: undisturbed), on: undisturbed))
    let expected = try statistics(of: undisturbed)
    #expect(expected.contains(#""buses_started":250"#))

    // One request in twenty fails: four failures of one city in a row are as good as never seen.
    let upstream = try TrialUpstream(Self.cities + ["--delay", "200", "--errors", "5"])
    let folder = ScratchFolder()
    let killed = try serve(upstream, in: folder)
    let job = try collect("2024-05-01", on: killed)
    #expect(waitUntil { !folder.names(in: "data/state/collecting/job_id_1").isEmpty })
    killed.send(SIGKILL)
    _ = try killed.waitForExit()
    let server = try serve(upstream, in: folder)
    #expect(try waitForState("succeeded", of: job, on: server))
    #expect(try statistics(of: server) == expected)
    #expect(folder.names(in: "data/state/collecting").isEmpty)
    withExtendedLifetime((calm, upstream)) {}
  }

  @Test func `cities that make no sense fail their job by name, and the others are there`() throws {
    let upstream = try TrialUpstream(Self.cities + ["--garbage", "20"])
    let server = try serve(upstream)
    #expect(
      try waitForState("failed", of: collect("2024-05-01", on: server), on: server))
    let result = try server.request("GET", "/api/get_results/job_id_1").text
    let reason = try #require(
      result.firstMatch(of: #/"reason":"([0-9]+) of 20 cities failed: .+ \(id .+\): /#))
    let failed = try #require(Int(reason.1))
    let days = try server.request(
      "GET", "/process-request?from=2024-05-01&to=2024-05-01"
    ).text
    #expect(
      days
        == #"{"2024-05-01":{"status":"partial","cities":20,"stored":\#(20 - failed),"#
        + #""failed":\#(failed),"job_id":"job_id_1"}}"#)
    withExtendedLifetime(upstream) {}
  }

  @Test func `a dead upstream is warned of, and the server is ready all the same`() throws {
    let upstream = try TrialUpstream()
    let server = try serve(upstream)
    upstream.send(SIGKILL)
    for day in ["2024-05-01", "2024-05-02"] { _ = try collect(day, on: server) }
    #expect(
      try waitUntil {
        let answer = try server.request("GET", "/readyz")
        return answer.status == 200
          && answer.text.contains(#"{"name":"upstream","status":"warn""#)
      })
    #expect(
      try server.request("GET", "/metrics").text
        .contains("tally_collector_breaker_open{place=\"upstream\"} 1\n"))
    #expect(try statistics(of: server) == "{}")
    withExtendedLifetime(upstream) {}
  }
}
