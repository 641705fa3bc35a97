import Engine
import JSON
import Stores
import Synchronization
import Testing

@testable import App

struct SubmitCommandTests {
  private typealias Server = ScriptedServer

  private func body(_ arguments: [String]) throws -> String {
    String(decoding: try SubmitCommand(arguments, [:]).body, as: UTF8.self)
  }

  @Test func `what is typed is the body`() throws {
    #expect(try body(["profile"]) == #"{"type":"profile","params":{}}"#)
    #expect(
      try body([
        "aggregate", "--dataset", "games", "_group_by=genre", "limit=5", "--callback",
        "https://a/b", "--timeout=1500ms", "x=[1]",
      ])
        == #"{"type":"aggregate","dataset":"games","params":{"_group_by":"genre","limit":5,"x":[1]},"#
        + #""callback_url":"https://a/b","timeout":1.5}"#)
  }

  @Test(
    arguments: [
      ([], .missingArgument("a TYPE, such as aggregate", of: "tally submit")),
      (["a=b"], .missingArgument("a TYPE, such as aggregate", of: "tally submit")),
      (
        ["profile", "games"],
        .badValue(name: "a parameter", value: "games", expected: "name=value")
      ),
      (["profile", "a=1", "a=2"], .repeatedFlag("a")),
      (
        ["profile", "--timeout", "soon"],
        .badValue(name: "--timeout", value: "soon", expected: "a time such as 500ms, 10s or 2m")
      ),
      (
        ["profile", "--timeout", "0"],
        .badValue(name: "--timeout", value: "0", expected: "a time such as 500ms, 10s or 2m")
      ),
      (
        ["profile", "--key-once", "a b"],
        .badValue(
          name: "--key-once", value: "a b",
          expected: "1 to 255 letters, digits and marks of ASCII, without blanks and quotes")
      ),
      (["profile", "--result"], .missingArgument("--wait", of: "--result")),
      (["profile", "--result", "--json", "--wait"], .conflictingFlags("--result", "--json")),
    ] as [([String], UsageFailure)])
  func `what makes no sense is told`(arguments: [String], failure: UsageFailure) {
    #expect(throws: failure) { try SubmitCommand(arguments, [:]) }
  }

  @Test(arguments: ["", "\"a\"", String(repeating: "k", count: 256), "é"])
  func `a key that the server would not take is refused`(key: String) {
    #expect(throws: UsageFailure.self) { try SubmitCommand(["a", "--key-once", key], [:]) }
  }

  // Submissions that break

  private func submit(
    _ server: ScriptedServer, _ arguments: [String] = [],
    pause: @escaping @Sendable (Int) -> Void
  ) throws -> JobRecord {
    let command = try SubmitCommand(["profile", "--server", server.url] + arguments, [:])
    return try command.submit(
      to: RemoteJobs(command.server),
      clock: JobFollower.Clock(now: { 0 }, pause: pause, random: { 0 }))
  }

  @Test func `a submission that breaks is made again under the same random key`() throws {
    let server = try Server { _, place in
      place < 2 ? "" : Server.json(Server.job("queued"), "202 Accepted")
    }
    let waited = Mutex<[Int]>([])
    let record = try submit(server) { milliseconds in waited.withLock { $0.append(milliseconds) } }
    #expect(record.id == JobID(7))
    #expect(waited.withLock { $0 } == [500, 2000])
    let keys = server.requests.map { $0.field("Idempotency-Key") }
    #expect(keys.count == 3 && Set(keys).count == 1 && keys[0]?.count == 32)
    #expect(Set(server.requests.map(\.body)).count == 1)
    _ = try submit(server) { _ in }
    #expect(server.requests.last?.field("Idempotency-Key") != keys[0])
  }

  @Test func `a server that goes away in between may come back`() throws {
    let first = try Server { _, _ in "" }
    let second = Mutex<ScriptedServer?>(nil)
    let record = try submit(first, ["--key-once", "k"]) { milliseconds in
      if milliseconds == 500 { return first.close() }
      let server = try? Server(port: first.port) { _, _ in
        Server.json(Server.job("queued"), "202 Accepted")
      }
      second.withLock { $0 = server }
    }
    #expect(record.id == JobID(7))
    let request = second.withLock { $0?.requests.first }
    #expect(request?.field("Idempotency-Key") == "k")
  }

