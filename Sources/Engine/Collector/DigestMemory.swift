internal import Posix
internal import Statistics
internal import Stores

/// What was found in objects, as long as there is room, so that those that are the same need not be read again.
///
/// There are two shelves. What is used comes onto the young one; when that is full, it becomes the old one, and what nobody has used since
/// is forgotten with the old one before.
final class DigestMemory: Sendable {
  /// How much is remembered.
  struct Limits: Sendable {
    var objects = 100_000
    var bytes = 64 << 20
  }

  private struct Key: Hashable, Sendable {
    let key: String
    let version: String
    let byteCount: Int

    init(_ object: StoredObject) {
      key = object.key
      version = object.version
      byteCount = object.byteCount
    }

    /// With what a dictionary takes for it, roughly.
    var memoryBytes: Int { key.utf8.count + version.utf8.count + 128 }
  }

  private struct Shelf: Sendable {
    var digests: [Key: JourneyDigest] = [:]
    var bytes = 0

    mutating func put(_ digest: JourneyDigest, _ key: Key) {
      guard digests.updateValue(digest, forKey: key) == nil else { return }
      bytes += digest.memoryBytes + key.memoryBytes
    }
  }

  private struct State: Sendable {
    var young = Shelf()
    var old = Shelf()

    mutating func digest(_ key: Key, _ limits: Limits) -> JourneyDigest? {
      if let digest = young.digests[key] { return digest }
      guard let digest = old.digests[key] else { return nil }
      put(digest, key, limits)
      return digest
    }

    mutating func put(_ digest: JourneyDigest, _ key: Key, _ limits: Limits) {
      young.put(digest, key)
      guard young.digests.count > limits.objects / 2 || young.bytes > limits.bytes / 2 else {
        return
      }
      old = young
      young = Shelf()
    }
  }

  private let limits: Limits
  private let state = Guarded(State())

  init(_ limits: Limits = Limits()) {
    self.limits = limits
  }

  /// What was found in an object, if that is known.
  func digest(of object: StoredObject) -> JourneyDigest? {
    let key = Key(object)
    return state.withLock { $0.digest(key, limits) }
  }

  /// Remembers what was found in an object.
  func remember(_ digest: JourneyDigest, of object: StoredObject) {
    let key = Key(object)
    state.withLock { $0.put(digest, key, limits) }
  }

  /// How many objects are remembered, those twice that stand on both shelves.
  var count: Int { state.withLock { $0.young.digests.count + $0.old.digests.count } }
}
