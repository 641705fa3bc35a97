/// What an endpoint demands of a request before it answers.
package enum Demand: Sendable, CaseIterable {
  /// Nothing: no key is asked for and nothing is counted, so that health checks and descriptions always answer.
  case open
  /// To be counted, and no key: what is not served at all.
  case counted
  /// The scope to read; also for a job that only computes.
  case read
  /// The scope to change something; where one key guards what changes, none is asked for: events come from everywhere.
  case event
  /// The scope to change something.
  case write
  /// The scope to change something, and a place within the limit of uploads and imports.
  case upload
  /// The scope to run the server.
  case admin

  /// The scope that is meant.
  package var scope: Scope? {
    switch self {
    case .open, .counted: nil
    case .read: .read
    case .event, .write, .upload: .write
    case .admin: .admin
    }
  }
}

/// Who may do what, and how often: keys with their scopes, and buckets of tokens for each client.
///
/// Where a key is asked for, its holder is counted, else the address. An address that shows too many wrong keys is not listened to for a
/// while, whatever key it shows.
package struct Access: Sendable {
  /// Whom the limits count.
  package enum Client: Hashable, Sendable {
    /// The holder of a key, by its name.
    case key(String)
    /// An address, or the network of one, as 128 bits.
    case address(UInt64, UInt64)
  }

  /// Which demands are backed by a key.
  package enum Guarding: Sendable {
    /// No key is asked for.
    case nothing
    /// What changes something needs a key; reading does not.
    case changes
    /// Everything that is not open needs a key.
    case everything
  }

  /// What can be set. None of it changes while the server runs.
  package struct Options: Sendable {
    package var guarding = Guarding.nothing
    /// Bounds all requests; `nil` for no bound.
    package var requests: RatePolicy?
    /// Bounds uploads and imports; `nil` for no bound.
    package var uploads: RatePolicy? = RatePolicy(name: "uploads", count: 30, seconds: 60)
    /// Bounds the wrong keys that one address may show.
    package var failedKeys = RatePolicy(name: "failed-keys", count: 20, seconds: 60)
    /// How many clients each limit remembers.
    package var clientLimit = 10_000

    package init() {}

    /// The scope that a key must have for this demand; `nil` where none is asked for.
    package func scope(for demand: Demand) -> Scope? {
      switch guarding {
      case .nothing: nil
      case .changes: demand == .read || demand == .event ? nil : demand.scope
      case .everything: demand.scope
      }
    }

    /// Whether a limit counts this demand.
    package func limits(_ demand: Demand) -> Bool {
      demand != .open && (requests != nil || (demand == .upload && uploads != nil))
    }

    /// Whether there is anything to decide about this demand. Where there is not, requests are not looked at.
    package func concerns(_ demand: Demand) -> Bool {
      scope(for: demand) != nil || limits(demand)
    }
  }

  /// What is to be done with a request.
  package enum Decision: Equatable, Sendable {
    /// It may be answered; with how the client stands by each policy that counts it, and the name of its key where one was asked for.
    case allowed([RateStanding], holder: String? = nil)
    case missingKey
    case wrongKey
    case lackingScope(Scope)
    /// The policy's time has to be waited for: `resetSeconds`.
    case tooMany(RateStanding)
  }

  /// Why requests were refused, as metrics call it.
  package enum Refusal: String, CaseIterable, Sendable {
    case missingKey = "missing_key"
    case wrongKey = "wrong_key"
    case lackingScope = "lacking_scope"
    case requests = "too_many_requests"
    case uploads = "too_many_uploads"
    case failedKeys = "too_many_failed_keys"
  }

  package let options: Options
  private var ring: KeyRing
  private var requests: TokenBuckets?
  private var uploads: TokenBuckets?
  private var failedKeys: TokenBuckets
  private var refusals: [Refusal: Int] = [:]

  package init(_ options: Options, keys: [AccessKey] = []) {
    self.options = options
    ring = KeyRing(keys: keys)
    requests = options.requests.map { TokenBuckets($0, limit: options.clientLimit) }
    uploads = options.uploads.map { TokenBuckets($0, limit: options.clientLimit) }
    failedKeys = TokenBuckets(options.failedKeys, limit: options.clientLimit)
  }

  /// How many requests were refused for a reason.
  package func count(of refusal: Refusal) -> Int { refusals[refusal] ?? 0 }

  /// Puts other keys in place of those that are there. Who was counted goes on being counted, by the name of the key.
  package mutating func replaceKeys(_ keys: [AccessKey]) {
    ring = KeyRing(keys: keys)
  }

  /// Decides about one request, and counts it.
  ///
  /// - Parameters:
  ///   - earlier: what the same request has met before, when it turns out to ask for more; it is not counted among all requests again.
  ///   - digest: SHA-256 of the key that the request shows, if it shows one.
  ///   - address: where it comes from.
  ///   - now: by a clock that never goes back, in nanoseconds.
  package mutating func decide(
    _ demand: Demand, beyond earlier: Demand? = nil, digest: [UInt8]?, from address: Client,
    at now: Int64
  ) -> Decision {
    do throws(Stop) {
      let needed = options.scope(for: demand)
      let key = needed == nil ? nil : try find(digest, from: address, at: now)
      let client = key.map { Client.key($0.name) } ?? address
      var standings: [RateStanding] = []
      if options.limits(demand), earlier.map(options.limits) != true {
        try Self.take(&requests, for: client, at: now, .requests, &standings)
      }
      if let needed {
        try check(key, digest, needed, from: address, at: now)
      }
      if demand == .upload {
        try Self.take(&uploads, for: client, at: now, .uploads, &standings)
      }
      return .allowed(standings, holder: key?.name)
    } catch {
      refusals[error.refusal, default: 0] += 1
      return error.decision
    }
  }

  /// The end of a decision that is a refusal.
  private struct Stop: Error {
    let refusal: Refusal
    let decision: Decision
  }

  private func find(
    _ digest: [UInt8]?, from address: Client, at now: Int64
  ) throws(Stop) -> AccessKey? {
    guard let digest else { return nil }
    if let standing = failedKeys.emptiness(for: address, at: now) {
      throw Stop(refusal: .failedKeys, decision: .tooMany(standing))
    }
    return ring.key(withDigest: digest)
  }

  private mutating func check(
    _ key: AccessKey?, _ digest: [UInt8]?, _ needed: Scope, from address: Client, at now: Int64
  ) throws(Stop) {
    guard let key else {
      guard digest != nil else { throw Stop(refusal: .missingKey, decision: .missingKey) }
      _ = failedKeys.take(for: address, at: now)
      throw Stop(refusal: .wrongKey, decision: .wrongKey)
    }
    guard key.scopes.contains(needed) else {
      throw Stop(refusal: .lackingScope, decision: .lackingScope(needed))
    }
  }

  private static func take(
    _ buckets: inout TokenBuckets?, for client: Client, at now: Int64, _ refusal: Refusal,
    _ standings: inout [RateStanding]
  ) throws(Stop) {
    switch buckets?.take(for: client, at: now) {
    case nil: return
    case .taken(let standing): standings.append(standing)
    case .refused(let standing): throw Stop(refusal: refusal, decision: .tooMany(standing))
    }
  }
}
