internal import Posix
internal import Stores

/// Leaves a place outside alone once it has failed too often, for all threads together.
final class PlaceBreaker: Sendable {
  private struct State: Sendable {
    var breaker: CircuitBreaker
    /// Why the place did not answer the last time that it did not, as a clause.
    var cause: String?
  }

  private let state: Guarded<State>
  private let clock: @Sendable () -> Int64

  /// - Parameter clock: the one that never goes back, in nanoseconds.
  init(
    _ breaker: CircuitBreaker = CircuitBreaker(),
    clock: @escaping @Sendable () -> Int64 = { Moment.monotonicNanoseconds() }
  ) {
    state = Guarded(State(breaker: breaker))
    self.clock = clock
  }

  /// Whether the place may be called now. Who is told so says what came of it.
  func mayTry() -> Bool {
    let now = clock()
    return state.withLock { $0.breaker.mayTry(at: now) }
  }

  /// Notes that the place has answered, whatever it said.
  func noteSuccess() {
    let now = clock()
    state.withLock { $0.breaker.noteSuccess(at: now) }
  }

  /// Notes that the place has not answered, or could not.
  ///
  /// - Parameter cause: why, as a clause.
  func noteFailure(_ cause: String? = nil) {
    let now = clock()
    state.withLock { state in
      state.breaker.noteFailure(at: now)
      state.cause = cause
    }
  }

  /// Why the place did not answer the last time that it did not, as a clause; `nil` if nobody has said so.
  var cause: String? { state.withLock { $0.cause } }

  /// Whether the place is left alone.
  var isOpen: Bool { state.withLock { $0.breaker.isOpen } }

  /// How long it is left alone from now on.
  var secondsUntilTrial: Double {
    let now = clock()
    return state.withLock { $0.breaker.secondsUntilTrial(at: now) }
  }
}
