internal import Stores

/// What the holder of a key may do. One scope does not contain another: a key has each that it was given.
package enum Scope: String, CaseIterable, Sendable {
  /// Ask: data, statistics, jobs and figures.
  case read
  /// Change: upload, import, delete, cancel.
  case write
  /// Run the server: stop it.
  case admin
}

/// A key as the server knows it: whose it is, what it opens, and the digest by which it is recognised. The key itself is kept nowhere.
package struct AccessKey: Equatable, Sendable {
  /// Whose key it is; limits count by it.
  package let name: String
  /// What it opens.
  package let scopes: Set<Scope>
  /// SHA-256 of the key.
  let digest: [UInt8]

  init(name: String, scopes: Set<Scope>, digest: [UInt8]) {
    self.name = name
    self.scopes = scopes
    self.digest = digest
  }

  /// What is known of a key that is at hand.
  package init(name: String, scopes: Set<Scope>, secret: [UInt8]) {
    self.init(name: name, scopes: scopes, digest: Digest.sha256(secret))
  }

  /// Whether a name is one: 1 to 64 letters, digits, `.`, `_` and `-`.
  package static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
    default: false
    }
  }
}

extension AccessKey {
  /// Random bytes of a new key: too many to be guessed.
  private static let secretByteCount = 32

  /// A new key: `tally_` and 43 characters of base64url.
  ///
  /// - Parameter random: the machine's own generator; a test gives another.
  package static func makeSecret(using random: inout some RandomNumberGenerator) -> String {
    let bytes = (0..<secretByteCount).map { _ in
      UInt8.random(in: .min ... .max, using: &random)
    }
    return "tally_" + Base64URL.text(of: bytes)
  }
}
