internal import Posix

/// Who wants to hear of all jobs, and what they have not heard yet.
///
/// A change is noted for each of them and told of with the next tick of the jobs' clock that is due, so a job that changes a hundred times in
/// between is told of once. Where nobody listens nothing is noted, and where nothing changes nobody is woken.
final class JobBoard: Sendable {
  /// How often each is woken at most.
  static let tellingMilliseconds = 250
  /// How many may listen.
  static let listenerLimit = 200
  /// How many jobs are noted for each. Of more it is only said that they are too many.
  static let changeLimit = 100

  private struct Seat: Sendable {
    let key: Int
    var changed: Set<JobID> = []
    var isCutShort = false
    let wake: @Sendable () -> Void

    var hasNews: Bool { isCutShort || !changed.isEmpty }

    mutating func note(_ id: JobID) {
      if isCutShort || changed.insert(id).inserted == false { return }
      guard changed.count > changeLimit else { return }
      changed = []
      isCutShort = true
    }
  }

  private struct State: Sendable {
    /// In the order in which they came.
    var seats: [Seat] = []
    var next = 0
    /// When the seats are woken the next time, by the clock that never goes back.
    var dueNanoseconds = Int64.min
  }

  private let state = Guarded(State())

  /// Listens from now on, until the answer is ended or let go.
  func listen(_ wake: @escaping @Sendable () -> Void) -> JobListener {
    let key = state.withLock { state in
      state.next += 1
      state.seats.append(Seat(key: state.next, wake: wake))
      return state.next
    }
    return JobListener(
      take: { [weak self] in self?.take(key) ?? JobChanges() },
      stop: { [weak self] in self?.end(key) })
  }

  /// How many listen.
  var count: Int { state.withLock { $0.seats.count } }

  /// Notes that something about these jobs has changed.
  func note(_ ids: some Sequence<JobID> & Sendable) {
    state.withLock { state in
      for place in state.seats.indices {
        for id in ids { state.seats[place].note(id) }
      }
    }
  }

  /// Wakes those who have not heard everything, unless that was done a moment ago.
  func tell(at now: Moment) {
    let wakes = state.withLock { state -> [@Sendable () -> Void] in
      guard !state.seats.isEmpty, now.monotonicNanoseconds >= state.dueNanoseconds else {
        return []
      }
      let wakes = state.seats.filter(\.hasNews).map(\.wake)
      if !wakes.isEmpty {
        state.dueNanoseconds =
          now.monotonicNanoseconds + Int64(Self.tellingMilliseconds) * 1_000_000
      }
      return wakes
    }
    for wake in wakes { wake() }
  }

  private func take(_ key: Int) -> JobChanges {
    state.withLock { state in
      guard let place = state.seats.firstIndex(where: { $0.key == key }) else {
        return JobChanges()
      }
      let seat = state.seats[place]
      state.seats[place].changed = []
      state.seats[place].isCutShort = false
      return JobChanges(ids: seat.changed.sorted(), isCutShort: seat.isCutShort)
    }
  }

  private func end(_ key: Int) {
    // What the closure holds is let go outside of the lock.
    let removed = state.withLock { state in
      state.seats.firstIndex { $0.key == key }.map { state.seats.remove(at: $0) }
    }
    _ = consume removed
  }
}

/// The jobs that have changed since somebody asked last.
package struct JobChanges: Equatable, Sendable {
  /// In the order of their numbers; some of them may be gone.
  package var ids: [JobID] = []
  /// Others have changed too, and nobody has noted which.
  package var isCutShort = false
}

/// Somebody's interest in all jobs. It ends with the object, or before.
package final class JobListener: Sendable {
  private let taking: @Sendable () -> JobChanges
  private let stop: @Sendable () -> Void

  init(take: @escaping @Sendable () -> JobChanges, stop: @escaping @Sendable () -> Void) {
    taking = take
    self.stop = stop
  }

  deinit { stop() }

  /// What has changed since the last call, or since the interest began.
  package func take() -> JobChanges { taking() }

  /// Ends the interest.
  package func end() { stop() }
}

extension TallyEngine {
  /// How many may listen to all jobs.
  package static let jobListenerLimit = JobBoard.listenerLimit
}
