import Engine
import HTTP
import JSON
import Testing

@testable import API

struct SubmissionsTests {
  /// No port of this machine has number 1 open, and none is asked: the guard is before it.
  private static let order = #"{"url":"http://127.0.0.1:1/a.csv","name":"a"}"#
  private static let job =
    #"{"type":"import","params":{"url":"http://127.0.0.1:1/a.csv","name":"a"}}"#

  private func key(_ value: String) -> [(FieldName, String)] { [("Idempotency-Key", value)] }

  private func id(_ response: Response) throws -> JSONValue? {
    try response.value()["id"] ?? response.value()["job_id"]
  }

  // What is answered

  @Test(arguments: [("/api/v1/imports", order), ("/api/v1/jobs", job)])
  func `work is taken in, and the answer tells where it stands`(
    path: String, body: String
  ) throws {
    let response = try Site().ask(.post, path, body)
    #expect(response.status == .accepted)
    #expect(response.fields[.location] == "/api/v1/jobs/job_id_1")
    #expect(response.fields[.retryAfter].flatMap { Int($0) }.map((1...60).contains) == true)
    #expect(response.fields.count(of: .retryAfter) == 1)
    let value = try response.value()
    #expect(value["id"] == .string("job_id_1"))
    #expect(value["type"] == .string("import"))
    #expect(SchemaCheck().mistakes(value, schema: "Job").isEmpty)
  }

  @Test(arguments: [
    #""encoding":"klingon""#, #""delimiter":"ab""#, #""types":{"a":"money"}"#,
    #""delimiter":0"#, #""mode":true"#,
  ])
  func `an import that no file can be read with is refused before there is a job`(
    member: String
  ) throws {
    let site = try Site()
    let body = #"{"url":"https://example.com/a.csv","name":"a",\#(member)}"#
    let response = try site.ask(.post, "/api/v1/imports", body)
    #expect(response.status == .badRequest)
    let job =
      #"{"type":"import","dataset":"a","params":{"url":"https://example.com/a.csv",\#(member)}}"#
    #expect(try site.ask(.post, "/api/v1/jobs", job).status == .badRequest)
    #expect(try site.ask(.get, "/api/v1/jobs").value()["data"] == .array([]))
  }

  @Test(arguments: ["x", "ftp://example.com/a.csv", "http://"])
  func `an address that cannot be asked is refused before there is a job`(address: String) throws {
    let site = try Site()
    let response = try site.ask(
      .post, "/api/v1/imports", #"{"url":"\#(address)","name":"a"}"#)
    #expect(response.status == .unprocessableContent)
    #expect(try site.ask(.get, "/api/v1/jobs").value()["data"] == .array([]))
  }

  @Test(arguments: [("/api/v1/imports", order), ("/api/v1/jobs", job)])
  func `whoever submits may name who is told of the end`(path: String, body: String) throws {
    let site = try Site()
    let naming = { (address: String) in
      String(body.dropLast()) + #","callback_url":"\#(address)"}"#
    }
    #expect(
      try site.ask(.post, path, naming("https://receiver.invalid/hook")).status == .accepted)
    let refused = try site.ask(.post, path, naming("http://127.0.0.1/hook"))
    #expect(refused.status == .unprocessableContent)
    let text = String(decoding: try refused.content(), as: UTF8.self)
    #expect(text.contains("'callback_url' cannot be"))
  }

  @Test func `a client that waits is told the end`() throws {
    let site = try Site()
    let response = try site.ask(
      .post, "/api/v1/imports", Self.order, fields: [("prefer", "respond-async, wait=30")])
    #expect(response.status == .ok)
    #expect(try response.value()["state"] == .string("failed"))
    #expect(response.fields["Content-Location"] == "/api/v1/jobs/job_id_1")
    #expect(response.fields["Preference-Applied"] == "wait=30")
    #expect(response.fields[.location] == nil && response.fields[.retryAfter] == nil)
  }

  @Test func `a job is submitted with what its kind asks for`() throws {
    let site = try Site()
    for body in [#"{"type":null}"#, #"{"type":7}"#, #"{"type":"none"}"#, #"{"type":"import"}"#] {
      #expect(try site.ask(.post, "/api/v1/jobs", body).status == .badRequest, "\(body)")
    }
    #expect(site.engine.figures.submittedJobs == 0)
  }

