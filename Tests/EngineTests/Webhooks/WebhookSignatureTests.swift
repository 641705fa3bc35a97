import Stores
import Testing

@testable import Engine

struct WebhookSignatureTests {
  private let body = Array(#"{"test": 2432232314}"#.utf8)
  private let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
  private var secret: WebhookSecret {
    get throws { try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") }
  }

  /// The example of the reference libraries of Standard Webhooks.
  private let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

  @Test func `the published example has its signature`() throws {
    let made = try WebhookSignature.text(
      id: id, seconds: 1_614_265_330, body: body, secret: secret)
    #expect(made == expected)
  }

  @Test func `an attempt is signed with the second it is made in`() throws {
    let fields = try WebhookSignature.fields(
      id: id, at: 1_614_265_330_999_999_999, body: body, secret: secret)
    #expect(fields.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
    #expect(fields.map(\.value) == [id, "1614265330", expected])
  }

  @Test func `id, time, body and secret are all signed`() throws {
    let other = try WebhookSecret("whsec_AfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    let seconds: Int64 = 1_614_265_330
    let made = try [
      WebhookSignature.text(id: id + "x", seconds: seconds, body: body, secret: secret),
      WebhookSignature.text(id: id, seconds: seconds + 1, body: body, secret: secret),
      WebhookSignature.text(id: id, seconds: seconds, body: body + [32], secret: secret),
      WebhookSignature.text(id: id, seconds: seconds, body: body, secret: other), expected,
    ]
    #expect(Set(made).count == 5)
  }

  @Test func `without a secret nothing is signed`() {
    let fields = WebhookSignature.fields(id: id, at: 1, body: body, secret: nil)
    #expect(fields.map(\.name) == ["webhook-id", "webhook-timestamp"])
  }
}
