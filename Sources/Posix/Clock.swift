internal import Glibc

/// A moment as the two clocks of the machine tell it. It is read once per request and handed down as an argument.
package struct Moment: Equatable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z. It may jump when the clock is set.
  package var wallNanoseconds: Int64
  /// Nanoseconds since the machine started. It never goes back; durations and deadlines are measured with it.
  package var monotonicNanoseconds: Int64

  package init(wallNanoseconds: Int64, monotonicNanoseconds: Int64) {
    self.wallNanoseconds = wallNanoseconds
    self.monotonicNanoseconds = monotonicNanoseconds
  }

  /// Reads both clocks.
  package static func now() -> Moment {
    Moment(
      wallNanoseconds: read(CLOCK_REALTIME), monotonicNanoseconds: read(CLOCK_MONOTONIC))
  }

  /// Reads the clock that never goes back, alone.
  package static func monotonicNanoseconds() -> Int64 {
    read(CLOCK_MONOTONIC)
  }

  /// The moment at another time of the clock that never goes back, as if the other clock was not set in between.
  package func at(monotonicNanoseconds: Int64) -> Moment {
    Moment(
      wallNanoseconds: wallNanoseconds &+ (monotonicNanoseconds &- self.monotonicNanoseconds),
      monotonicNanoseconds: monotonicNanoseconds)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
