internal import CCrypto

/// SHA-256 (FIPS 180-4) and what is made of it, by libcrypto.
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

  /// The code of a message that only who knows the key can make: HMAC-SHA-256 (RFC 2104).
  ///
  /// - Parameter key: at most 2 GiB; of any length, but 32 random bytes are as good as more.
  /// - Returns: 32 bytes. Compare them with `isEqual`.
  package static func hmac(key: [UInt8], message: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: byteCount)
    var length = UInt32(byteCount)
    // A null pointer would mean the key of the call before.
    let start: [UInt8] = key.isEmpty ? [0] : key
    // Sound: libcrypto reads as many bytes as it is told and writes 32.
    let made = unsafe HMAC(
      EVP_sha256(), start, Int32(key.count), message, message.count, &code, &length)
    precondition(unsafe made != nil && length == byteCount, "libcrypto has no HMAC-SHA-256")
    return code
  }

  /// Whether both are the same bytes, in a time that tells nothing but the lengths.
  package static func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard first.count == second.count else { return false }
    // Sound: both have as many bytes as are compared.
    return unsafe CRYPTO_memcmp(first, second, first.count) == 0
  }
}

/// A SHA-256 of bytes that come piece by piece.
///
/// It has one owner, so it can be handed to another thread between two pieces.
@safe package struct SHA256Stream: ~Copyable, @unchecked Sendable {
  // Sound: made in `init`, freed in `deinit`, and never given away; only `mutating` functions touch what it points to.
  private let context: OpaquePointer

  package init() {
    guard let context = unsafe EVP_MD_CTX_new() else {
      preconditionFailure("no memory for a digest")
    }
    unsafe self.context = unsafe context
    start()
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
  }

  private func start() {
    let started = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
    precondition(started == 1, "libcrypto has no SHA-256")
  }

  /// Takes the next piece.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    let taken = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(taken == 1, "libcrypto refuses bytes for a digest")
  }

  /// Takes the next piece.
  package mutating func append(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe append($0) }
  }

  /// The digest of all pieces so far. What is appended from now on belongs to another one.
  package mutating func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Digest.byteCount)
    // Sound: libcrypto writes 32 bytes.
    let made = unsafe EVP_DigestFinal_ex(context, &digest, nil)
    precondition(made == 1, "libcrypto ends no digest")
    start()
    return digest
  }
}
