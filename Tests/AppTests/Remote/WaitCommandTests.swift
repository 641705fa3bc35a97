import Engine
import Testing

@testable import App

struct WaitCommandTests {
  private typealias Server = ScriptedServer

  @Test func `ids are long or short, and a time has a unit`() throws {
    let command = try WaitCommand(["job_id_7", "8", "--timeout", "2m", "--result"], [:])
    #expect(command.ids == [JobID(7), JobID(8)])
    #expect(command.limitMilliseconds == 120_000 && command.printsResult)
    let plain = try WaitCommand(["7"], [:])
    #expect(plain.limitMilliseconds == nil && !plain.printsResult)
  }

  @Test(
    arguments: [
      ([], .missingArgument("an ID, such as job_id_7", of: "tally wait")),
      (
        ["job-7"],
        .badValue(name: "an ID", value: "job-7", expected: "job_id_7, or 7 for short")
      ),
      (
        ["7", "--timeout", "0s"],
        .badValue(name: "--timeout", value: "0s", expected: "a time such as 500ms, 10s or 2m")
      ),
    ] as [([String], UsageFailure)])
  func `what makes no sense is told`(arguments: [String], failure: UsageFailure) {
    #expect(throws: failure) { try WaitCommand(arguments, [:]) }
  }

  /// A server where job 7 has succeeded, 8 failed, 9 was cancelled and 10 runs for ever; others it does not know.
  private func server() throws -> ScriptedServer {
    try Server { request, _ in
      switch request.line {
      case "GET /api/v1/jobs/job_id_7": Server.json(Server.job(7, "succeeded"))
      case "GET /api/v1/jobs/job_id_7/result": Server.json("{\"n\":1}")
      case "GET /api/v1/jobs/job_id_8":
        Server.json(Server.job(8, "failed", error: "no\\u001bcolumn"))
      case "GET /api/v1/jobs/job_id_9": Server.json(Server.job(9, "cancelled"))
      case "GET /api/v1/jobs/job_id_10": Server.json(Server.job(10, "running", progress: 50))
      case "GET /api/v1/jobs/job_id_10/events": Server.events(Server.job(10, "running"))
      default: Server.problem("404 Not Found", "{\"detail\":\"There is no such job\"}")
      }
    }
  }

  @Test func `a job that succeeded is told so`() async throws {
    let server = try server()
    let run = await RemoteRun(["wait", "7", "--server", server.url])
    #expect(run.exitCode == 0 && run.output == "job_id_7 succeeded\n" && run.error.isEmpty)
  }

  @Test func `a result is printed in place of the state`() async throws {
    let server = try server()
    let run = await RemoteRun(["wait", "7", "8", "--result", "--server", server.url])
    #expect(run.exitCode == 1 && run.output == "{\"n\":1}\n")
    #expect(run.error == "job_id_8 failed\ntally: job_id_8: no\\u{1b}column")
  }

  @Test func `each job is told, whatever became of those before`() async throws {
    let server = try server()
    let run = await RemoteRun(["wait", "99", "8", "9", "7", "--server", server.url])
    #expect(run.exitCode == 1)
    #expect(run.output == "job_id_8 failed\njob_id_9 cancelled\njob_id_7 succeeded\n")
    #expect(run.error == "tally: There is no such job\ntally: job_id_8: no\\u{1b}column")
  }

  @Test func `a job that has not ended in time ends with 3`() async throws {
    let server = try server()
    let run = await RemoteRun([
      "wait", "10", "7", "8", "--timeout", "300ms", "--server", server.url,
    ])
    #expect(run.exitCode == 3)
    #expect(run.output == "job_id_7 succeeded\njob_id_8 failed\n")
    #expect(run.error.hasPrefix("tally: job_id_10 is still running after 300ms\n"))
  }

  @Test func `a server that stays away ends with 3, or at once with 1 where no time is given`()
    async throws
  {
    let server = try server()
    server.close()
    let patient = await RemoteRun(["wait", "7", "8", "--timeout", "200ms", "--server", server.url])
    #expect(patient.exitCode == 3 && patient.output.isEmpty)
    #expect(
      patient.error == "tally: no server answered at \(server.url) within 200ms; "
        + "what became of job_id_7 is not known")
    let hasty = await RemoteRun(["wait", "7", "--server", server.url])
    #expect(hasty.exitCode == 1 && hasty.error.hasPrefix("tally: no server answers at "))
  }
}
