internal import Posix
internal import Stores

/// The access of one server, shared by its loops.
package final class AccessKeeper: Sendable {
  /// What was set.
  package let options: Access.Options
  private let access: Guarded<Access>

  package init(_ options: Access.Options = Access.Options(), keys: [AccessKey] = []) {
    self.options = options
    access = Guarded(Access(options, keys: keys))
  }

  /// Decides about one request, and counts it.
  ///
  /// - Parameters:
  ///   - earlier: what the same request has met before, when it turns out to ask for more.
  ///   - key: what the request shows as its key, if it shows one.
  ///   - address: where it comes from.
  ///   - now: by the clock that never goes back, in nanoseconds.
  package func decide(
    _ demand: Demand, beyond earlier: Demand? = nil, key: ArraySlice<UInt8>?,
    from address: Access.Client, at now: Int64
  ) -> Access.Decision {
    // The digest takes longer than the decision, so it is made before the lock is taken.
    let digest = key.map { Digest.sha256(Array($0)) }
    return access.withLock {
      $0.decide(demand, beyond: earlier, digest: digest, from: address, at: now)
    }
  }

  /// Puts other keys in place of those that are there.
  package func replaceKeys(_ keys: [AccessKey]) {
    access.withLock { $0.replaceKeys(keys) }
  }

  /// How many requests were refused, by reason, in the order of `Access.Refusal`.
  package var refusals: [(refusal: Access.Refusal, count: Int)] {
    access.withLock { access in
      Access.Refusal.allCases.map { ($0, access.count(of: $0)) }
    }
  }
}
