internal import Stores

/// What receivers know and nobody else does, so that they can tell our webhooks from those of others.
package struct WebhookSecret: Sendable {
  private static let prefix = "whsec_"
  private static let lengthBytes = 24...64

  let key: [UInt8]

  /// Reads `whsec_` with 24 to 64 bytes as base 64 behind it.
  ///
  /// - Source: Standard Webhooks, "Signature scheme".
  package init(_ text: String) throws(WebhookSecretFailure) {
    guard text.utf8.starts(with: Self.prefix.utf8) else { throw .withoutPrefix }
    guard let key = Base64.bytes(of: String(text.dropFirst(Self.prefix.count))) else {
      throw .notBase64
    }
    guard Self.lengthBytes.contains(key.count) else { throw .length(key.count) }
    self.key = key
  }
}

extension WebhookSecret: CustomStringConvertible, CustomReflectable {
  /// That there is one. It does not say which.
  package var description: String { "\(Self.prefix)..." }

  package var customMirror: Mirror { Mirror(reflecting: description) }
}

/// Why a text is no secret. The text itself is not told.
package enum WebhookSecretFailure: Error, Equatable, Sendable {
  case withoutPrefix
  case notBase64
  /// So many bytes are too few or too many.
  case length(Int)

  /// The failure for people.
  package var sentence: String {
    switch self {
    case .withoutPrefix: "a secret of webhooks starts with whsec_"
    case .notBase64: "behind whsec_ stands base 64, with + and / and padded with ="
    case .length(let count): "a secret of webhooks has 24 to 64 bytes, not \(count)"
    }
  }
}
