internal import Stores

/// The keys of a server, and the one way to find one of them.
struct KeyRing: Sendable {
  let keys: [AccessKey]

  /// The key with this digest.
  ///
  /// Every key is compared, and every byte of it, whatever was found before: how long it takes tells nothing of how near a guess came.
  func key(withDigest digest: [UInt8]) -> AccessKey? {
    var found = -1
    for place in keys.indices where Digest.isEqual(keys[place].digest, digest) { found = place }
    return found < 0 ? nil : keys[found]
  }
}
