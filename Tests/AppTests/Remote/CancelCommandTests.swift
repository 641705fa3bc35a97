import Engine
import Testing

@testable import App

struct CancelCommandTests {
  private typealias Server = ScriptedServer

  @Test func `one job at least is named`() throws {
    #expect(try CancelCommand(["7", "job_id_8"], [:]).ids == [JobID(7), JobID(8)])
    #expect(
      throws: UsageFailure.missingArgument("an ID, such as job_id_7", of: "tally cancel")
    ) { try CancelCommand([], [:]) }
  }

  /// A server where each job is in a state, and a wish to cancel it is answered with a status.
  private func server(_ jobs: [Int: (state: String, status: String)]) throws -> ScriptedServer {
    try Server { request, _ in
      let number = Int(request.line.split(separator: "_").last ?? "") ?? 0
      guard let job = jobs[number] else {
        return Server.problem("404 Not Found", "{\"detail\":\"There is no job \(number)\"}")
      }
      return request.line.hasPrefix("DELETE ")
        ? Server.answer(job.status) : Server.json(Server.job(number, job.state))
    }
  }

  @Test func `a job that waits is cancelled and one that runs stops`() async throws {
    let server = try server([1: ("queued", "200 OK"), 2: ("running", "202 Accepted")])
    let run = await RemoteRun(["cancel", "1", "2", "--server", server.url])
    #expect(run.exitCode == 0 && run.error.isEmpty)
    #expect(run.output == "job_id_1 cancelled\njob_id_2 stopping\n")
  }

  @Test func `a finished job is left as it is, and the others are cancelled`() async throws {
    let server = try server([
      1: ("succeeded", ""), 2: ("cancelled", ""), 3: ("failed", ""), 4: ("queued", "200 OK"),
    ])
    let run = await RemoteRun(["cancel", "1", "2", "3", "99", "4", "--server", server.url])
    #expect(run.exitCode == 1 && run.output == "job_id_4 cancelled\n")
    #expect(
      run.error == """
        tally: job_id_1 has succeeded already
        tally: job_id_2 has been cancelled already
        tally: job_id_3 has failed already
        tally: There is no job 99
        """)
    let deletions = server.lines.filter { $0.hasPrefix("DELETE") }
    #expect(deletions == ["DELETE /api/v1/jobs/job_id_4"])
  }

  @Test func `a job that ended in between is told as gone`() async throws {
    let server = try server([1: ("running", "204 No Content")])
    let run = await RemoteRun(["cancel", "1", "--server", server.url])
    #expect(run.exitCode == 1 && run.output.isEmpty)
    #expect(
      run.error
        == "tally: job_id_1 ended just before it could be cancelled, and is gone with its result")
  }
}
