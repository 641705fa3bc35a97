/// One bucket of tokens for each client that was seen lately, by one policy.
///
/// A bucket is one number: when it will be full again, which is the theoretical arrival time of the generic cell rate algorithm
/// (ITU-T I.371). There are at most `limit` buckets; the one used longest ago makes room, and its client starts with a full one.
struct TokenBuckets: Sendable {
  /// Whether a token was there.
  enum Outcome: Equatable {
    case taken(RateStanding)
    case refused(RateStanding)
  }

  private struct Bucket {
    var client: Access.Client
    var fullAt: Int64
    /// The buckets used right before and after this one; -1 for none.
    var older = -1
    var newer = -1
  }

  let policy: RatePolicy
  private let limit: Int
  private let interval: Int64
  private let window: Int64
  private var buckets: [Bucket] = []
  private var places: [Access.Client: Int] = [:]
  private var oldest = -1
  private var newest = -1

  /// - Parameter limit: how many clients are remembered, 1 at least.
  init(_ policy: RatePolicy, limit: Int) {
    precondition(limit > 0, "there is room for one bucket at least")
    self.policy = policy
    self.limit = limit
    interval = policy.intervalNanoseconds
    window = interval * Int64(policy.count)
  }

  /// How many clients are remembered.
  var count: Int { buckets.count }

  /// Takes a token from the client's bucket, if there is one.
  ///
  /// - Parameter now: by a clock that never goes back, in nanoseconds.
  /// - Complexity: O(1).
  mutating func take(for client: Access.Client, at now: Int64) -> Outcome {
    let place = use(client, at: now)
    let full = max(buckets[place].fullAt, now) + interval
    let wait = full - now - window
    if wait > 0 { return .refused(standing(remaining: 0, waiting: wait)) }
    buckets[place].fullAt = full
    let remaining = Int(-wait / interval)
    return .taken(
      standing(remaining: remaining, waiting: remaining > 0 ? full - now : wait + interval))
  }

  /// How the client stands if its bucket is empty; `nil` if there is a token in it. Nothing is taken.
  func emptiness(for client: Access.Client, at now: Int64) -> RateStanding? {
    guard let place = places[client] else { return nil }
    let wait = max(buckets[place].fullAt, now) + interval - now - window
    return wait > 0 ? standing(remaining: 0, waiting: wait) : nil
  }

  private func standing(remaining: Int, waiting nanoseconds: Int64) -> RateStanding {
    RateStanding(
      policy: policy, remaining: remaining,
      resetSeconds: Int((nanoseconds + 999_999_999) / 1_000_000_000))
  }

  // The order of use

  /// The place of the client's bucket, which is now the one used last.
  private mutating func use(_ client: Access.Client, at now: Int64) -> Int {
    if let place = places[client] {
      if place != newest {
        unlink(place)
        appendAsNewest(place)
      }
      return place
    }
    let place: Int
    if buckets.count < limit {
      place = buckets.count
      buckets.append(Bucket(client: client, fullAt: now))
    } else {
      place = oldest
      unlink(place)
      places[buckets[place].client] = nil
      buckets[place] = Bucket(client: client, fullAt: now)
    }
    places[client] = place
    appendAsNewest(place)
    return place
  }

  private mutating func unlink(_ place: Int) {
    let (older, newer) = (buckets[place].older, buckets[place].newer)
    if older < 0 { oldest = newer } else { buckets[older].newer = newer }
    if newer < 0 { newest = older } else { buckets[newer].older = older }
  }

  private mutating func appendAsNewest(_ place: Int) {
    buckets[place].older = newest
    buckets[place].newer = -1
    if newest < 0 { oldest = place } else { buckets[newest].newer = place }
    newest = place
  }
}
