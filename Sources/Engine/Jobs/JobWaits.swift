internal import Posix
internal import Synchronization

/// Who waits for the end of a job, but not for ever.
final class JobWaits: Sendable {
  private final class Wait: Sendable {
    let deadlineNanoseconds: Int64
    private let answer: @Sendable () -> Void
    private let isAnswered = Atomic(false)

    init(until deadlineNanoseconds: Int64, _ answer: @escaping @Sendable () -> Void) {
      self.deadlineNanoseconds = deadlineNanoseconds
      self.answer = answer
    }

    func end() {
      if !isAnswered.exchange(true, ordering: .relaxed) { answer() }
    }
  }

  private struct State: Sendable {
    var waits: [Int: (wait: Wait, watch: JobWatch)] = [:]
    var next = 0
  }

  private let ledger: Guarded<JobLedger>
  private let watchers: JobWatchers
  private let state = Guarded(State())

  init(_ ledger: Guarded<JobLedger>, _ watchers: JobWatchers) {
    self.ledger = ledger
    self.watchers = watchers
  }

  /// Calls back, once, when a job is not unfinished any more, or the time is over.
  func wait(
    for id: JobID, until deadlineNanoseconds: Int64, _ answer: @escaping @Sendable () -> Void
  ) {
    let wait = Wait(until: deadlineNanoseconds, answer)
    let key = state.withLock { state in
      state.next += 1
      return state.next
    }
    let watch = watchers.watch(id) { [weak self] in self?.look(id, key, wait) }
    state.withLock { $0.waits[key] = (wait, watch) }
    // It may have ended before somebody watched.
    look(id, key, wait)
  }

  private func look(_ id: JobID, _ key: Int, _ wait: Wait) {
    switch ledger.withLock({ $0.outcome(of: id) }) {
    case .queued, .running: return
    case .finished, .swept, .unknown: break
    }
    wait.end()
    let ended = state.withLock { $0.waits.removeValue(forKey: key) }
    _ = consume ended
  }

  /// Ends the waits whose time is over.
  func endOverdue(at now: Moment) {
    let overdue = state.withLock { state in
      let keys = state.waits.filter {
        $0.value.wait.deadlineNanoseconds <= now.monotonicNanoseconds
      }.keys
      return keys.compactMap { state.waits.removeValue(forKey: $0) }
    }
    for (wait, _) in overdue { wait.end() }
  }
}
