internal import Posix
internal import Statistics

/// Lets those wait who cannot have a day now. They wait in their own threads, so it is not for loops.
final class DayTurns: Sendable {
  private struct State: Sendable {
    var board = DayBoard()
    /// Those who wait for a change.
    var waiters: [Latch] = []
  }

  /// What came of asking for a turn.
  private enum Attempt<Turn: Sendable>: Sendable {
    case had(Turn)
    /// Somebody else has the day.
    case blocked(CivilDay)
  }

  private let state = Guarded(State())

  /// How long it takes at most until a wait that was cancelled ends.
  private static let lookMilliseconds: Int32 = 50

  // Collecting and replacing

  /// Waits for the turn of a job to collect a day.
  func beginCollecting(
    _ day: CivilDay, _ job: JobID, isCancelled: () -> Bool
  ) throws(CollectorFailure) {
    try wait(until: .max, isCancelled: isCancelled) { board in
      board.beginCollecting(day, job) ? .had(()) : .blocked(day)
    }
  }

  func endCollecting(_ day: CivilDay, _ job: JobID) {
    change { $0.endCollecting(day, job) }
  }

  func noteUnfinished(_ day: CivilDay, _ job: JobID) {
    change { $0.noteUnfinished(day, job) }
  }

  /// The job that a day waits for; `nil` if it is whole.
  func unfinished(_ day: CivilDay) -> JobID? { state.withLock { $0.board.unfinished(day) } }

  /// Waits for the turn of a job to replace the objects of a day: until those have read it who hold it.
  func beginStoring(_ day: CivilDay, _ job: JobID) {
    // Nobody cancels it, and it has no end but its turn.
    try? wait(until: .max, isCancelled: { false }) { board in
      board.beginStoring(day, job) ? .had(()) : .blocked(day)
    }
  }

  func endStoring(_ day: CivilDay, isComplete: Bool) {
    change { $0.endStoring(day, isComplete: isComplete) }
  }

  // Reading

  /// Waits until some days can be read, and begins to read them.
  ///
  /// - Parameters:
  ///   - isHolding: whether nobody replaces objects of these days until the reading ends.
  ///   - deadline: of the clock that never goes back.
  ///   - complete: replaces what is left of a day's objects.
  /// - Returns: the stamp for `changed`.
  func beginReading(
    _ days: some Collection<CivilDay>, holding isHolding: Bool = false, until deadline: Int64,
    isCancelled: () -> Bool, complete: (CivilDay, JobID) throws(CollectorFailure) -> Void
  ) throws(CollectorFailure) -> Int {
    while true {
      let turn: DayBoard.ReadingTurn =
        try wait(until: deadline, isCancelled: isCancelled) { board in
          switch board.beginReading(days, holding: isHolding) {
          case .wait(let day): .blocked(day)
          case let turn: .had(turn)
          }
        }
      guard case .complete(let day, let job) = turn else {
        if case .read(let stamp) = turn { return stamp }
        continue
      }
      var isComplete = false
      defer { endStoring(day, isComplete: isComplete) }
      try complete(day, job)
      isComplete = true
    }
  }

  /// Completes those of some days that are to be completed, without waiting for others who do so.
  ///
  /// - Parameter complete: replaces what is left of a day's objects.
  func completeAll(
    _ days: some Collection<CivilDay>,
    complete: (CivilDay, JobID) throws(CollectorFailure) -> Void
  ) throws(CollectorFailure) {
    while let (day, job) = state.withLock({ $0.board.takeUnfinished(days) }) {
      var isComplete = false
      defer { endStoring(day, isComplete: isComplete) }
      try complete(day, job)
      isComplete = true
    }
  }

  /// Those of some days whose objects were begun to be replaced after a stamp was given.
  func changed(_ days: some Collection<CivilDay>, since stamp: Int) -> Set<CivilDay> {
    state.withLock { $0.board.changed(days, since: stamp) }
  }

  /// Ends what `beginReading` began, with the same days.
  func endReading(_ days: some Collection<CivilDay>, holding isHolding: Bool = false) {
    change { $0.endReading(days, holding: isHolding) }
  }

  /// How many wait for a change now.
  var waiterCount: Int { state.withLock { $0.waiters.count } }

  // Leaves

  private func change(_ body: (inout DayBoard) -> Void) {
    let waiters = state.withLock { state in
      body(&state.board)
      let waiters = state.waiters
      state.waiters = []
      return waiters
    }
    for waiter in waiters { waiter.open() }
  }

  /// - Throws: `CollectorFailure.cancelled` or `.dayBusy`.
  private func wait<Turn: Sendable>(
    until deadline: Int64, isCancelled: () -> Bool, _ attempt: (inout DayBoard) -> Attempt<Turn>
  ) throws(CollectorFailure) -> Turn {
    while true {
      // Without a descriptor for a latch it looks from time to time.
      let latch = try? Latch()
      let outcome = state.withLock { state in
        let outcome = attempt(&state.board)
        if case .blocked = outcome, let latch { state.waiters.append(latch) }
        return outcome
      }
      guard case .blocked(let day) = outcome else {
        if case .had(let turn) = outcome { return turn }
        continue
      }
      defer { state.withLock { state in state.waiters.removeAll { $0 === latch } } }
      repeat {
        if isCancelled() { throw .cancelled }
        if Moment.monotonicNanoseconds() >= deadline { throw .dayBusy(day) }
      } while latch.map { !$0.wait(milliseconds: Self.lookMilliseconds) } ?? Self.pause()
    }
  }

  private static func pause() -> Bool {
    Thread.sleep(milliseconds: Int(lookMilliseconds))
    return false
  }
}
