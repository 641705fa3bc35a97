internal import Posix

/// Who wants to hear of which job. The board hears of all.
final class JobWatchers: Sendable {
  private struct State: Sendable {
    var wakes: [JobID: [Int: @Sendable () -> Void]] = [:]
    var next = 0
  }

  private let state = Guarded(State())
  private let board: JobBoard

  init(_ board: JobBoard = JobBoard()) {
    self.board = board
  }

  /// Watches a job until the watch is let go.
  func watch(_ id: JobID, _ wake: @escaping @Sendable () -> Void) -> JobWatch {
    let key = state.withLock { state in
      state.next += 1
      state.wakes[id, default: [:]][state.next] = wake
      return state.next
    }
    return JobWatch { [weak self] in self?.end(key, of: id) }
  }

  /// How many watches there are.
  var count: Int { state.withLock { $0.wakes.values.reduce(0) { $0 + $1.count } } }

  /// Wakes all who watch one of these jobs.
  func notify(_ ids: some Sequence<JobID> & Sendable) {
    let wakes = state.withLock { state in
      ids.flatMap { state.wakes[$0].map { Array($0.values) } ?? [] }
    }
    for wake in wakes { wake() }
    board.note(ids)
  }

  private func end(_ key: Int, of id: JobID) {
    // What the closure holds is let go outside of the lock.
    let removed = state.withLock { state in
      let wake = state.wakes[id]?.removeValue(forKey: key)
      if state.wakes[id]?.isEmpty == true { state.wakes[id] = nil }
      return wake
    }
    _ = consume removed
  }
}

/// Somebody's interest in a job. It ends with the object, or before.
package final class JobWatch: Sendable {
  private let stop: @Sendable () -> Void

  init(_ stop: @escaping @Sendable () -> Void) {
    self.stop = stop
  }

  deinit { stop() }

  /// Ends the interest.
  package func end() { stop() }
}