  // Repetitions

  @Test(
    arguments: [
      ("/api/v1/imports", order, order + " "), ("/api/v1/jobs", job, job + " "),
      ("/api/best5", Site.question, #"{"question":"Q","better":"low"}"#),
    ] as [(String, String, String)])
  func `a submission that is repeated is the same job, and another one is refused`(
    path: String, body: String, other: String
  ) throws {
    let site = try Site()
    let first = try site.ask(.post, path, body, fields: key("k-1"))
    let again = try site.ask(.post, path, body, fields: key("\"k-1\""))
    #expect(again.status == first.status)
    #expect(try id(again) == .string("job_id_1"))
    #expect(again.fields[.location] == first.fields[.location])
    let refused = try site.ask(.post, path, other, fields: key("k-1"))
    #expect(refused.status == .unprocessableContent)
    #expect(refused.text.contains("job_id_1"))
    #expect(site.engine.figures.submittedJobs == 1)
    #expect(try id(site.ask(.post, path, other, fields: key("k-2"))) == .string("job_id_2"))
    #expect(try id(site.ask(.post, path, body)) == .string("job_id_3"))
    site.settle()
  }

  @Test func `the same key on another path is another request`() throws {
    let site = try Site()
    _ = try site.ask(.post, "/api/best5", Site.question, fields: key("k"))
    let other = try site.ask(.post, "/api/worst5", Site.question, fields: key("k"))
    #expect(other.status == .unprocessableContent)
    #expect(try other.value()["status"] == .string("error"))
    site.settle()
  }

  @Test func `a repeated question is answered while the server shuts down`() throws {
    let site = try Site()
    _ = try site.ask(.post, "/api/best5", Site.question, fields: key("k"))
    _ = site.engine.drain()
    let again = try site.ask(.post, "/api/best5", Site.question, fields: key("k"))
    #expect(again.text == #"{"job_id":"job_id_1"}"#)
    #expect(
      try site.ask(.post, "/api/best5", Site.question, fields: key("l")).status
        == .serviceUnavailable)
  }

