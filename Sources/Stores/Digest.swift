internal import CCrypto

/// SHA-256 (FIPS 180-4), by libcrypto.
package enum Digest {
  /// How many bytes a digest has.
  package static let byteCount = 32

  /// The digest of some bytes.
  package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: byteCount)
    // Sound: libcrypto reads as many bytes as there are and writes 32.
    _ = unsafe SHA256(bytes, bytes.count, &digest)
    return digest
  }
}
