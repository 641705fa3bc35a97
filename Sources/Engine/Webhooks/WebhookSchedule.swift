/// When a webhook is tried again, and when no more. It knows no clock: times go in and out as numbers.
///
/// - Source: Standard Webhooks, "Deliverability and reliability".
enum WebhookSchedule {
  /// What becomes of a delivery after an attempt.
  enum Fate: Equatable {
    case delivered
    case again(inNanoseconds: Int64)
    case givenUp

    /// Whether there is no further attempt.
    var isLast: Bool {
      switch self {
      case .delivered, .givenUp: true
      case .again: false
      }
    }
  }

  /// The pauses before the second attempt, the third and so on. Behind the last of them comes one more attempt.
  static let pausesSeconds: [Double] = [5, 30, 120, 600, 1800, 3600, 7200, 18_000, 36_000]
  /// How much a pause may be shorter or longer, so that what failed together does not come together again.
  private static let jitter = 0.2
  /// For how long a receiver is believed that wants to be left alone.
  private static let heededSeconds: Double = 3600
  /// No pause is longer.
  static let longestNanoseconds = nanoseconds(36_000 * (1 + jitter))

  /// - Parameters:
  ///   - attempts: how many were made, this one among them.
  ///   - share: a random number from 0 to 1, which spreads the pauses.
  static func fate(
    after outcome: WebhookOutcome, attempts: Int, share: Double
  ) -> Fate {
    var heeded: Double = 0
    switch outcome {
    case .answered(200..<300, _): return .delivered
    // Gone: the receiver wants no more (RFC 9110, 15.5.11).
    case .answered(410, _), .refused: return .givenUp
    case .answered(let status, let seconds?) where status == 429 || status == 503:
      heeded = min(Double(seconds), heededSeconds)
    case .answered, .unreachable, .unanswered: break
    }
    guard pausesSeconds.indices.contains(attempts - 1) else { return .givenUp }
    let pause = pausesSeconds[attempts - 1] * (1 - jitter + 2 * jitter * share)
    return .again(inNanoseconds: nanoseconds(max(pause, heeded)))
  }

  private static func nanoseconds(_ seconds: Double) -> Int64 {
    Int64(exactly: (seconds * 1e9).rounded()) ?? 0
  }
}
