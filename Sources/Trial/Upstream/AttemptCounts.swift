internal import Synchronization

/// How often each city and day was asked for. Any thread may count.
///
/// There is room for some thousand of them; when there are more, some share a count.
final class AttemptCounts: Sendable {
  private final class Count: Sendable {
    let asked = Atomic(0)
  }

  private let counts: [Count]

  init(room: Int = 8_192) {
    counts = (0..<max(1, room)).map { _ in Count() }
  }

  /// Counts a request.
  ///
  /// - Returns: how many came before it.
  func next(city: Int, day: Int64) -> Int {
    var place = SplitMix64(state: UInt64(bitPattern: day &* 1_000_003 &+ Int64(city)))
    return counts[place.below(counts.count)].asked.add(1, ordering: .relaxed).oldValue
  }
}
