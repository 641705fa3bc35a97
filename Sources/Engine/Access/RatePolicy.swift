/// How often something may be asked: so many at once, and then as they come back, spread evenly over a time.
package struct RatePolicy: Equatable, Sendable {
  /// What clients read of it in RateLimit-Policy.
  package let name: String
  /// How many are allowed in the time.
  package let count: Int
  /// The time.
  package let seconds: Int

  /// The greatest count and the longest time of a policy.
  package static let countLimit = 1_000_000
  package static let secondsLimit = 86_400

  /// - Parameters:
  ///   - count: from 1 to `countLimit`.
  ///   - seconds: from 1 to `secondsLimit`.
  package init(name: String, count: Int, seconds: Int) {
    precondition((1...Self.countLimit).contains(count), "a policy allows one request at least")
    precondition((1...Self.secondsLimit).contains(seconds), "a policy has a time of a day at most")
    self.name = name
    self.count = count
    self.seconds = seconds
  }

  /// The time in which one of them comes back.
  var intervalNanoseconds: Int64 { Int64(seconds) * 1_000_000_000 / Int64(count) }
}

/// How a client stands with a policy after a request.
package struct RateStanding: Equatable, Sendable {
  package let policy: RatePolicy
  /// How many requests it has left.
  package let remaining: Int
  /// Seconds, rounded up: until all are back; where none is left, until one is.
  package let resetSeconds: Int

  package init(policy: RatePolicy, remaining: Int, resetSeconds: Int) {
    self.policy = policy
    self.remaining = remaining
    self.resetSeconds = resetSeconds
  }
}
