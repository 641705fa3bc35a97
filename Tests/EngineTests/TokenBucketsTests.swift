import Testing

@testable import Engine

struct TokenBucketsTests {
  private static let policy = RatePolicy(name: "test", count: 3, seconds: 6)
  private let ann = Access.Client.key("ann")
  private let bob = Access.Client.address(1, 2)

  private func standing(_ remaining: Int, _ resetSeconds: Int) -> RateStanding {
    RateStanding(policy: Self.policy, remaining: remaining, resetSeconds: resetSeconds)
  }

  @Test func `a full bucket gives its tokens at once, then each as it comes back`() {
    var buckets = TokenBuckets(Self.policy, limit: 10)
    let second: Int64 = 1_000_000_000
    let start = 5 * second
    #expect(buckets.take(for: ann, at: start) == .taken(standing(2, 2)))
    #expect(buckets.take(for: ann, at: start) == .taken(standing(1, 4)))
    #expect(buckets.take(for: ann, at: start) == .taken(standing(0, 2)))
    #expect(buckets.take(for: ann, at: start) == .refused(standing(0, 2)))
    #expect(buckets.take(for: ann, at: start + 2 * second - 1) == .refused(standing(0, 1)))
    #expect(buckets.take(for: ann, at: start + 2 * second) == .taken(standing(0, 2)))
    #expect(buckets.take(for: ann, at: start + 2 * second) == .refused(standing(0, 2)))
    #expect(buckets.take(for: ann, at: start + 60 * second) == .taken(standing(2, 2)))
  }

  @Test func `each client has a bucket of its own`() {
    var buckets = TokenBuckets(Self.policy, limit: 10)
    for _ in 0..<4 { _ = buckets.take(for: ann, at: 0) }
    #expect(buckets.emptiness(for: ann, at: 0) == standing(0, 2))
    #expect(buckets.emptiness(for: bob, at: 0) == nil)
    #expect(buckets.take(for: bob, at: 0) == .taken(standing(2, 2)))
  }

  @Test func `whoever looks takes nothing`() {
    var buckets = TokenBuckets(Self.policy, limit: 10)
    for _ in 0..<9 { #expect(buckets.emptiness(for: ann, at: 0) == nil) }
    #expect(buckets.count == 0)
    for _ in 0..<3 { _ = buckets.take(for: ann, at: 0) }
    #expect(buckets.emptiness(for: ann, at: 1_999_999_999) == standing(0, 1))
    #expect(buckets.emptiness(for: ann, at: 2_000_000_000) == nil)
  }

  @Test func `the client that was seen longest ago makes room`() {
    var buckets = TokenBuckets(Self.policy, limit: 2)
    let (first, second, third) = (
      Access.Client.key("1"), Access.Client.key("2"), Access.Client.key("3")
    )
    for _ in 0..<3 { _ = buckets.take(for: first, at: 0) }
    for _ in 0..<3 { _ = buckets.take(for: second, at: 0) }
    // A refusal counts as being seen.
    #expect(buckets.take(for: first, at: 0) == .refused(standing(0, 2)))
    #expect(buckets.take(for: third, at: 0) == .taken(standing(2, 2)))
    #expect(buckets.count == 2)
    #expect(buckets.emptiness(for: first, at: 0) != nil)
    #expect(buckets.emptiness(for: second, at: 0) == nil)
  }

  /// A list in the order of use, and for each client the times of the tokens that are out.
  private struct Naive {
    let limit: Int
    var order: [Access.Client] = []
    var fullAt: [Access.Client: Int64] = [:]

    mutating func take(_ client: Access.Client, _ now: Int64, interval: Int64, count: Int64) -> Bool
    {
      order.removeAll { $0 == client }
      order.append(client)
      if order.count > limit { fullAt[order.removeFirst()] = nil }
      let out = max(0, (fullAt[client] ?? now) - now)
      if out + interval > count * interval { return false }
      fullAt[client] = now + out + interval
      return true
    }
  }

  @Test func `any order of clients is counted as a plain list would`() {
    var random = SystemRandomNumberGenerator()
    for limit in [1, 2, 3, 7] {
      var buckets = TokenBuckets(Self.policy, limit: limit)
      var naive = Naive(limit: limit)
      var now: Int64 = 0
      for _ in 0..<2000 {
        now += Int64.random(in: 0...1_500_000_000, using: &random)
        let client = Access.Client.address(0, UInt64.random(in: 0..<5, using: &random))
        let isTaken = naive.take(client, now, interval: 2_000_000_000, count: 3)
        switch buckets.take(for: client, at: now) {
        case .taken: #expect(isTaken)
        case .refused(let standing):
          #expect(!isTaken)
          #expect((1...2).contains(standing.resetSeconds))
        }
        #expect(buckets.count <= limit)
      }
    }
  }

  @Test func `in the long run no more pass than the policy says`() {
    var buckets = TokenBuckets(RatePolicy(name: "odd", count: 7, seconds: 60), limit: 1)
    var passed = 0
    for tick in 0..<36_000 {
      if case .taken = buckets.take(for: ann, at: Int64(tick) * 100_000_000) { passed += 1 }
    }
    // An hour: seven at the start and seven a minute.
    #expect((7 * 60...7 * 61).contains(passed))
  }

  @Test func `the time that is told is long enough`() {
    var buckets = TokenBuckets(RatePolicy(name: "odd", count: 1_000_000, seconds: 86_400), limit: 1)
    for _ in 0..<1_000_000 { _ = buckets.take(for: ann, at: 0) }
    guard case .refused(let standing) = buckets.take(for: ann, at: 0) else {
      Issue.record("the bucket is not empty")
      return
    }
    #expect(standing.resetSeconds == 1)
    guard case .taken = buckets.take(for: ann, at: 1_000_000_000) else {
      Issue.record("the time was too short")
      return
    }
  }
}
