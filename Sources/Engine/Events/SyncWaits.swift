internal import Posix

/// Who waits until the log is on the disk up to a position.
final class SyncWaits: Sendable {
  private struct State: Sendable {
    var synced = 0
    var isBroken = false
    var waits: [(position: Int, answer: @Sendable (Bool) -> Void)] = []
  }

  private let state = Guarded(State())

  /// Calls back once the log is on the disk up to a position, or never will be.
  ///
  /// - Parameter answer: told whether it is; called by any thread, also at once.
  func wait(for position: Int, _ answer: @escaping @Sendable (Bool) -> Void) {
    let known: Bool? = state.withLock { state in
      if state.synced >= position { return true }
      if state.isBroken { return false }
      state.waits.append((position, answer))
      return nil
    }
    if let known { answer(known) }
  }

  /// Whether somebody waits.
  var isWaitedFor: Bool { state.withLock { !$0.waits.isEmpty } }

  /// Notes that the log is on the disk up to a position.
  func note(synced position: Int) {
    let ready = state.withLock { state -> [(position: Int, answer: @Sendable (Bool) -> Void)] in
      // A sync that succeeds after one that failed proves nothing.
      guard !state.isBroken else { return [] }
      state.synced = max(state.synced, position)
      let ready = state.waits.filter { $0.position <= position }
      state.waits.removeAll { $0.position <= position }
      return ready
    }
    for wait in ready { wait.answer(true) }
  }

  /// Notes that the disk has failed for good.
  func noteBroken() {
    let all = state.withLock { state in
      state.isBroken = true
      defer { state.waits = [] }
      return state.waits
    }
    for wait in all { wait.answer(false) }
  }
}
