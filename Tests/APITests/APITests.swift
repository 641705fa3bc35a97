import Engine
import HTTP
import JSON
import Testing

@testable import API

struct APITests {
  private func plan(_ site: Site, _ request: Request?) throws -> Responder.Plan {
    let request = try #require(request)
    return site.api.plan(
      request.head, request.requestID, Arrival(peer: Site.peer, monotonicNanoseconds: 0))
  }

  @Test func `a short answer is made in the loop and a long one on a lane`() throws {
    let site = try Site()
    guard case .inline(_, _, bodyLimitBytes: 0, _) = try plan(site, Request(.get, "/health")),
      case .pool(_, _, bodyLimitBytes: 0, _) = try plan(site, Request(.get, "/metrics")),
      case .pool = try plan(site, Request(.get, "/api/jobs")),
      case .inline(_, let parameters, _, _) = try plan(site, Request(.get, "/api/get_results/7"))
    else {
      Issue.record("a plan is not the one that the table says")
      return
    }
    #expect(parameters["job_id"] == "7")
  }

  @Test func `a body is read only where one is taken, up to the limit that is set`() throws {
    var options = Responder.Options()
    options.bodyLimitBytes = 77
    let site = try Site(options)
    guard case .later(_, _, bodyLimitBytes: 77, _) = try plan(site, Request(.post, "/api/best5")),
      case .inline(_, _, bodyLimitBytes: 0, _) = try plan(
        site, Request(.post, "/api/graceful_shutdown"))
    else {
      Issue.record("a plan has another limit")
      return
    }
  }

  @Test func `a result that only its file holds is not read in the loop`() throws {
    let site = try Site(engine: { $0.ledger.rememberedAnswerBytes = 0 })
    let id = try site.finish()
    guard case .pool = try plan(site, Request(.get, "/api/get_results/\(id)")) else {
      Issue.record("the loop would open a file")
      return
    }
    #expect(try site.ask(.get, "/api/get_results/\(id)").text.hasPrefix(#"{"status":"done""#))
  }

  @Test func `the server as a whole says which methods it takes`() throws {
    let asked = try Site().ask(.options, "*")
    #expect(asked.status == .noContent)
    #expect(asked.fields[.allow] == "GET, HEAD, POST, OPTIONS")
  }

  @Test func `a compressed body is refused by its coding before it is read`() throws {
    let site = try Site()
    func answer(_ coding: String) throws -> Response {
      try site.ask(.post, "/api/best5", Site.question, fields: [(.contentEncoding, coding)])
    }
    let refused = try answer("gzip")
    #expect(refused.status == .unsupportedMediaType)
    #expect(refused.fields[.acceptEncoding] == "identity")
    #expect(
      refused.text
        == #"{"status":"error","reason":"The body is coded with gzip; send it as it is, without Content-Encoding"}"#
    )
    #expect(try answer("Identity").status == .ok)
  }

  @Test func `a known path says which methods it takes`() throws {
    let site = try Site()
    let refused = try site.ask(.delete, "/api/jobs")
    #expect(refused.status == .methodNotAllowed)
    #expect(refused.fields[.allow] == "GET, HEAD, OPTIONS")
    #expect(
      refused.text
        == #"{"status":"error","reason":"DELETE is not allowed here; this path takes GET, HEAD, OPTIONS"}"#
    )
    let asked = try site.ask(.options, "/api/best5")
    #expect(asked.status == .noContent)
    #expect(asked.fields[.allow] == "POST, OPTIONS")
    #expect(asked.text.isEmpty)
  }

  @Test func `an unknown path is a problem that leads to the description`() throws {
    let site = try Site()
    let response = try site.ask(.get, "/no/such%20path")
    #expect(response.status == .notFound)
    #expect(response.fields[.contentType] == "application/problem+json")
    let problem = try JSONParser.parse(response.content())
    #expect(problem["type"] == .string("/problems/unknown-path"))
    #expect(problem["status"] == .integer(404))
    #expect(
      problem["detail"]
        == .string("Nothing is served at /no/such path; GET /openapi.json lists every path"))
  }

  @Test(arguments: ["/api/get_results", "/api/get_results/", "/api/get_results/7/8"])
  func `a path of results without a job is an invalid job`(path: String) throws {
    let response = try Site().ask(.get, path)
    #expect(response.status == .notFound)
    #expect(response.text == #"{"status":"error","reason":"Invalid job_id"}"#)
  }

  @Test func `a message that is wrong is answered in the shape of its path`() throws {
    let site = try Site()
    let survey = try #require(Request(.post, "/api/best5"))
    let inFamily = site.api.refusal(
      .bodyTooLarge(limitBytes: 5), survey.head, survey.requestID)
    #expect(inFamily.status == .contentTooLarge)
    #expect(
      inFamily.text
        == #"{"status":"error","reason":"The body is longer than the 5 bytes that this path takes."}"#
    )
    let unknown = site.api.refusal(.timeout, nil, survey.requestID)
    #expect(unknown.status == .requestTimeout)
    #expect(unknown.fields[.contentType] == "application/problem+json")
    #expect(site.api.refusal(.overloaded, nil, survey.requestID).fields[.retryAfter] == "1")
  }

  @Test func `a page of another origin changes nothing, and a listed one reads`() throws {
    var options = Responder.Options()
    options.crossOrigin = CrossOrigin(origins: ["https://good.example"])
    let site = try Site(options)
    let foreign: [(FieldName, String)] = [(.origin, "https://bad.example")]
    let refused = try site.ask(.post, "/api/best5", Site.question, fields: foreign)
    #expect(refused.status == .forbidden)
    #expect(site.engine.figures.submittedJobs == 0)
    let listed: [(FieldName, String)] = [(.origin, "https://good.example")]
    for (method, path, body) in [
      (HTTP.Method.get, "/health", nil), (.get, "/none", nil), (.post, "/api/best5", "{}"),
    ] as [(HTTP.Method, String, String?)] {
      let response = try site.ask(method, path, body, fields: listed)
      #expect(response.fields["Access-Control-Allow-Origin"] == "https://good.example")
    }
    let preflight = try site.ask(
      .options, "/api/best5", fields: listed + [("Access-Control-Request-Method", "POST")])
    #expect(preflight.fields["Access-Control-Allow-Methods"] == "POST, OPTIONS")
  }

  @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "text/json"])
  func `a body of another type is refused before it is read`(type: String) throws {
    let site = try Site()
    let response = try site.ask(
      .post, "/api/best5", Site.question, fields: [(.contentType, type)])
    #expect(response.status == .unsupportedMediaType)
    #expect(response.text.contains(type))
    #expect(response.text.contains("-H 'Content-Type: application/json'"))
  }

  @Test func `the last request is remembered by the clock that never goes back`() throws {
    let site = try Site()
    #expect(site.api.lastRequestNanoseconds == 0)
    _ = try site.ask(.get, "/livez")
    #expect(site.api.lastRequestNanoseconds == 2)
  }

  @Test func `an endpoint's name in logs is its pattern`() throws {
    let site = try Site()
    guard case .inline(let place, _, _, _) = try plan(site, Request(.get, "/api/get_results/7"))
    else {
      Issue.record("not planned")
      return
    }
    #expect(Responder.name(ofEndpoint: place) == "/api/get_results/{job_id}")
  }
}
