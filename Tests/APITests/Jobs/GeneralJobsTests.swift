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

  @Test func `an import is a job that is told where it stands`() throws {
    let site = try Site()
    let response = try submit(site)
    #expect(response.status == .accepted)
    #expect(response.fields[.location] == "/api/v1/jobs/job_id_1")
    #expect(response.fields[.retryAfter] == "1")
    #expect(
      response.text
        == #"{"id":"job_id_1","type":"import","state":"queued","error":null,"#
        + #""links":{"self":"/api/v1/jobs/job_id_1","result":"/api/v1/jobs/job_id_1/result"}}"#)
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
    // No lane is free: both are held by requests that wait for this test.
    let site = try Site(engine: { $0.workers = 1 })
    let gate = DispatchSemaphore(value: 0)
    let held = DispatchSemaphore(value: 0)
    _ = site.engine.pool.offload {
      held.signal()
      gate.wait()
    }
    held.wait()
    _ = try submit(site)
    #expect(try site.ask(.get, "/api/v1/jobs/1").value()["state"] == .string("queued"))
    let result = try site.ask(.get, "/api/v1/jobs/1/result")
    #expect(result.status == .conflict)
    #expect(result.fields[.retryAfter] == "1")
    #expect(try result.value()["detail"] == .string("job_id_1 is not finished yet"))
    gate.signal()
    site.settle()
    #expect(try site.ask(.get, "/api/v1/jobs/1").value()["state"] == .string("failed"))
  }

  @Test(arguments: [
    "7", "job_id_7", "x", "job_id_", "-1", "0", "job_id_1x", "99999999999999999999",
  ])
  func `a number that was never given is unknown`(id: String) throws {
    let site = try Site()
    for tail in ["", "/result"] {
      let response = try site.ask(.get, "/api/v1/jobs/\(id)\(tail)")
      #expect(response.status == .notFound)
      #expect(response.fields[.contentType] == "application/problem+json")
    }
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
}
