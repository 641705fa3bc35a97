import Posix
import Stores
import Testing

@testable import Engine

struct PlaceBreakerTests {
  private let now = Guarded<Int64>(0)

  private func breaker() -> PlaceBreaker {
    PlaceBreaker(CircuitBreaker(failureLimit: 2, openSeconds: 30)) { [now] in
      now.withLock { $0 }
    }
  }

  @Test func `a place that failed too often is left alone, and then tried once`() {
    let breaker = breaker()
    #expect(breaker.mayTry() && !breaker.isOpen)
    breaker.noteFailure()
    #expect(breaker.mayTry() && !breaker.isOpen)
    breaker.noteFailure()
    #expect(!breaker.mayTry() && breaker.isOpen && breaker.secondsUntilTrial == 30)
    now.withLock { $0 = 30_000_000_000 }
    #expect(breaker.secondsUntilTrial == 0)
    #expect(breaker.mayTry() && !breaker.mayTry() && breaker.isOpen)
    breaker.noteSuccess()
    #expect(breaker.mayTry() && !breaker.isOpen)
  }
}
