import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct CollectorEndpointsTests {
  private static let noDay =
    "is not a day; expected YYYY-MM-DD, such as 2024-05-01"

  // Collecting

  @Test func `a day is answered with its job, which is known by then`() throws {
    let site = try CollectorSamples.site()
    let answer = try site.ask(.post, "/process-request?date=2024-05-01")
    #expect(answer.status == .created)
    #expect(answer.text == #"{"Processing":"2024-05-01","job_id":"job_id_1"}"#)
    #expect(answer.fields[.location] == "/api/v1/jobs/job_id_1")
    #expect(answer.fields[.contentType] == "application/json")
    #expect(site.engine.kind(of: JobID(1)) == "collect")
  }

  @Test func `a repeated key is answered with the same job, but not for another day`() throws {
    let site = try CollectorSamples.site()
    let key: [(FieldName, String)] = [("Idempotency-Key", "a")]
    for _ in 0..<2 {
      let answer = try site.ask(.post, "/process-request?date=2024-05-01", fields: key)
      #expect(answer.text == #"{"Processing":"2024-05-01","job_id":"job_id_1"}"#)
    }
    let other = try site.ask(.post, "/process-request?date=2024-05-02", fields: key)
    #expect(other.status == .unprocessableContent)
    #expect(try other.value()["status_code"] == .integer(422))
  }

  @Test func `without a day or an upstream the texts are those of the older service`() throws {
    let site = try CollectorSamples.site(hasUpstream: false)
    let missing = try site.ask(.post, "/process-request")
    #expect(missing.status == .badRequest)
    #expect(
      missing.text
        == #"{"status_code":400,"detail":"Missing required query parameter 'date' for path /process-request"}"#
    )
    let wrong = try site.ask(.post, "/process-request?date=May")
    #expect(wrong.status == .badRequest)
    #expect(
      wrong.text
        == #"{"status_code":400,"detail":"Validation failed for POST /process-request","extra":"#
        + #"[{"message":"'May' \#(Self.noDay)","key":"requested_date","source":"query"}]}"#)
    let idle = try site.ask(.post, "/process-request?date=2024-05-01")
    #expect(idle.status == .serviceUnavailable)
    #expect(
      idle.text
        == #"{"status_code":503,"detail":"No upstream is configured; start with --upstream URL"}"#)
    #expect(site.engine.figures.submittedJobs == 0)
  }

  @Test func `a server that shuts down takes no day`() throws {
    let site = try CollectorSamples.site()
    _ = site.engine.drain()
    let answer = try site.ask(.post, "/process-request?date=2024-05-01")
    #expect(answer.status == .serviceUnavailable)
    #expect(answer.text == #"{"status_code":503,"detail":"shutting down"}"#)
    #expect(answer.fields[.retryAfter] != nil)
  }

  @Test func `an Idempotency-Key that is none is told by its field`() throws {
    let answer = try CollectorSamples.site().ask(
      .post, "/process-request?date=2024-05-01", fields: [("Idempotency-Key", "a b")])
    #expect(answer.status == .badRequest)
    #expect(
      try answer.value()["extra"]?[0]?["source"] == .string("header"))
    #expect(try answer.value()["extra"]?[0]?["key"] == .string("Idempotency-Key"))
  }

  // What is refused before the endpoints

  @Test(arguments: [
    (HTTP.Method.delete, "/process-request", 405), (.post, "/country-stats", 405),
    (.get, "/process-request/2024", 404), (.get, "/country-stats/", 404),
  ])
  func `what is not served is refused in the shape of the family`(
    method: HTTP.Method, target: String, status: Int
  ) throws {
    let answer = try CollectorSamples.site().ask(method, target)
    #expect(answer.status.code == status)
    let value = try answer.value()
    #expect(value["status_code"] == .integer(Int64(status)))
    #expect(SchemaCheck().mistakes(value, schema: "CollectorError").isEmpty)
    #expect((answer.fields["Allow"] != nil) == (status == 405))
  }

  @Test func `under one key for changes a day asks for it, and questions do not`() throws {
    var access = Access.Options()
    access.guarding = .changes
    let key = AccessKey(name: "k", scopes: Set(Scope.allCases), secret: Array("k".utf8))
    let site = try CollectorSamples.site(access: AccessKeeper(access, keys: [key]))
    let refused = try site.ask(.post, "/process-request?date=2024-05-01")
    #expect(refused.status == .unauthorized)
    #expect(try refused.value()["status_code"] == .integer(401))
    #expect(refused.fields[.authenticate] != nil)
    #expect(
      try site.ask(.post, "/process-request?date=2024-05-01", fields: [("X-API-Key", "k")]).status
        == .created)
    let days = "?from=2024-05-02&to=2024-05-01"
    #expect(try site.ask(.get, "/process-request" + days).status == .ok)
    #expect(try site.ask(.get, "/country-stats" + days).status == .ok)
  }

  @Test func `a page of another origin may not collect`() throws {
    let answer = try CollectorSamples.site().ask(
      .post, "/process-request?date=2024-05-01", fields: [("Origin", "https://elsewhere.example")])
    #expect(answer.status == .forbidden)
    #expect(try answer.value()["status_code"] == .integer(403))
  }

  // Asking

  @Test(arguments: ["/process-request", "/country-stats"])
  func `a range that makes no sense is refused, an empty one is empty`(path: String) throws {
    let site = try CollectorSamples.site(hasUpstream: false)
    for (query, detail) in [
      ("", "Missing required query parameter 'from' for path \(path)"),
      ("?from=2024-05-01", "Missing required query parameter 'to' for path \(path)"),
      ("?from=x&to=2024-05-01", "Validation failed for GET \(path)"),
      ("?from=2024-01-01&to=2025-01-01", "Validation failed for GET \(path)"),
      ("?from=2024-01-01&to=2024-01-02&city=Paris", "Validation failed for GET \(path)"),
    ] {
      let answer = try site.ask(.get, path + query)
      #expect(answer.status == .badRequest)
      #expect(try answer.value()["detail"] == .string(detail))
    }
    let empty = try site.ask(.get, path + "?from=2024-05-02&to=2024-05-01")
    #expect(empty.status == .ok)
    #expect(empty.text == "{}")
  }

  @Test func `countries are told by day, also days without data`() throws {
    let site = try CollectorSamples.site(hasUpstream: false)
    let days = "/country-stats?from=2024-05-01&to=2024-05-02"
    #expect(try site.ask(.get, days).text == "{}")
    try CollectorSamples.put(
      CollectorSamples.header + "2024-05-01T06:00:00Z,Coach,31,PT2M,true\n"
        + "2024-05-01T07:00:00Z,Minibus,9,PT1M,false\n",
      at: "France/2024-05-01/Paris.csv", in: site)
    try CollectorSamples.put(
      CollectorSamples.header + "2024-05-01T06:00:00Z,Coach,10,PT0S,false\n",
      at: "France/2024-05-01/Aix%20en%20Provence.csv", in: site)
    try CollectorSamples.put(
      CollectorSamples.header, at: "C%C3%B4te%20d%27Ivoire/2024-05-02/Abidjan.csv", in: site)
    #expect(
      try site.ask(.get, days).text
        == #"{"Côte d'Ivoire":{"2024-05-01":{},"2024-05-02":{}},"France":{"2024-05-01":"#
        + #"{"buses_started":3,"number_of_buses":2,"total_passengers":50,"accident":true,"#
        + #""total_accidents":1,"average_delay":60.0},"2024-05-02":{}}}"#)
  }

  @Test func `an object that cannot be read is named, and nothing is answered by halves`() throws {
    let site = try CollectorSamples.site(hasUpstream: false)
    try CollectorSamples.put("not,a,journey\n1,2,3\n", at: "France/2024-05-01/Paris.csv", in: site)
    let answer = try site.ask(.get, "/country-stats?from=2024-05-01&to=2024-05-01")
    #expect(answer.status == .badGateway)
    #expect(try answer.value()["status_code"] == .integer(502))
    #expect(answer.text.contains("France/2024-05-01/Paris.csv"))
  }

  @Test func `days are told with what is there of them`() throws {
    let site = try CollectorSamples.site()
    try CollectorSamples.put(
      CollectorSamples.header, at: "France/2024-05-01/Paris.csv", in: site)
    #expect(
      try site.ask(.get, "/process-request?from=2024-05-01&to=2024-05-02").text
        == #"{"2024-05-01":{"status":"stored","cities":null,"stored":1,"failed":0,"job_id":null},"#
        + #""2024-05-02":{"status":"missing","cities":null,"stored":0,"failed":0,"job_id":null}}"#)
  }
}
