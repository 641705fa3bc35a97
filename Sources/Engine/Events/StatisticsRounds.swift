internal import Posix

/// Those who want a text made again and again, each at its own pace.
///
/// One lane at a time makes all that are due, one after the other, however many there are: texts that take long come later than they
/// should, and nobody else waits for them.
final class StatisticsRounds: Sendable {
  /// Has a lane do something; `false` if all are busy and too many wait.
  typealias Offload = @Sendable (@escaping @Sendable () -> Void) -> Bool

  private struct Seat: Sendable {
    let round: StatisticsRound
    let everyNanoseconds: Int64
    var dueNanoseconds: Int64
  }

  private struct State: Sendable {
    var seats: [Int: Seat] = [:]
    var next = 0
    var isUnderWay = false
  }

  private let state = Guarded(State())
  private let offload: Offload

  init(_ offload: @escaping Offload) {
    self.offload = offload
  }

  /// Has a text made soon, and then at this pace until the answer to this call is ended or let go.
  func start(_ round: StatisticsRound, everyMilliseconds: Int) -> StatisticsWatch {
    let key = state.withLock { state in
      state.next += 1
      state.seats[state.next] = Seat(
        round: round, everyNanoseconds: Int64(everyMilliseconds) * 1_000_000, dueNanoseconds: .min)
      return state.next
    }
    return StatisticsWatch(round) { [weak self] in self?.end(key) }
  }

  /// How many there are.
  var count: Int { state.withLock { $0.seats.count } }

  /// Has a lane make the texts that are due, unless it is at those before. A time that was missed is not made up for.
  func begin(at now: Moment) {
    let monotonic = now.monotonicNanoseconds
    let due = state.withLock { state -> [StatisticsRound] in
      guard !state.isUnderWay else { return [] }
      let due = state.seats.filter { $0.value.dueNanoseconds <= monotonic }
      state.isUnderWay = !due.isEmpty
      return due.map(\.value.round)
    }
    guard !due.isEmpty else { return }
    let isTaken = offload { [self] in
      for round in due { round.make(at: now.wallNanoseconds) }
      state.withLock { $0.isUnderWay = false }
    }
    state.withLock { state in
      guard isTaken else { return state.isUnderWay = false }
      for (key, seat) in state.seats where seat.dueNanoseconds <= monotonic {
        let first = seat.dueNanoseconds == .min ? monotonic : seat.dueNanoseconds
        let missed = (monotonic - first) / seat.everyNanoseconds
        state.seats[key]?.dueNanoseconds = first + (missed + 1) * seat.everyNanoseconds
      }
    }
  }

  private func end(_ key: Int) {
    // What its closures hold is let go outside of the lock.
    let removed = state.withLock { $0.seats.removeValue(forKey: key) }
    _ = consume removed
  }
}

/// A text that is made again and again, of which the newest is kept until it is taken.
final class StatisticsRound: Sendable {
  /// Makes the text; it is told what the clock says, in nanoseconds since 1970.
  private let text: @Sendable (Int64) -> [UInt8]
  private let wake: @Sendable () -> Void
  private let newest = Guarded([UInt8]?.none)

  /// - Parameter wake: called when there is a new text, by any thread.
  init(text: @escaping @Sendable (Int64) -> [UInt8], wake: @escaping @Sendable () -> Void) {
    self.text = text
    self.wake = wake
  }

  func make(at now: Int64) {
    let made = text(now)
    newest.withLock { $0 = made }
    wake()
  }

  /// The newest text, once.
  func take() -> [UInt8]? {
    newest.withLock { newest in
      defer { newest = nil }
      return newest
    }
  }
}

/// A round that goes on until this is ended or let go.
package final class StatisticsWatch: Sendable {
  private let round: StatisticsRound
  private let ending: @Sendable () -> Void

  init(_ round: StatisticsRound, _ ending: @escaping @Sendable () -> Void) {
    self.round = round
    self.ending = ending
  }

  deinit { ending() }

  /// The newest text, once.
  package func take() -> [UInt8]? { round.take() }

  /// Ends it. A second call does nothing.
  package func end() { ending() }
}
