/// How long to wait before something that failed is tried again.
///
/// The pause doubles with each attempt, and a random part of it keeps those apart that failed together.
package struct Backoff: Equatable, Sendable {
  /// A server that wants to be left alone for longer is not waited for.
  package static let retryAfterLimitSeconds = 60

  /// How often something is tried, the first time included.
  package let attempts: Int
  /// The longest pause behind the first attempt.
  package let firstSeconds: Double
  /// No pause is longer, but for one that the server asked for.
  package let limitSeconds: Double

  package init(attempts: Int = 4, firstSeconds: Double = 0.5, limitSeconds: Double = 20) {
    self.attempts = attempts
    self.firstSeconds = firstSeconds
    self.limitSeconds = limitSeconds
  }

  /// How many seconds to wait before the next attempt; `nil` if there is to be none.
  ///
  /// - Parameters:
  ///   - attempt: how often it was tried, 1 after the first time.
  ///   - retryAfterSeconds: how long the server wants to be left alone at least.
  ///   - random: from 0 to 1; it moves the pause within its upper half.
  package func delaySeconds(
    afterAttempt attempt: Int, retryAfterSeconds: Int?, random: Double
  ) -> Double? {
    let asked = retryAfterSeconds ?? 0
    guard attempt < attempts, asked <= Self.retryAfterLimitSeconds else { return nil }
    // Beyond 62 doublings every pause has met its limit.
    let doublings = Double(1 << max(0, min(attempt - 1, 62)))
    let longest = min(limitSeconds, firstSeconds * doublings)
    return max(Double(asked), longest * (0.5 + 0.5 * random))
  }
}
