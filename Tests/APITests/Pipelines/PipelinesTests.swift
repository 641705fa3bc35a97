import Engine
import Foundation
import HTTP
import JSON
import Statistics
import Testing

@testable import API

struct PipelinesTests {
  private static let order = PipelineSamples.body(config: #""analysis_stages":["writing"]"#)
  private static let failing = PipelineSamples.body(
    config: #""analysis_stages":["writing","failing"]"#)

  private func value(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  /// A server whose pipeline `a` is finished.
  private func finishedSite(_ order: String = order) throws -> Site {
    let site = try PipelineSamples.site()
    #expect(try site.ask(.post, "/api/v1/jobs", order).status == .accepted)
    site.settle()
    return site
  }

  // Submitting

  @Test func `a pipeline is taken in, and the answer tells where it is`() throws {
    let site = try PipelineSamples.site()
    let gate = site.holdLane()
    let response = try site.ask(.post, "/api/v1/jobs", Self.order)
    #expect(response.status == .accepted)
    #expect(
      response.text
        == #"{"job_id":"a","status":"queued","#
        + #""message":"Analysis job accepted and queued for processing.","#
        + #""status_url":"http://localhost/api/v1/jobs/a/status","#
        + #""results_url":"http://localhost/api/v1/jobs/a/results"}"#)
    #expect(response.fields[.location] == "http://localhost/api/v1/jobs/a/status")
    #expect(response.fields[.retryAfter] == "1")
    let job = try site.json(.get, "/api/v1/jobs/a")
    #expect(job["type"] == .string("pipeline") && job["id"] == .string("job_id_1"))
    gate.signal()
    site.settle()
  }

  @Test func `a new job is queued, however soon it ends`() throws {
    let site = try PipelineSamples.site()
    for number in 0..<20 {
      let order = PipelineSamples.body(config: #""analysis_stages":[]"#, name: "n\(number)")
      let response = try site.ask(.post, "/api/v1/jobs", order)
      #expect(try response.value()["status"] == .string("queued"))
    }
    site.settle()
  }

  @Test func `links begin as the operator says`() throws {
    var options = Responder.Options()
    options.publicURL = PublicURL("https://tally.example.org/t/")
    let response = try PipelineSamples.site(options).ask(.post, "/api/v1/jobs", Self.order)
    #expect(
      try response.value()["results_url"]
        == .string("https://tally.example.org/t/api/v1/jobs/a/results"))
  }

  @Test func `the same body is the same job, and another body is refused`() throws {
    let site = try finishedSite()
    let again = try site.ask(.post, "/api/v1/jobs", Self.order, atWall: .max)
    #expect(again.status == .accepted)
    #expect(try again.value()["status"] == .string("completed"))
    #expect(site.engine.figures.submittedJobs == 1)
    let other = try site.ask(.post, "/api/v1/jobs", Self.order + " ")
    #expect(other.status == .conflict)
    guard case .string(let detail)? = try other.value()["detail"] else { throw Failure.noFile }
    #expect(detail.contains("'a'"))
    #expect(other.fields[.contentType] == "application/json")
  }

  @Test func `the name of a job that was removed stays taken`() throws {
    let site = try finishedSite()
    #expect(try site.ask(.delete, "/api/v1/jobs/a").status == .noContent)
    for body in [Self.order, Self.order + " "] {
      let response = try site.ask(.post, "/api/v1/jobs", body)
      #expect(response.status == .gone)
      #expect(try response.value()["detail"] != nil)
    }
  }

  @Test func `a client that waits is told the end`() throws {
    let site = try PipelineSamples.site()
    let response = try site.ask(
      .post, "/api/v1/jobs", Self.order, fields: [("Prefer", "wait=30")])
    #expect(response.status == .ok)
    #expect(try response.value()["status"] == .string("completed"))
    #expect(response.fields["Preference-Applied"] == "wait=30")
    #expect(response.fields[.retryAfter] == nil)
  }

  @Test func `what is wrong with a body is told in the shape of the family`() throws {
    let response = try PipelineSamples.site().ask(.post, "/api/v1/jobs", "{]")
    #expect(response.status.code == 422)
    let mistake = try response.value()["detail"]?[0]
    #expect(mistake?["type"] == .string("json_invalid"))
    #expect(mistake?["loc"] == .array([.string("body"), .integer(1)]))
    #expect(mistake?["msg"] == .string("JSON decode error"))
    #expect(mistake?["input"] == object([]))
    guard case .string(let reason)? = mistake?["ctx"]?["error"] else { throw Failure.noFile }
    #expect(reason.hasPrefix("line 1, column 2: found ']'"))
    #expect(response.fields[.contentType] == "application/json")
  }

  @Test func `a body with a type keeps problem documents`() throws {
    let response = try PipelineSamples.site().ask(
      .post, "/api/v1/jobs", #"{"type":"none","job_id":"a"}"#)
    #expect(response.status == .badRequest)
    #expect(response.fields[.contentType] == "application/problem+json")
  }

  @Test func `a long body is read on a lane`() throws {
    let site = try PipelineSamples.site()
    let padding = String(repeating: " ", count: 20_000)
    #expect(try site.ask(.post, "/api/v1/jobs", Self.order + padding).status == .accepted)
    let refused = try site.ask(.post, "/api/v1/jobs", "{}" + padding)
    #expect(refused.status.code == 422)
    #expect(try refused.value()["detail"]?.elementCount == 3)
  }

  @Test func `a shutdown is told in the shape of the family`() throws {
    let site = try PipelineSamples.site()
    _ = site.engine.drain()
    let response = try site.ask(.post, "/api/v1/jobs", Self.order)
    #expect(response.status == .serviceUnavailable)
    #expect(response.text == #"{"detail":"shutting down"}"#)
    #expect(response.fields[.retryAfter] == "10")
  }

  // Keys and limits

  private func access(
    _ guarding: Access.Guarding, _ change: (inout Access.Options) -> Void = { _ in }
  ) -> AccessKeeper {
    var options = Access.Options()
    options.guarding = guarding
    change(&options)
    return AccessKeeper(
      options,
      keys: [
        AccessKey(name: "reader", scopes: [.read], secret: Array("r".utf8)),
        AccessKey(name: "both", scopes: [.read, .write], secret: Array("b".utf8)),
      ])
  }

  @Test func `under one key for changes a pipeline needs it`() throws {
    let site = try PipelineSamples.site(access: access(.changes))
    func response(_ key: String?) throws -> Response {
      let fields: [(FieldName, String)] = key.map { [(FieldName("X-API-Key"), $0)] } ?? []
      return try site.ask(.post, "/api/v1/jobs", Self.order, fields: fields)
    }
    for key in [nil, "x"] {
      let refused = try response(key)
      #expect(refused.status == .unauthorized)
      #expect(refused.fields[.authenticate] != nil)
      #expect(try refused.value()["detail"] != nil && refused.value()["title"] == nil)
    }
    #expect(try response("r").status == .forbidden)
    #expect(site.engine.figures.submittedJobs == 0)
    #expect(try response("b").status == .accepted)
    site.settle()
    // Looking needs none.
    #expect(try site.ask(.get, "/api/v1/jobs/a/status").status == .ok)
  }

  @Test func `what is fetched takes a place within the limit of uploads, and a file here none`()
    throws
  {
    let site = try PipelineSamples.site(
      access: access(.nothing) {
        $0.uploads = RatePolicy(name: "uploads", count: 1, seconds: 60)
      })
    func status(_ name: String, _ url: String) throws -> Int {
      try site.ask(
        .post, "/api/v1/jobs",
        #"{"job_id":"\#(name)","data_url":"\#(url)","config":{"analysis_stages":[]}}"#
      ).status.code
    }
    for name in ["a", "b", "c"] { #expect(try status(name, "/data/a.csv") == 202) }
    #expect(try status("d", "http://192.0.2.1:1/a.csv") == 202)
    #expect(try status("e", "http://192.0.2.1:1/a.csv") == 429)
    #expect(try status("f", "/data/a.csv") == 202)
  }

  // Looking

  @Test(arguments: ["a", "1", "job_id_1"])
  func `a job is told by the name that the client asks for`(id: String) throws {
    let site = try finishedSite()
    let status = try site.ask(.get, "/api/v1/jobs/\(id)/status")
    #expect(
      status.text
        == #"{"job_id":"\#(id)","status":"completed","current_stage":null,"error_message":null,"#
        + #""progress":100,"stage_detail":null}"#)
    let results = try site.ask(.get, "/api/v1/jobs/\(id)/results")
    let start = "/api/v1/jobs/\(id)/results/"
    #expect(
      try results.value()["results"]
        == value(
          #"{"plot_a":"\#(start)plot_a.svg","writing_html":"\#(start)writing.html","#
            + #""writing":"\#(start)writing.json"}"#))
    #expect(try results.value()["manifest"] == .string(start + "manifest.json"))
    #expect(try site.ask(.get, start + "manifest.json").status == .ok)
  }

  @Test func `a job that waits is queued and has no results yet`() throws {
    let site = try PipelineSamples.site()
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/v1/jobs", Self.order)
    let status = try site.ask(.get, "/api/v1/jobs/a/status")
    #expect(try status.value()["status"] == .string("queued"))
    #expect(status.fields[.retryAfter] != nil)
    let results = try site.ask(.get, "/api/v1/jobs/a/results")
    #expect(results.status == .badRequest)
    #expect(results.text == #"{"detail":"Job is not complete. Current status: queued"}"#)
    #expect(try site.ask(.get, "/api/v1/jobs/a/results/writing.json").status == .notFound)
    let waiting = try site.begin(
      .get, "/api/v1/jobs/a/status", fields: [("Prefer", "wait=30")])
    #expect(!waiting.isThere)
    gate.signal()
    #expect(try waiting.take().value()["status"] == .string("completed"))
  }

  @Test func `a job that failed says why and keeps what it has left`() throws {
    let site = try finishedSite(Self.failing)
    let status = try site.json(.get, "/api/v1/jobs/a/status")
    #expect(status["status"] == .string("failed"))
    guard case .string(let reason)? = status["error_message"] else { throw Failure.noFile }
    #expect(reason.contains("rows"))
    let results = try site.ask(.get, "/api/v1/jobs/a/results")
    #expect(results.status == .badRequest)
    #expect(results.text == #"{"detail":"Job is not complete. Current status: failed"}"#)
    #expect(try site.ask(.get, "/api/v1/jobs/a/results/writing.json").status == .ok)
  }

  @Test func `a job without stages is complete and has no artifact`() throws {
    let site = try finishedSite(PipelineSamples.body(config: #""analysis_stages":[]"#))
    let results = try site.json(.get, "/api/v1/jobs/a/results")
    #expect(results["results"] == object([]))
  }

  @Test func `a job of another kind has no artifacts`() throws {
    let site = try PipelineSamples.site()
    _ = try site.finish()
    #expect(try site.json(.get, "/api/v1/jobs/1/status")["status"] == .string("completed"))
    #expect(
      try site.ask(.get, "/api/v1/jobs/1/results").text
        == #"{"job_id":"1","status":"completed","results":{},"manifest":null}"#)
    #expect(try site.ask(.get, "/api/v1/jobs/1/results/manifest.json").status == .notFound)
  }

  @Test(arguments: ["status", "results", "results/a.json"])
  func `a job that was never given is not found, and one that was removed is gone`(
    tail: String
  ) throws {
    let site = try finishedSite()
    for id in ["9", "b", "job_id_0", "..a", "%C3%A4"] {
      let response = try site.ask(.get, "/api/v1/jobs/\(id)/\(tail)")
      #expect(response.status == .notFound, "\(id)")
      #expect(response.text == #"{"detail":"Job not found"}"#)
    }
    _ = try site.ask(.delete, "/api/v1/jobs/a")
    for id in ["a", "1"] {
      let response = try site.ask(.get, "/api/v1/jobs/\(id)/\(tail)")
      #expect(response.status == .gone)
      #expect(try response.value()["detail"] != nil)
    }
  }

  @Test func `what a removed job could not be rid of is gone all the same`() throws {
    let site = try finishedSite()
    let folder = site.folder + "/results/artifacts/job_id_1"
    let kept = folder + ".kept"
    try FileManager.default.moveItem(atPath: folder, toPath: kept)
    _ = try site.ask(.delete, "/api/v1/jobs/a")
    try FileManager.default.moveItem(atPath: kept, toPath: folder)
    for tail in ["results", "results/writing.json", "results.zip"] {
      #expect(try site.ask(.get, "/api/v1/jobs/a/\(tail)").status == .gone, "\(tail)")
    }
  }

  // Artifacts

  @Test(
    arguments: [
      ("writing.json", "application/json", "{\n    \"a\": ["),
      ("writing.html", "text/html; charset=utf-8", "<!doctype html>"),
      ("plot_a.svg", "image/svg+xml", "<svg/>"),
    ])
  func `an artifact is a file of its type`(name: String, type: String, start: String) throws {
    let site = try finishedSite()
    let response = try site.ask(.get, "/api/v1/jobs/a/results/\(name)")
    #expect(response.status == .ok)
    #expect(response.fields[.contentType] == type)
    #expect(response.text.hasPrefix(start))
    #expect(response.fields["X-Content-Type-Options"] == "nosniff")
    let policy = response.fields["Content-Security-Policy"]
    #expect((policy?.contains("default-src 'none'") == true) == !name.hasSuffix("json"))
    #expect((policy?.hasSuffix("sandbox") == true) == !name.hasSuffix("json"))
  }

  @Test func `an artifact is sent in parts, and not at all to whoever has it`() throws {
    let site = try finishedSite()
    let path = "/api/v1/jobs/a/results/writing.html"
    let whole = try site.ask(.get, path)
    let tag = try #require(whole.fields[.entityTag])
    let part = try site.ask(.get, path, fields: [(.range, "bytes=2-8")])
    #expect(part.status == .partialContent)
    #expect(part.text == "doctype")
    #expect(part.fields[.contentRange] == "bytes 2-8/15")
    #expect(
      try site.ask(.get, path, fields: [(.range, "bytes=99-")]).status == .rangeNotSatisfiable)
    let known = try site.ask(.get, path, fields: [(.ifNoneMatch, tag)])
    #expect(known.status == .notModified)
    #expect(try known.content().isEmpty)
    #expect(try site.ask(.get, "/api/v1/jobs/1/results/writing.html").fields[.entityTag] == tag)
    let other = try site.ask(.get, "/api/v1/jobs/a/results/plot_a.svg")
    #expect(other.fields[.entityTag] != tag)
  }

  @Test(arguments: [
    "none.json", "writing", "writing.JSON", "Writing.json", "writing.json.draft", ".writing.json",
    "%2E%2E", "..%2Fjob_id_1.json", "writing.json%00", "%2e%2e%2f%2e%2e%2fa.csv", "a.csv", "..",
    "../../job_id_1.json",
  ])
  func `what is no artifact is not found`(name: String) throws {
    let site = try finishedSite()
    let response = try site.ask(.get, "/api/v1/jobs/a/results/\(name)")
    #expect(response.status == .notFound)
    #expect(response.fields[.contentType] == "application/json")
    guard case .string? = try response.value()["detail"] else {
      Issue.record("another shape")
      return
    }
  }

  // What is not served

  @Test func `a wrong method and an unknown path have the shape of the family`() throws {
    let site = try PipelineSamples.site()
    let wrong = try site.ask(.post, "/api/v1/jobs/a/status", "{}")
    #expect(wrong.status == .methodNotAllowed)
    #expect(wrong.fields[.allow] == "GET, HEAD, OPTIONS")
    #expect(try wrong.value()["detail"] != nil && wrong.value()["title"] == nil)
    let unknown = try site.ask(.get, "/api/v1/stages/none")
    #expect(unknown.status == .notFound)
    #expect(try unknown.value()["detail"] != nil && unknown.value()["title"] == nil)
  }
}
