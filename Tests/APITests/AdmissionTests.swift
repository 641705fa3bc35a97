import Engine
import HTTP
import JSON
import Testing

@testable import API

struct AdmissionTests {
  private static let reader = AccessKey(name: "reader", scopes: [.read], secret: Array("r".utf8))
  private static let boss = AccessKey(
    name: "boss", scopes: Set(Scope.allCases), secret: Array("b".utf8))
  private static let elsewhere = ClientAddress(high: 0, low: 0xFFFF_C000_0208)

  private func site(
    _ guarding: Access.Guarding = .everything, _ options: Responder.Options = .init(),
    _ change: (inout Access.Options) -> Void = { _ in }
  ) throws -> Site {
    var access = Access.Options()
    access.guarding = guarding
    change(&access)
    return try Site(
      options, access: AccessKeeper(access, keys: [Self.reader, Self.boss]))
  }

  private func bearer(_ key: String) -> [(FieldName, String)] {
    [(.authorization, "Bearer \(key)")]
  }

  // Keys

  @Test func `a request without a key is refused in the shape of its family`() throws {
    let site = try site()
    let survey = try site.ask(.post, "/api/best5", Site.question)
    #expect(survey.status == .unauthorized)
    #expect(
      survey.text
        == #"{"status":"error","reason":"This needs a key; send it with -H 'Authorization: Bearer KEY' or -H 'X-API-Key: KEY'"}"#
    )
    #expect(survey.fields[.authenticate] == #"Bearer realm="tally""#)
    #expect(site.engine.figures.submittedJobs == 0)
    let general = try site.ask(.get, "/metrics")
    #expect(general.status == .unauthorized)
    #expect(general.fields[.contentType] == "application/problem+json")
    let problem = try JSONParser.parse(general.content())
    #expect(problem["type"] == .string("/problems/missing-key"))
    #expect(try site.ask(.head, "/metrics").status == .unauthorized)
  }

  @Test(
    arguments: [
      [(.authorization, "Bearer r")], [(.authorization, "bearer  r")], [("x-api-key", "r")],
      [(.authorization, "Basic abc"), ("X-API-Key", "r")],
      [(.authorization, "Bearer r"), ("X-API-Key", "wrong")],
    ] as [[(FieldName, String)]])
  func `a key is shown in either field, the first one counts`(fields: [(FieldName, String)]) throws
  {
    #expect(try site().ask(.get, "/api/num_jobs", fields: fields).status == .ok)
  }

  @Test(
    arguments: [
      [(.authorization, "Bearer x")], [("X-API-Key", "R")], [("X-API-Key", "r r")],
      [(.authorization, "Bearer x"), ("X-API-Key", "r")],
    ] as [[(FieldName, String)]])
  func `a wrong key is told from none`(fields: [(FieldName, String)]) throws {
    let response = try site().ask(.get, "/api/num_jobs", fields: fields)
    #expect(response.status == .unauthorized)
    #expect(response.fields[.authenticate] == #"Bearer realm="tally", error="invalid_token""#)
  }

  @Test(
    arguments: [
      (.authorization, "Basic r"), (.authorization, "Bearer"), (.authorization, "Bearer "),
      (.authorization, "r"), (.authorization, "BearerX r"), ("X-API-Key", ""),
    ] as [(FieldName, String)])
  func `what is no key shows none`(field: (FieldName, String)) throws {
    let response = try site().ask(.get, "/api/num_jobs", fields: [field])
    #expect(response.status == .unauthorized)
    #expect(response.fields[.authenticate] == #"Bearer realm="tally""#)
  }

  @Test func `a key opens what its scopes say`() throws {
    let site = try site()
    #expect(try site.ask(.get, "/metrics", fields: bearer("r")).status == .ok)
    #expect(try site.ask(.post, "/api/best5", Site.question, fields: bearer("r")).status == .ok)
    let refused = try site.ask(.post, "/api/graceful_shutdown", fields: bearer("r"))
    #expect(refused.status == .forbidden)
    #expect(
      refused.text == #"{"status":"error","reason":"The key does not have the scope admin"}"#)
    #expect(!site.engine.isDraining)
    #expect(try site.ask(.post, "/api/graceful_shutdown", fields: bearer("b")).status == .ok)
    #expect(site.engine.isDraining)
  }

  @Test func `with one key for changes only those ask for it`() throws {
    let site = try site(.changes)
    for path in ["/metrics", "/api/num_jobs", "/api/jobs"] {
      #expect(try site.ask(.get, path).status == .ok)
    }
    #expect(try site.ask(.post, "/api/best5", Site.question).status == .ok)
    #expect(try site.ask(.post, "/api/graceful_shutdown").status == .unauthorized)
    #expect(try site.ask(.post, "/api/graceful_shutdown", fields: bearer("b")).status == .ok)
  }

  @Test(arguments: ["/health", "/livez", "/readyz", "/openapi.json"])
  func `health and description are open to everybody and counted for nobody`(
    path: String
  ) throws {
    let site = try site {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    for _ in 0..<3 {
      let response = try site.ask(.get, path)
      #expect(response.status == .ok)
      #expect(response.fields["RateLimit"] == nil)
    }
  }

  @Test func `what is not served asks for no key`() throws {
    let site = try site()
    #expect(try site.ask(.get, "/none").status == .notFound)
    #expect(try site.ask(.get, "/api/get_results/7/8").status == .notFound)
    #expect(try site.ask(.delete, "/api/jobs").status == .methodNotAllowed)
    #expect(try site.ask(.options, "/api/jobs").status == .noContent)
    #expect(try site.ask(.options, "*").status == .noContent)
  }

  @Test func `a body of another type is refused after its key`() throws {
    let fields: [(FieldName, String)] = [(.contentType, "text/plain")]
    let site = try site()
    #expect(
      try site.ask(.post, "/api/best5", "x", fields: fields).status == .unauthorized)
    #expect(
      try site.ask(.post, "/api/best5", "x", fields: fields + bearer("r")).status
        == .unsupportedMediaType)
  }

  @Test func `an address that guesses is not listened to, in the shape of the family`() throws {
    let site = try site()
    for _ in 0..<20 {
      #expect(
        try site.ask(.get, "/api/num_jobs", fields: bearer("guess")).status == .unauthorized)
    }
    let refused = try site.ask(.get, "/api/num_jobs", fields: bearer("r"))
    #expect(refused.status == .tooManyRequests)
    #expect(refused.fields[.retryAfter] == "3")
    #expect(refused.fields["RateLimit-Policy"] == #""failed-keys";q=20;w=60"#)
    #expect(
      refused.text
        == #"{"status":"error","reason":"The limit 'failed-keys' allows 20 in 60 s; try again in 3 s"}"#
    )
    let general = try site.ask(.get, "/metrics", fields: bearer("r"))
    #expect(general.status == .tooManyRequests)
    #expect(general.fields[.contentType] == "application/problem+json")
    #expect(
      try site.ask(.get, "/metrics", fields: bearer("r"), from: Self.elsewhere).status == .ok)
    #expect(try site.ask(.get, "/metrics", fields: bearer("r"), atSecond: 3).status == .ok)
  }

  // Limits

  @Test func `every answer of a limited server tells how its client stands`() throws {
    let site = try site(.nothing) {
      $0.requests = RatePolicy(name: "requests", count: 4, seconds: 60)
    }
    for (remaining, path) in [(3, "/api/num_jobs"), (2, "/api/get_results/99"), (1, "/none")] {
      let response = try site.ask(.get, path)
      #expect(response.fields["RateLimit-Policy"] == #""requests";q=4;w=60"#)
      #expect(
        response.fields["RateLimit"] == "\"requests\";r=\(remaining);t=\(60 - 15 * remaining)")
    }
    #expect(try site.ask(.delete, "/api/jobs").fields["RateLimit"] == #""requests";r=0;t=15"#)
    let refused = try site.ask(.post, "/api/best5", Site.question)
    #expect(refused.status == .tooManyRequests)
    #expect(refused.fields[.retryAfter] == "15")
    #expect(try site.ask(.get, "/none").status == .tooManyRequests)
    #expect(try site.ask(.delete, "/api/jobs").status == .tooManyRequests)
    #expect(try site.ask(.options, "/api/jobs").status == .noContent)
    #expect(try site.ask(.get, "/api/num_jobs", from: Self.elsewhere).status == .ok)
    #expect(try site.ask(.get, "/api/num_jobs", atSecond: 15).status == .ok)
  }

  @Test func `without a limit nothing is told`() throws {
    let response = try site(.nothing).ask(.get, "/api/num_jobs")
    #expect(response.status == .ok)
    #expect(response.fields["RateLimit"] == nil && response.fields["RateLimit-Policy"] == nil)
  }

  @Test func `a network of IPv6 is one client`() throws {
    let site = try site(.nothing) {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    func status(_ high: UInt64, _ low: UInt64) throws -> Status {
      try site.ask(.get, "/api/num_jobs", from: ClientAddress(high: high, low: low)).status
    }
    #expect(try status(0x2001_0DB8_0000_0000, 1) == .ok)
    #expect(try status(0x2001_0DB8_0000_0000, 2) == .tooManyRequests)
    #expect(try status(0x2001_0DB8_0000_0001, 1) == .ok)
  }

  @Test func `behind a trusted proxy its clients are counted`() throws {
    var options = Responder.Options()
    options.proxies = try #require(TrustedProxies(list: "192.0.2.7"))
    let site = try site(.nothing, options) {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    func status(_ client: String, from peer: ClientAddress = Site.peer) throws -> Status {
      try site.ask(.get, "/api/num_jobs", fields: [("X-Forwarded-For", client)], from: peer).status
    }
    #expect(try status("198.51.100.1") == .ok)
    #expect(try status("198.51.100.2") == .ok)
    #expect(try status("198.51.100.9, 198.51.100.1") == .tooManyRequests)
    #expect(try status("198.51.100.3", from: Self.elsewhere) == .ok)
    #expect(try status("198.51.100.4", from: Self.elsewhere) == .tooManyRequests)
  }

  @Test func `a page of another origin uses up nobody's limit`() throws {
    let site = try site(.nothing) {
      $0.requests = RatePolicy(name: "requests", count: 1, seconds: 60)
    }
    for _ in 0..<3 {
      let response = try site.ask(
        .post, "/api/best5", Site.question, fields: [(.origin, "https://bad.example")])
      #expect(response.status == .forbidden)
    }
    #expect(try site.ask(.post, "/api/best5", Site.question).status == .ok)
  }

  @Test func `two policies stand in one list`() {
    let standings = [
      RateStanding(
        policy: RatePolicy(name: "requests", count: 100, seconds: 1), remaining: 99,
        resetSeconds: 1),
      RateStanding(
        policy: RatePolicy(name: "uploads", count: 30, seconds: 60), remaining: 0, resetSeconds: 2),
    ]
    let fields = Fields(RateFields.pairs(standings))
    #expect(fields["RateLimit-Policy"] == #""requests";q=100;w=1, "uploads";q=30;w=60"#)
    #expect(fields["RateLimit"] == #""requests";r=99;t=1, "uploads";r=0;t=2"#)
  }
}
