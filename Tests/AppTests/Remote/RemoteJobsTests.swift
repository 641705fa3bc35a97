import Engine
import JSON
import Stores
import Testing

@testable import App

struct RemoteJobsTests {
  private typealias Server = ScriptedServer

  private func jobs(_ server: ScriptedServer, key: String? = nil) -> RemoteJobs {
    RemoteJobs(RemoteServer(url: server.url, key: key))
  }

  @Test func `a page is asked for with all that bounds it`() throws {
    let server = try Server { _, _ in
      Server.json("{\"data\":[\(Server.job(9, "failed"))],\"page\":{\"next\":\"a+/=\"}}")
    }
    let page = try jobs(server, key: "k").list(
      states: [.running, .queued], kind: "a b&ü", limit: 5, cursor: "x=1")
    #expect(page.records.map(\.id) == [JobID(9)] && page.cursor == "a+/=")
    let request = try #require(server.requests.first)
    #expect(
      request.line
        == "GET /api/v1/jobs?_limit=5&state=running%2Cqueued&type=a%20b%26%C3%BC&_cursor=x%3D1")
    #expect(request.field("Authorization") == "Bearer k")
    #expect(request.field("User-Agent") == "tally/\(CommandLineTool.version)")
  }

  @Test func `without a key none is shown, and the last page has no cursor`() throws {
    let server = try Server { _, _ in Server.json("{\"data\":[],\"page\":{\"next\":null}}") }
    let page = try jobs(server).list(states: [], kind: nil, limit: 1, cursor: nil)
    #expect(page.records.isEmpty && page.cursor == nil)
    #expect(server.lines == ["GET /api/v1/jobs?_limit=1"])
    #expect(server.requests.first?.field("Authorization") == nil)
  }

  @Test func `a submission carries its key`() throws {
    let server = try Server { _, _ in Server.json(Server.job("queued"), "202 Accepted") }
    let record = try jobs(server).submit(Array("{}".utf8), key: "once")
    #expect(record.id == JobID(7) && record.state == .queued)
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /api/v1/jobs" && request.body == "{}")
    #expect(request.field("Idempotency-Key") == "once")
    #expect(request.field("Content-Type") == "application/json")
  }

  @Test(
    arguments: [
      ("200 OK", .cancelled), ("202 Accepted", .stopping), ("204 No Content", .removed),
    ] as [(String, RemoteJobs.Cancellation)])
  func `a status tells what became of the wish to cancel`(
    status: String, cancellation: RemoteJobs.Cancellation
  ) throws {
    let server = try Server { _, _ in Server.answer(status) }
    #expect(try jobs(server).cancel(JobID(7)) == cancellation)
    #expect(server.lines == ["DELETE /api/v1/jobs/job_id_7"])
  }

  @Test func `a result comes as it is`() throws {
    let server = try Server { _, _ in Server.json("{ \"a\" : 1.50 }\n") }
    #expect(try jobs(server).result(of: JobID(7)) == Array("{ \"a\" : 1.50 }\n".utf8))
    #expect(server.lines == ["GET /api/v1/jobs/job_id_7/result"])
  }

  @Test func `events come as they are told until enough was heard`() throws {
    let server = try Server { _, _ in Server.events("{\"a\":1}", "no JSON", "{\"a\":2}", "3") }
    var heard: [JSONValue] = []
    try jobs(server).listen(to: JobID(7), seconds: 20) {
      heard.append($0)
      return true
    } tick: {
    }
    #expect(heard.count == 3 && heard[1]["a"] == .integer(2))
    #expect(server.lines == ["GET /api/v1/jobs/job_id_7/events"])
    #expect(server.requests.first?.field("Accept") == "text/event-stream")
    #expect(throws: RemoteFailure.unanswered(url: server.url, .sinkFailed)) {
      try jobs(server).listen(to: JobID(7), seconds: 20) { _ in
        false
      } tick: {
      }
    }
  }

  @Test(arguments: ["", "<html>", "[]", "{\"data\":[7]}", "{\"data\":{}}"])
  func `an answer of another kind of server is told as such`(body: String) throws {
    let server = try Server { _, _ in Server.json(body) }
    #expect(throws: RemoteFailure.unreadable(url: server.url, path: "/api/v1/jobs")) {
      try jobs(server).list(states: [], kind: nil, limit: 1, cursor: nil)
    }
    #expect(throws: RemoteFailure.unreadable(url: server.url, path: "/api/v1/jobs/job_id_7")) {
      try jobs(server).job(JobID(7))
    }
  }

  @Test func `who says no is heard`() throws {
    let server = try Server { _, _ in
      Server.problem("404 Not Found", "{\"detail\":\"There is no job job_id_7\"}")
    }
    let failure = try #require(throws: RemoteFailure.self) { try jobs(server).job(JobID(7)) }
    guard case .refused(let refusal) = failure else {
      Issue.record("\(failure)")
      return
    }
    #expect(refusal.status == 404 && refusal.sentences == ["There is no job job_id_7"])
  }

  @Test func `where nobody listens nobody answers`() throws {
    let server = try Server { _, _ in "" }
    server.close()
    #expect(
      throws: RemoteFailure.unanswered(
        url: server.url, .unreachable(host: "127.0.0.1", port: server.port))
    ) { try jobs(server).job(JobID(7)) }
  }
}
