@testable import Stores
import Testing

@testable import Engine

struct WebhookOutcomeTests {
  private func response(_ status: Int, _ fields: [(String, String)] = []) -> OutboundResponse {
    OutboundResponse(
      status: status, fields: fields.map { .init(name: $0.0, value: $0.1) }, finalURL: "http://h/",
      byteCount: 0)
  }

  @Test func `an answer may say when to come again`() {
    #expect(WebhookOutcome(response(200), at: 0) == .answered(status: 200, retryAfterSeconds: nil))
    #expect(
      WebhookOutcome(response(503, [("retry-after", "30")]), at: 0)
        == .answered(status: 503, retryAfterSeconds: 30))
    #expect(
      WebhookOutcome(
        response(503, [("retry-after", "Thu, 01 Jan 1970 00:01:00 GMT")]), at: 20_000_000_000)
        == .answered(status: 503, retryAfterSeconds: 40))
  }

  @Test func `each failure is of the URL, of the place, or of the attempt`() throws {
    let address = try #require(InternetAddress([10, 0, 0, 1]))
    for failure in [
      OutboundFailure.badURL("x", .malformed), .badField("x"),
      .forbiddenAddress(host: "h", address, .privateUse),
    ] {
      #expect(WebhookOutcome(failure) == .refused(failure))
      #expect(WebhookOutcome(failure).isAnswer == nil)
    }
    for failure in [
      OutboundFailure.unresolved(host: "h"), .unreachable(host: "h", port: 1), .tls("x"),
      .timedOut(.connecting, seconds: 1),
    ] {
      #expect(WebhookOutcome(failure) == .unreachable(failure))
      #expect(WebhookOutcome(failure).isAnswer == false)
    }
    for failure in [
      OutboundFailure.timedOut(.total, seconds: 1), .timedOut(.stalled, seconds: 1),
      .brokenOff("x"), .failed(code: 1, "x"),
    ] {
      #expect(WebhookOutcome(failure) == .unanswered(failure))
      #expect(WebhookOutcome(failure).isAnswer == false)
    }
    #expect(WebhookOutcome(response(500), at: 0).isAnswer == true)
  }

  @Test func `the log learns what happened and no secret of the URL`() {
    let failure = OutboundFailure.badURL("http://h/?token=secret", .userInfo)
    #expect(!WebhookOutcome(failure).sentence.contains("secret"))
    #expect(WebhookOutcome(failure).sentence.contains("a name or a password"))
    #expect(WebhookOutcome(response(502), at: 0).sentence == "The answer has the status 502")
    #expect(WebhookOutcome(.unresolved(host: "h")).sentence == "There is no address for h")
  }
}
