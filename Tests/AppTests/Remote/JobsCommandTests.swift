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

  private func lines(
    isJSON: Bool = false, _ style: TerminalStyle = .plain, pages: [[String]]
  ) throws -> String {
    let now = try #require(WrittenMoment.milliseconds("2026-01-01T01:00:00Z"))
    var lines = JobLines(isJSON: isJSON, style, now: now)
    var bytes: [UInt8] = []
    for page in pages {
      bytes += lines.text(
        of: try page.map {
          try #require(JobRecord(try JSONParser.parse(Array($0.utf8))))
        })
    }
    bytes += lines.end()
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let running = Server.job(
    12, "running", progress: 45,
    more: #","created":"2026-01-01T00:56:40Z","started":"2026-01-01T00:59:58.800Z""#)
  private static let failed = Server.job(
    3, "failed", progress: 10, error: "There is no column 'x'",
    more: #","created":"2026-01-01T00:00:00Z","started":"2026-01-01T00:00:00Z","#
      + #""finished":"2026-01-01T00:00:00.350Z""#)

  @Test func `jobs are a table`() throws {
    #expect(
      try lines(pages: [[Self.running, Self.failed]]) == """
        id         type       state    progress     age  duration  error
        job_id_12  aggregate  running       45%  3m 20s      1.2s
        job_id_3   aggregate  failed        10%      1h     350ms  There is no column 'x'

        """)
    #expect(
      try lines(pages: [[Server.job("queued")]]) == """
        id        type       state   progress  age  duration  error
        job_id_7  aggregate  queued        0%

        """)
    #expect(
      try lines(pages: [[]]) == "id  type  state  progress  age  duration  error\n")
  }

  @Test func `a narrow terminal cuts errors first and ids never`() throws {
    var style = TerminalStyle.plain
    style.width = 60
    let narrow = try lines(style, pages: [[Self.running, Self.failed]])
    #expect(narrow.contains("job_id_12  aggregate  running"))
    #expect(narrow.hasSuffix("(and 1 more: error)\n"))
    style.width = 74
    #expect(
      try lines(style, pages: [[Self.running, Self.failed]]) == """
        id         type       state    progress     age  duration  error
        job_id_12  aggregate  running       45%  3m 20s      1.2s
        job_id_3   aggregate  failed        10%      1h     350ms  There is no co…

        """)
  }

  @Test func `pages of JSON are one text`() throws {
    let one = Server.job(2, "queued")
    let two = Server.job(1, "succeeded")
    #expect(try lines(isJSON: true, pages: []) == "[]\n")
    #expect(try lines(isJSON: true, pages: [[]]) == "[]\n")
    #expect(
      try lines(isJSON: true, pages: [[one], [two, one]]) == "[\n\(one),\n\(two),\n\(one)\n]\n")
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
          ? "{\"data\":[\(Self.failed)],\"page\":{\"next\":\"c\"}}"
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
