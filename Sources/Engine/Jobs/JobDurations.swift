internal import Synchronization

/// How long jobs took, as a histogram of fixed buckets that lanes add to without a lock.
package final class JobDurations: Sendable {
  /// Upper bounds of the buckets, in seconds; a last one takes everything longer.
  package static let boundsSeconds = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600]

  private let counts = boundsSeconds.map { _ in Counter() } + [Counter()]
  private let totalNanoseconds = Counter()

  /// The histogram at one moment.
  package struct Snapshot: Equatable, Sendable {
    /// Jobs in each bucket, those of shorter buckets not included.
    package let counts: [Int]
    /// The time of all jobs together.
    package let totalSeconds: Double
  }

  package init() {}

  /// Counts a job.
  package func add(nanoseconds: Int64) {
    let seconds = Double(nanoseconds) / 1e9
    let bucket = Self.boundsSeconds.firstIndex { seconds <= $0 } ?? Self.boundsSeconds.count
    counts[bucket].add(1)
    totalNanoseconds.add(Int(nanoseconds))
  }

  /// What has been counted. Jobs that end meanwhile may be in one of its figures and not yet in another.
  package var snapshot: Snapshot {
    Snapshot(counts: counts.map(\.value), totalSeconds: Double(totalNanoseconds.value) / 1e9)
  }
}

/// A number that any thread adds to without a lock.
package final class Counter: Sendable {
  private let atomic = Atomic(0)

  package init() {}

  /// Adds to the number.
  package func add(_ amount: Int) { atomic.wrappingAdd(amount, ordering: .relaxed) }

  /// The number at this moment.
  package var value: Int { atomic.load(ordering: .relaxed) }
}
