import Dispatch
import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct RetryTests {
  /// No port of this machine has number 1 open, and none is asked: the guard is before it.
  private static let importing =
    #"{"type":"import","params":{"url":"http://127.0.0.1:1/a.csv","name":"a"},"timeout":60}"#
  private static let pipeline =
    #"{"job_id":"mine","data_url":"/data/none.csv","config":{"analysis_stages":["profile"]}}"#

  private func retry(
    _ site: Site, _ job: String, fields: [(FieldName, String)] = []
  ) throws -> Response {
    try site.ask(.post, "/api/v1/jobs/\(job)/retry", fields: fields)
  }

  @Test(arguments: [importing, pipeline])
  func `what has failed is submitted again as a new job`(body: String) throws {
    let site = try Site()
    #expect(try site.ask(.post, "/api/v1/jobs", body).status == .accepted)
    site.settle()
    let first = try site.json(.get, "/api/v1/jobs/1")
    #expect(first["state"] == .string("failed"))
    let response = try retry(site, "1")
    #expect(response.status == .accepted)
    #expect(response.fields[.location] == "/api/v1/jobs/job_id_2")
    let value = try response.value()
    #expect(SchemaCheck().mistakes(value, schema: "Job").isEmpty)
    #expect(value["type"] == first["type"])
    #expect(value["name"] == nil, "a name is given once")
    site.settle()
    #expect(try site.json(.get, "/api/v1/jobs/2")["error"] == first["error"])
    #expect(try site.json(.get, "/api/v1/jobs/1")["state"] == .string("failed"))
  }

  @Test func `what was cancelled is done after all`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/states_mean", Site.question)
    #expect(try site.ask(.delete, "/api/v1/jobs/1").status == .ok)
    #expect(try retry(site, "job_id_1").status == .accepted)
    gate.signal()
    site.settle()
    #expect(
      try site.ask(.get, "/api/get_results/2").text
        == #"{"status":"done","data":{"Ohio":2.0,"Guam":4.0}}"#)
  }

  @Test func `a job is told by its name as well`() throws {
    let site = try Site()
    _ = try site.ask(.post, "/api/v1/jobs", Self.pipeline)
    site.settle()
    #expect(try retry(site, "mine").status == .accepted)
    site.settle()
  }

  @Test func `a client that waits is told the end`() throws {
    let site = try Site()
    _ = try site.ask(.post, "/api/v1/jobs", Self.importing)
    site.settle()
    let response = try retry(site, "1", fields: [("Prefer", "wait=30")])
    #expect(response.status == .ok)
    #expect(try response.value()["state"] == .string("failed"))
  }

  @Test func `the same wish sent twice is one job`() throws {
    let site = try Site()
    _ = try site.ask(.post, "/api/v1/jobs", Self.importing)
    site.settle()
    let key: [(FieldName, String)] = [("Idempotency-Key", "k")]
    let ids = try (0..<2).map { _ in try retry(site, "1", fields: key).value()["id"] }
    #expect(ids == [.string("job_id_2"), .string("job_id_2")])
    site.settle()
    // Under the same key nothing else is asked for.
    #expect(try retry(site, "2", fields: key).status == .unprocessableContent)
  }

  @Test func `a job that is not finished, or has succeeded, is not submitted again`() throws {
    let site = try Site(engine: { $0.workers = 1 })
    let gate = site.holdLane()
    _ = try site.ask(.post, "/api/best5", Site.question)
    let early = try retry(site, "1")
    #expect(early.status == .conflict)
    #expect(early.fields[.retryAfter] != nil)
    gate.signal()
    site.settle()
    let late = try retry(site, "1")
    #expect(late.status == .conflict)
    #expect(
      try late.value()["detail"]
        == .string("job_id_1 cannot be done again: It has succeeded, and its result is there"))
    #expect(site.engine.figures.submittedJobs == 1)
  }

  @Test func `what nobody knows is answered as everywhere`() throws {
    let site = try Site()
    _ = try site.finish()
    _ = try site.ask(.delete, "/api/v1/jobs/1")
    #expect(try retry(site, "1").status == .gone)
    #expect(try retry(site, "9").status == .notFound)
    #expect(try retry(site, "none").status == .notFound)
  }

  @Test func `who may not submit such work may not do it again`() throws {
    var options = Access.Options()
    options.guarding = .changes
    let site = try Site(
      access: AccessKeeper(
        options,
        keys: [AccessKey(name: "a", scopes: [.read, .write], secret: Array("secret".utf8))]))
    let key: [(FieldName, String)] = [("X-API-Key", "secret")]
    for body in [Self.importing, Self.pipeline] {
      #expect(try site.ask(.post, "/api/v1/jobs", body, fields: key).status == .accepted)
    }
    site.settle()
    for job in ["1", "2"] {
      #expect(try retry(site, job).status == .unauthorized)
      #expect(try retry(site, job, fields: key).status == .accepted)
    }
    site.settle()
  }

  @Test func `what a job was asked is looked for only for those who may submit it`() throws {
    let scopes: [(String, Set<Scope>)] = [("reader", [.read]), ("writer", [.read, .write])]
    var options = Access.Options()
    options.guarding = .everything
    let site = try Site(
      access: AccessKeeper(
        options,
        keys: scopes.map { AccessKey(name: $0.0, scopes: $0.1, secret: Array($0.0.utf8)) }))
    // The order is too large to be kept, which is told only to who may know.
    let types = (0..<1000).map { #""a column \#($0)":"text""# }.joined(separator: ",")
    let body =
      #"{"type":"import","params":{"url":"http://127.0.0.1:1/a.csv","name":"a","types":{\#(types)}}}"#
    let writer: [(FieldName, String)] = [("X-API-Key", "writer")]
    #expect(try site.ask(.post, "/api/v1/jobs", body, fields: writer).status == .accepted)
    site.settle()
    // The ledger on the disk follows the one in memory.
    while (try? site.engine.order(of: JobID(1))) != nil { usleep(1000) }
    #expect(try retry(site, "1", fields: [("X-API-Key", "reader")]).status == .forbidden)
    let told = try retry(site, "1", fields: writer)
    #expect(told.status == .conflict)
    #expect(told.text.contains("What it was asked is too large to be kept"))
  }
}
