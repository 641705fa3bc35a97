internal import Posix
internal import Stores

/// Signs short texts that clients bring back, so that they cannot make their own: HMAC-SHA-256 with a key of the state folder.
package struct Signature: Sendable {
  private static let file = "signing.key"
  private static let keyBytes = 32
  /// A signature is cut to half its length (RFC 2104, section 5).
  private static let signatureBytes = 16

  private let key: [UInt8]

  /// Takes the key that is there, or makes one that lasts.
  init(in state: Folder) throws(EngineFailure) {
    let kept: [UInt8]
    do throws(Errno) {
      if let found = try state.read(Self.file, limit: 1024) {
        kept = found
      } else {
        // The system's generator is one for secrets.
        kept = (0..<Self.keyBytes).map { _ in UInt8.random(in: .min ... .max) }
        try state.write(kept, as: Self.file, mode: 0o600)
      }
    } catch {
      throw .state(file: Self.file, reason: .system(error))
    }
    guard kept.count == Self.keyBytes else {
      throw .state(file: Self.file, reason: .unreadable)
    }
    key = kept
  }

  /// The bytes with their signature, as base64url.
  ///
  /// - Parameter context: what must be the same when the text comes back; it is signed too, but not in the text.
  package func signed(_ bytes: [UInt8], for context: String) -> String {
    Base64URL.text(of: bytes + signature(of: bytes, context))
  }

  /// The bytes of a signed text; `nil` if it was not signed by us, or for something else.
  package func opened(_ text: String, for context: String) -> [UInt8]? {
    guard let whole = Base64URL.bytes(of: text), whole.count >= Self.signatureBytes else {
      return nil
    }
    let bytes = Array(whole.dropLast(Self.signatureBytes))
    let given = Array(whole.suffix(Self.signatureBytes))
    return Digest.isEqual(given, signature(of: bytes, context)) ? bytes : nil
  }

  /// A number for a text that nobody else can foresee, the same over restarts.
  package func digest(of text: String) -> UInt64 {
    Digest.hmac(key: key, message: Array(text.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func signature(of bytes: [UInt8], _ context: String) -> [UInt8] {
    // The length keeps bytes and context apart.
    let length = (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    let message = length + bytes + Array(context.utf8)
    return Array(Digest.hmac(key: key, message: message).prefix(Self.signatureBytes))
  }
}
