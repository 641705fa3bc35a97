import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct GeneralJobsTests {
  /// No port of this machine has number 1 open, and none is asked: the guard is before it.
  private static let order = #"{"url":"http://127.0.0.1:1/a.csv","name":"a"}"#

  private func submit(_ site: Site, _ body: String = order) throws -> Response {
    try site.ask(.post, "/api/v1/imports", body)
  }

  @Test func `a job that failed tells why, and has no result`() throws {
    let site = try Site()
    _ = try submit(site)
    site.settle()
    for id in ["job_id_1", "1"] {
      let job = try site.ask(.get, "/api/v1/jobs/\(id)")
      #expect(job.status == .ok)
      #expect(try job.value()["state"] == .string("failed"))
      guard case .string(let reason)? = try job.value()["error"] else {
        Issue.record("there is no reason")
        continue
      }
      #expect(reason.contains("127.0.0.1, this machine itself"))
      let result = try site.ask(.get, "/api/v1/jobs/\(id)/result")
      #expect(result.status == .conflict)
      #expect(try result.value()["type"] == .string("/problems/no-result"))
      #expect(try result.value()["detail"] == .string("job_id_1 failed: " + reason))
      #expect(result.fields[.retryAfter] == nil)
    }
    // The same job in the words of the survey's family.
    #expect(
      try site.json(.get, "/api/get_results/1")["status"] == .string("error"))
    #expect(site.engine.catalog.all.isEmpty && site.drafts.isEmpty)
  }

  @Test func `a survey's job is a job like any other`() throws {
    let site = try Site()
    _ = try site.finish()
    let job = try site.ask(.get, "/api/v1/jobs/job_id_1").value()
    #expect(job["state"] == .string("succeeded"))
    #expect(job["type"] == .string("survey"))
    #expect(job["error"] == .null)
    let result = try site.ask(.get, "/api/v1/jobs/job_id_1/result")
    #expect(result.fields[.contentType] == "application/json")
    #expect(result.text == #"{"Ohio":2.0,"Guam":4.0}"#)
  }

  @Test func `a job that waits has no result yet`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let job = try site.ask(.get, "/api/v1/jobs/1")
    #expect(try job.value()["state"] == .string("queued"))
    #expect(job.fields[.retryAfter] == "1")
    let result = try site.ask(.get, "/api/v1/jobs/1/result")
    #expect(result.status == .conflict)
    #expect(result.fields[.retryAfter] == "1")
    #expect(try result.value()["detail"] == .string("job_id_1 is not finished yet"))
    gate.signal()
    site.settle()
    let finished = try site.ask(.get, "/api/v1/jobs/1")
    #expect(try finished.value()["state"] == .string("succeeded"))
    #expect(finished.fields[.retryAfter] == nil)
  }

  @Test(arguments: [
    "7", "job_id_7", "x", "job_id_", "-1", "0", "job_id_1x", "99999999999999999999",
  ])
  func `a number that was never given is unknown`(id: String) throws {
    let site = try Site()
    for tail in ["", "/result", "/events"] {
      let response = try site.ask(.get, "/api/v1/jobs/\(id)\(tail)")
      #expect(response.status == .notFound)
      #expect(response.fields[.contentType] == "application/problem+json")
    }
  }

  @Test func `a result of its file is the part that is the data, and is not copied`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    let response = try site.ask(.get, "/api/v1/jobs/\(id)/result")
    guard case .file = response.body else {
      Issue.record("the result was read into memory")
      return
    }
    #expect(response.fields[.contentType] == "application/json")
    #expect(response.text == #"{"Ohio":2.0,"Guam":4.0}"#)
  }

  @Test func `a file that was torn is no result`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    try Data(#"{"status":"done""#.utf8).write(
      to: URL(fileURLWithPath: site.folder + "/results/\(id).json"))
    #expect(try site.ask(.get, "/api/v1/jobs/\(id)/result").status == .internalServerError)
  }

  @Test func `a job whose file was removed is gone`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    try FileManager.default.removeItem(atPath: site.folder + "/results/\(id).json")
    let result = try site.ask(.get, "/api/v1/jobs/\(id)/result")
    #expect(result.status == .gone)
    #expect(try result.value()["status"] == .integer(410))
  }

  @Test(
    arguments: [
      ("{}", 400, "url"), (#"{"url":"http://a/"}"#, 400, "name"), (#"{"name":"a"}"#, 400, "url"),
      (#"{"url":7,"name":"a"}"#, 400, "url"), (#"{"url":"http://a/","name":"?"}"#, 400, "name"),
      (#"{"url":"http://a/","name":"a","mode":"x","types":[],"colour":1}"#, 400, "colour"),
      ("[]", 400, "object"), ("{", 400, "JSON"),
      (#"{"url":"http://a/","name":"a","_dry_run":true}"#, 400, "_dry_run"),
    ] as [(String, Int, String)])
  func `an order that makes no sense is no job`(body: String, status: Int, hint: String) throws {
    let site = try Site()
    let response = try submit(site, body)
    #expect(response.status.code == status)
    #expect(response.text.contains(hint))
    #expect(site.engine.figures.submittedJobs == 0)
  }

  @Test func `types may be an object, and every mistake is told`() throws {
    let site = try Site()
    let good =
      #"{"url":"http://127.0.0.1:1/","name":"a","mode":"replace","types":{"zip":"text"},"#
      + #""delimiter":";","encoding":"utf-8","on_error":"skip_row"}"#
    #expect(try submit(site, good).status == .accepted)
    let bad = #"{"url":"http://a/","name":"a","mode":"x","types":[],"on_error":"y"}"#
    #expect(try submit(site, bad).mistakes().count == 3)
  }

  @Test func `an order in another type than JSON is refused`() throws {
    let response = try Site().ask(
      .post, "/api/v1/imports", Self.order, fields: [(.contentType, "text/plain")])
    #expect(response.status == .unsupportedMediaType)
  }

  @Test func `while the server shuts down no import is taken`() throws {
    let site = try Site()
    _ = site.engine.drain()
    let response = try submit(site)
    #expect(response.status == .serviceUnavailable)
    #expect(response.fields[.retryAfter] != nil)
  }

  // Lists

  @Test func `jobs are listed from the youngest, a page at a time`() throws {
    let site = try Site()
    for _ in 0..<5 { _ = try site.finish() }
    var target: String? = "/api/v1/jobs?_limit=2"
    var pages: [[JSONValue?]] = []
    while let next = target {
      let response = try site.ask(.get, next)
      let value = try response.value()
      let count = try #require(value["data"]?.elementCount)
      pages.append((0..<count).map { value["data"]?[$0]?["id"] })
      #expect(value["page"]?["limit"] == .integer(2))
      #expect(value["page"]?["count"] == .null)
      target = response.fields["Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
      #expect((target == nil) == (value["page"]?["next"] == .null))
      try #require(pages.count < 9)
    }
    #expect(
      pages == [[5, 4], [3, 2], [1]].map { $0.map { JSONValue.string("job_id_\($0)") } })
  }

  @Test func `a list is of states and of a kind`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    _ = try site.finish()
    _ = try submit(site)
    site.settle()
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    func ids(_ query: String) throws -> [JSONValue?] {
      let data = try site.json(.get, "/api/v1/jobs?" + query)["data"]
      return (0..<(data?.elementCount ?? 0)).map { data?[$0]?["id"] }
    }
    #expect(try ids("") == [.string("job_id_3"), .string("job_id_2"), .string("job_id_1")])
    #expect(try ids("state=succeeded,queued") == [.string("job_id_3"), .string("job_id_1")])
    #expect(try ids("type=import") == [.string("job_id_2")])
    #expect(try ids("type=survey&state=queued") == [.string("job_id_3")])
    #expect(try ids("type=none").isEmpty)
    gate.signal()
    site.settle()
  }

  @Test func `what makes no sense of a list is refused`() throws {
    let site = try Site()
    let refused = try site.ask(.get, "/api/v1/jobs?stat=queued")
    #expect(refused.status == .badRequest)
    #expect(
      try refused.mistakes() == ["stat: There is no parameter 'stat'; did you mean 'state'?"])
    let foreign = try site.ask(.get, "/api/v1/jobs?_cursor=AAAA")
    #expect(try foreign.value()["type"] == .string("/problems/foreign-cursor"))
  }

  // Taking back

  @Test func `a job that waits is cancelled for good, in the words of every family`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let response = try site.ask(.delete, "/api/v1/jobs/job_id_1")
    #expect(response.status == .ok)
    #expect(try response.value()["state"] == .string("cancelled"))
    gate.signal()
    site.settle()
    #expect(try site.json(.get, "/api/v1/jobs/1")["state"] == .string("cancelled"))
    let result = try site.ask(.get, "/api/v1/jobs/1/result")
    #expect(result.status == .conflict)
    #expect(try result.value()["detail"] == .string("job_id_1 was cancelled"))
    #expect(
      try site.ask(.get, "/api/get_results/1").text
        == #"{"status":"error","reason":"cancelled"}"#)
    #expect(
      try site.ask(.get, "/api/jobs").text == #"{"status":"done","data":[{"job_id_1":"error"}]}"#)
  }

  @Test func `who only cancels never loses a result`() throws {
    let site = try Site()
    let id = try site.finish()
    let spared = try site.ask(.delete, "/api/v1/jobs/\(id)?_if=unfinished")
    #expect(spared.status == .conflict)
    #expect(spared.text.contains("\(id) has ended already: succeeded"))
    #expect(try site.ask(.get, "/api/v1/jobs/\(id)/result").status == .ok)
    let wrong = try site.ask(.delete, "/api/v1/jobs/\(id)?_if=old")
    #expect(wrong.status == .badRequest && wrong.text.contains("unfinished"))
    #expect(try site.ask(.get, "/api/v1/jobs/\(id)").status == .ok)
  }

  @Test func `a finished job is removed with its result, once`() throws {
    let site = try Site()
    let id = try site.finish()
    let removed = try site.ask(.delete, "/api/v1/jobs/\(id)")
    #expect(removed.status == .noContent)
    #expect(removed.text.isEmpty)
    for target in ["", "/result", "/events"] {
      #expect(try site.ask(.get, "/api/v1/jobs/\(id)\(target)").status == .gone)
    }
    #expect(try site.ask(.get, "/api/get_results/\(id)").status == .gone)
    #expect(try site.ask(.delete, "/api/v1/jobs/\(id)").status == .gone)
    #expect(try site.ask(.delete, "/api/v1/jobs/99").status == .notFound)
  }

  @Test func `taking a job back needs the key to change something`() throws {
    var options = Access.Options()
    options.guarding = .changes
    let site = try Site(access: AccessKeeper(options))
    #expect(try site.ask(.delete, "/api/v1/jobs/1").status == .unauthorized)
  }
}