  @Test(arguments: ["/api/v1/imports", "/api/v1/jobs", "/api/best5"])
  func `a key that makes no sense is refused before anything is done`(path: String) throws {
    let site = try Site()
    let body = path == "/api/v1/jobs" ? #"{"type":"profile"}"# : "{}"
    let refused = try site.ask(.post, path, body, fields: key("a b"))
    #expect(refused.status == .badRequest)
    #expect(refused.text.contains("Idempotency-Key"))
    if path != "/api/best5" { #expect(try refused.mistakes().count == 1) }
    #expect(site.engine.figures.submittedJobs == 0)
  }

  // Whose it is

  private func submission(
    _ site: Site, _ fields: [(FieldName, String)] = [], from peer: ClientAddress = Site.peer,
    holder: String? = nil
  ) throws -> Submission {
    let planned = try #require(Request(.post, "/api/v1/jobs", fields: fields))
    let arrival = Arrival(peer: peer, monotonicNanoseconds: 0)
    guard
      case .later(let endpoint, let parameters, _, let answerFields) = site.api.plan(
        planned.head, planned.requestID, arrival)
    else { throw Failure.invalidJobID }
    let request = Request(
      head: planned.head, body: [], requestID: planned.requestID, receivedWallNanoseconds: 0,
      receivedMonotonicNanoseconds: 0, endpoint: endpoint, parameters: parameters,
      answerFields: answerFields)
    let name = try #require(DatasetName("a"))
    let order = ImportOrder(address: "", name: name, mode: .create, options: ReadOptions())
    return site.api.submission(
      .importing(order), request, try IdempotencyKey(request.fields), holder: holder)
  }

  @Test func `without keys a job belongs to the network that it came from`() throws {
    let site = try Site()
    #expect(try submission(site).client == JobClient("192.0.2.7"))
    let peer = ClientAddress(high: 0x2001_0DB8_0000_0001, low: 7)
    #expect(try submission(site, from: peer).client == JobClient("2001:db8:0:1::"))
    // Keys that nobody asked for prove nothing.
    #expect(try submission(site, [("X-API-Key", "b")]).client == JobClient("192.0.2.7"))
  }

  @Test func `with keys a job belongs to the key's holder`() throws {
    let site = try Site(access: Self.access(.everything))
    #expect(try submission(site, [("X-API-Key", "b")]).client == JobClient("key:boss"))
    let open = try Site(access: Self.access(.changes))
    #expect(try submission(open, holder: "boss").client == JobClient("key:boss"))
  }

  @Test func `a submission tells of its request`() throws {
    let submission = try submission(try Site(), key("k"))
    #expect(
      submission.requestID == Array("00000000-0000-4000-8000-000000000000".utf8))
    #expect(
      submission.repetition
        == .init(key: "k", method: "POST", path: Array("/api/v1/jobs".utf8)[...], body: []))
    #expect(try self.submission(try Site()).repetition == nil)
  }

  // What an import asks for

  private static func access(
    _ guarding: Access.Guarding, _ change: (inout Access.Options) -> Void = { _ in }
  ) -> AccessKeeper {
    var options = Access.Options()
    options.guarding = guarding
    change(&options)
    return AccessKeeper(
      options,
      keys: [
        AccessKey(name: "reader", scopes: [.read], secret: Array("r".utf8)),
        AccessKey(name: "boss", scopes: Set(Scope.allCases), secret: Array("b".utf8)),
      ])
  }

  @Test(arguments: [Access.Guarding.changes, .everything])
  func `an import needs the key to change something, whichever path it takes`(
    guarding: Access.Guarding
  ) throws {
    let site = try Site(access: Self.access(guarding))
    for (path, body) in [("/api/v1/jobs", Self.job), ("/api/v1/imports", Self.order)] {
      func status(_ key: String?) throws -> Status {
        let field: FieldName = "X-API-Key"
        return try site.ask(.post, path, body, fields: key.map { [(field, $0)] } ?? []).status
      }
      #expect(try status(nil) == .unauthorized)
      #expect(try status("x") == .unauthorized)
      #expect(try status("r") == .forbidden)
    }
    #expect(site.engine.figures.submittedJobs == 0)
    #expect(
      try site.ask(.post, "/api/v1/jobs", Self.job, fields: [("X-API-Key", "b")]).status
        == .accepted)
    site.settle()
  }

  @Test func `with one key for changes what computes needs none`() throws {
    let site = try Site(access: Self.access(.changes))
    // It is read, and makes no sense.
    #expect(try site.ask(.post, "/api/v1/jobs", #"{"type":"none"}"#).status == .badRequest)
  }

  @Test func `an import takes a place within the limit of uploads, and one among all requests`()
    throws
  {
    let site = try Site(
      access: Self.access(.nothing) {
        $0.requests = RatePolicy(name: "requests", count: 10, seconds: 60)
        $0.uploads = RatePolicy(name: "uploads", count: 2, seconds: 60)
      })
    for left in [1, 0] {
      let response = try site.ask(.post, "/api/v1/jobs", Self.job)
      #expect(response.status == .accepted)
      let told = response.fields.values(of: "RateLimit").joined(separator: ", ")
      #expect(told.contains("\"requests\";r=\(8 + left)"))
      #expect(told.contains("\"uploads\";r=\(left)"))
    }
    let refused = try site.ask(.post, "/api/v1/jobs", Self.job)
    #expect(refused.status == .tooManyRequests)
    #expect(refused.fields[.retryAfter] == "30")
    #expect(try site.ask(.post, "/api/v1/imports", Self.order).status == .tooManyRequests)
    site.settle()
  }

  @Test func `a full queue and a shutdown refuse work with when to come again`() throws {
    let site = try Site()
    _ = site.engine.drain()
    for (path, body) in [("/api/v1/jobs", Self.job), ("/api/v1/imports", Self.order)] {
      let refused = try site.ask(.post, path, body)
      #expect(refused.status == .serviceUnavailable)
      #expect(refused.fields[.retryAfter] == "10")
      #expect(refused.fields[.contentType] == "application/problem+json")
    }
  }
}
