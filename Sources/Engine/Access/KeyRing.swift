/// The keys of a server, and the one way to find one of them.
struct KeyRing: Sendable {
  let keys: [AccessKey]

  /// The key with this digest.
  ///
  /// Every key is compared, and every byte of it, whatever was found before: how long it takes tells nothing of how near a guess came.
  func key(withDigest digest: [UInt8]) -> AccessKey? {
    var found = -1
    for place in keys.indices where Self.isEqual(keys[place].digest, digest) { found = place }
    return found < 0 ? nil : keys[found]
  }

  /// Whether two digests are the same, in a time that depends on their lengths alone.
  static func isEqual(_ first: [UInt8], _ second: [UInt8]) -> Bool {
    guard first.count == second.count else { return false }
    var difference: UInt8 = 0
    for place in first.indices { difference |= first[place] ^ second[place] }
    return difference == 0
  }
}
