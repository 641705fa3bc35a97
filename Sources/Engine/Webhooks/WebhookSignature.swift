internal import Posix
internal import Stores

/// What tells a receiver that a webhook is ours, and which one: three lines of its head.
///
/// - Source: Standard Webhooks, "Webhook headers (sending metadata to consumers)" and "Signature scheme".
enum WebhookSignature {
  /// `v1,` and the code of id, time and body.
  static func text(
    id: String, seconds: Int64, body: [UInt8], secret: WebhookSecret
  ) -> String {
    let message = Array("\(id).\(seconds).".utf8) + body
    return "v1," + Base64.text(of: Digest.hmac(key: secret.key, message: message))
  }

  /// The lines for one attempt. Without a secret there is none with a signature.
  ///
  /// - Parameter wallNanoseconds: the moment of the attempt.
  static func fields(
    id: String, at wallNanoseconds: Int64, body: [UInt8], secret: WebhookSecret?
  ) -> [OutboundResponse.Field] {
    let seconds = wallNanoseconds / 1_000_000_000
    var fields = [
      OutboundResponse.Field(name: "webhook-id", value: id),
      OutboundResponse.Field(name: "webhook-timestamp", value: "\(seconds)"),
    ]
    if let secret {
      let text = text(id: id, seconds: seconds, body: body, secret: secret)
      fields.append(OutboundResponse.Field(name: "webhook-signature", value: text))
    }
    return fields
  }
}