  @Test func `a submission that breaks each time is in doubt`() throws {
    let server = try Server { _, _ in "" }
    let failure = try #require(throws: RemoteFailure.self) {
      try submit(server, ["--key-once", "k"]) { _ in }
    }
    guard case .doubtful(server.url, "k", .brokenOff) = failure else {
      Issue.record("\(failure)")
      return
    }
    #expect(server.requests.count == 3)
  }

  @Test func `where nobody listens nothing is made again`() throws {
    let server = try Server { _, _ in "" }
    server.close()
    let pauses = Atomic(0)
    #expect(
      throws: RemoteFailure.unanswered(
        url: server.url, .unreachable(host: "127.0.0.1", port: server.port))
    ) { try submit(server) { _ in pauses.add(1, ordering: .relaxed) } }
    #expect(pauses.load(ordering: .relaxed) == 0)
  }

  @Test func `a submission that is refused is not made again`() throws {
    let server = try Server { _, _ in Server.problem("503 Service Unavailable", "{}") }
    #expect(throws: RemoteFailure.self) { try submit(server) { _ in } }
    #expect(server.requests.count == 1)
  }

  // What is printed

  /// A server that takes a job, which ends as told.
  private func server(_ end: String, result: String = "{\"mean\":1}") throws -> ScriptedServer {
    try Server { request, _ in
      switch request.line {
      case "POST /api/v1/jobs": Server.json(Server.job("queued"), "202 Accepted")
      case "GET /api/v1/jobs/job_id_7": Server.json(end)
      case "GET /api/v1/jobs/job_id_7/result": Server.json(result)
      default: Server.problem("404 Not Found", "{}")
      }
    }
  }

  @Test func `the id stands alone on standard output`() async throws {
    let server = try server("")
    let run = await RemoteRun(["submit", "profile", "--server", server.url])
    #expect(run.exitCode == 0 && run.output == "job_id_7\n" && run.error.isEmpty)
    let json = await RemoteRun(["submit", "profile", "--server", server.url, "--json"])
    #expect(json.exitCode == 0 && json.output == Server.job("queued") + "\n")
  }

  @Test func `who waits is told the end`() async throws {
    let ended = Server.job("succeeded", progress: 100)
    let server = try server(ended)
    let arguments = ["submit", "profile", "--server", server.url, "--wait"]
    let run = await RemoteRun(arguments)
    #expect(run.exitCode == 0 && run.output == "job_id_7\n" && run.error == "job_id_7 succeeded")
    let json = await RemoteRun(arguments + ["--json"])
    #expect(json.exitCode == 0 && json.output == ended + "\n" && json.error.isEmpty)
    let result = await RemoteRun(arguments + ["--result"])
    #expect(result.exitCode == 0 && result.output == "{\"mean\":1}\n" && result.error.isEmpty)
  }

  @Test func `a job that fails is the command's failure`() async throws {
    let server = try server(Server.job("failed", error: "no column"))
    for flags in [["--wait"], ["--wait", "--result"]] {
      let run = await RemoteRun(["submit", "profile", "--server", server.url] + flags)
      #expect(run.exitCode == 1)
      #expect(run.output == (flags.count == 1 ? "job_id_7\n" : ""))
      #expect(run.error == "job_id_7 failed\ntally: job_id_7: no column")
    }
  }

  @Test func `each mistake in an order is a sentence`() async throws {
    let server = try Server { _, _ in
      Server.problem(
        "422 Unprocessable Content",
        #"{"detail":"It cannot be done","errors":[{"detail":"There is no data set 'x'","pointer":"/dataset"}]}"#
      )
    }
    let run = await RemoteRun(["submit", "profile", "--dataset", "x", "--server", server.url])
    #expect(run.exitCode == 1 && run.output.isEmpty)
    #expect(run.error == "tally: It cannot be done\ntally: /dataset: There is no data set 'x'")
  }
}
