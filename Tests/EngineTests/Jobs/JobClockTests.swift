import Posix
import Testing

@testable import Engine

struct JobClockTests {
  @Test func `it tells the time until it is let go`() throws {
    let place = try JobPlace()
    let ticks = Guarded<[Moment]>([])
    final class Watched: Sendable {}
    weak var left: Watched?
    do {
      let watched = Watched()
      left = watched
      let clock = try JobClock { [watched] now in
        _ = watched
        ticks.withLock { $0.append(now) }
      }
      #expect(place.comes { ticks.withLock { $0.count } >= 2 })
      withExtendedLifetime(clock) {}
    }
    // Its thread ends, and what it has held goes.
    #expect(place.comes { left == nil })
    let times = ticks.withLock { $0.map(\.monotonicNanoseconds) }
    #expect(times == times.sorted())
  }
}
