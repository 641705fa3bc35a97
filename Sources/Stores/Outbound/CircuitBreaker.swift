/// Whether it makes sense to call a place outside that failed: after some failures in a row nobody calls it for a while, then one call tries
/// whether it is well again.
///
/// It is a plain value; times are those of the clock that never goes back, in nanoseconds. Who was let through says how it ended, once.
package struct CircuitBreaker: Sendable {
  /// Closed: everybody may call. Open: nobody, until a moment. Trying: one call is under way, and nobody else may call until a moment, in case
  /// that one never says how it ended.
  private enum State {
    case closed(failures: Int)
    case open(until: Int64)
    case trying(until: Int64)
  }

  private let failureLimit: Int
  private let openNanoseconds: Int64
  private var state = State.closed(failures: 0)

  /// - Parameters:
  ///   - failureLimit: how many failures in a row open it; at least 1.
  ///   - openSeconds: how long it stays open then, and after each trial that failed.
  package init(failureLimit: Int = 5, openSeconds: Double = 30) {
    self.failureLimit = max(failureLimit, 1)
    openNanoseconds = openSeconds > 0 ? Int64(min(openSeconds, 1e9) * 1e9) : 0
  }

  /// Whether the place is taken for dead: from the failure that opened it to the first success.
  package var isOpen: Bool {
    if case .closed = state { false } else { true }
  }

  /// Asks for a call. Of those who ask while it is open, one is let through when the time has come, as a trial.
  package mutating func mayTry(at now: Int64) -> Bool {
    switch state {
    case .closed: return true
    case .open(let end), .trying(let end):
      guard now >= end else { return false }
      state = .trying(until: later(now))
      return true
    }
  }

  /// A call went well: the place answers.
  package mutating func noteSuccess(at now: Int64) {
    state = .closed(failures: 0)
  }

  /// A call failed in a way that says something about the place.
  package mutating func noteFailure(at now: Int64) {
    switch state {
    case .closed(let failures):
      state =
        failures + 1 < failureLimit ? .closed(failures: failures + 1) : .open(until: later(now))
    // A call from before it opened; what it says is known.
    case .open: break
    case .trying: state = .open(until: later(now))
    }
  }

  /// How long it is until a call may be let through; 0 if one may be now.
  package func secondsUntilTrial(at now: Int64) -> Double {
    switch state {
    case .closed: 0
    case .open(let end), .trying(let end): max(0, (Double(end) - Double(now)) / 1e9)
    }
  }

  private func later(_ now: Int64) -> Int64 {
    let (end, isBeyond) = now.addingReportingOverflow(openNanoseconds)
    return isBeyond ? .max : end
  }
}
