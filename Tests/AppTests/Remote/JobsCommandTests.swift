import Engine
import JSON
import Testing

@testable import App

struct JobsCommandTests {
  private typealias Server = ScriptedServer

  @Test func `flags bound the list`() throws {
    let command = try JobsCommand(
      ["--state=running,queued", "--type", "profile", "--limit", "300", "--json", "--key", "k"],
      ["TALLY_SERVER": "http://a:1"])
    #expect(command.states == [.running, .queued] && command.kind == "profile")
    #expect(command.limit == 300 && command.isJSON)
    #expect(command.server == RemoteServer(url: "http://a:1", key: "k"))
    let plain = try JobsCommand([], [:])
    #expect(plain.states.isEmpty && plain.kind == nil && plain.limit == 20 && !plain.isJSON)
  }

  @Test(
    arguments: [
      (
        ["--state", "done"],
        .badValue(
          name: "--state", value: "done",
          expected: "some of queued, running, succeeded, failed, cancelled")
      ),
      (
        ["--state", "queued,"],
        .badValue(
          name: "--state", value: "queued,",
          expected: "some of queued, running, succeeded, failed, cancelled")
      ),
      (
        ["--limit", "0"],
        .badValue(name: "--limit", value: "0", expected: "a whole number of 1 or more")
      ),
      (["job_id_7"], .unexpectedArgument("job_id_7")),
      (["--stat", "x"], .unknownFlag("--stat", nearest: "--state")),
    ] as [([String], UsageFailure)])
  func `what makes no sense is told`(arguments: [String], failure: UsageFailure) {
    #expect(throws: failure) { try JobsCommand(arguments, [:]) }
  }

  @Test func `pages are followed as far as jobs are wanted`() async throws {
    let server = try Server { _, place in
      let jobs = (0..<100).map { Server.job(1000 - 100 * place - $0, "succeeded") }
      return Server.json(
        "{\"data\":[\(jobs.joined(separator: ","))],\"page\":{\"next\":\"c\(place)\"}}")
    }
    let run = await RemoteRun(["jobs", "--server", server.url, "--limit", "250", "--json"])
    #expect(run.exitCode == 0 && run.error.isEmpty)
    let printed = try JSONParser.parse(Array(run.output.utf8))
    guard case .array(let elements) = printed else {
      Issue.record("\(run.output)")
      return
    }
    #expect(elements.count == 250 && elements.last?["id"] == .string("job_id_751"))
    #expect(
      server.lines == [
        "GET /api/v1/jobs?_limit=100", "GET /api/v1/jobs?_limit=100&_cursor=c0",
        "GET /api/v1/jobs?_limit=50&_cursor=c1",
      ])
  }

  @Test func `the last page ends the list`() async throws {
    let server = try Server { _, place in
      Server.json(
        place == 0
          ? "{\"data\":[\(Server.job(3, "failed"))],\"page\":{\"next\":\"c\"}}"
          : "{\"data\":[],\"page\":{\"next\":\"d\"}}")
    }
    let run = await RemoteRun(
      ["jobs", "--state", "failed"], environment: ["TALLY_SERVER": server.url])
    #expect(run.exitCode == 0 && server.requests.count == 2)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(server.lines.first == "GET /api/v1/jobs?_limit=20&state=failed")
  }

  @Test func `without a server the command says how to get one`() async throws {
    let server = try Server { _, _ in "" }
    server.close()
    let run = await RemoteRun(["jobs", "--server", server.url])
    #expect(run.exitCode == 1 && run.output.isEmpty)
    #expect(
      run.error == "tally: no server answers at \(server.url); start one with tally serve, "
        + "or name it with --server")
  }

  @Test func `a server that asks for a key is heard`() async throws {
    let server = try Server { _, _ in
      Server.problem("401 Unauthorized", "{\"detail\":\"A key is needed\"}")
    }
    let run = await RemoteRun(["jobs", "--server", server.url])
    #expect(run.exitCode == 1)
    #expect(run.error == "tally: A key is needed\ntally: show a key with --key or TALLY_API_KEY")
  }
}
