import JSON
import Testing

@testable import HTTP

struct ProblemTests {
  // RFC 9457, section 3.
  @Test func `a problem is a document with the members of the standard`() throws {
    var problem = Problem(
      .unprocessableContent, slug: "bad-filter", title: "Bad filter",
      detail: "Two \"filters\" are wrong")
    problem.mistakes = [
      .init("no such column", at: .parameter("prcie"), value: "5", expected: "price"),
      .init("not a number", at: .pointer("/config/alpha")), .init("twice", at: .header("Host")),
      .init("and something else"),
    ]
    let response = problem.response(requestID: RequestID(random: 0, 0))
    #expect(response.status == .unprocessableContent)
    #expect(response.fields[.contentType] == "application/problem+json")
    guard case .bytes(let bytes) = response.body else {
      Issue.record("a problem without a document")
      return
    }
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"{"type":"/problems/bad-filter","title":"Bad filter","status":422,"detail":"Two \"filters\" are wrong","#
        + #""instance":"urn:uuid:00000000-0000-4000-8000-000000000000","errors":["#
        + #"{"detail":"no such column","parameter":"prcie","value":"5","expected":"price"},"#
        + #"{"detail":"not a number","pointer":"/config/alpha"},{"detail":"twice","header":"Host"},"#
        + #"{"detail":"and something else"}]}"#)
  }

  @Test func `a fault of the message becomes a problem with its status`() throws {
    let problem = Problem(.headTooLarge(limitBytes: 16384))
    #expect(problem.status == .headTooLarge && problem.slug == "request-header-fields-too-large")
    let document = try JSONParser.parse(problem.document(requestID: nil))
    #expect(document["status"] == .integer(431) && document["instance"] == nil)
    #expect(document["errors"] == nil)
  }
}
