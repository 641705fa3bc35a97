internal import Posix

/// The lanes that do what a loop must not: requests that may block, and jobs.
///
/// A lane that is free takes what waits: first requests, in their order, then jobs, which the ledger keeps and hands out. When nothing
/// waits it becomes idle, and whoever brings work wakes one idle lane.
package final class WorkerPool: Sendable {
  /// What a lane runs.
  package typealias Task = @Sendable () -> Void

  /// What the lock guards.
  private struct State: Sendable {
    var tasks = Queue<Task>()
    var isIdle: [Bool]

    mutating func takeIdleLanes() -> [Int] {
      let idle = isIdle.indices.filter { isIdle[$0] }
      for lane in idle { isIdle[lane] = false }
      return idle
    }

    mutating func takeIdleLane() -> Int? {
      guard let lane = isIdle.firstIndex(of: true) else { return nil }
      isIdle[lane] = false
      return lane
    }
  }

  private let lanes: [Lane]
  private let state: Guarded<State>
  private let waitingLimit: Int
  private let nextJob: @Sendable () -> Task?

  /// - Parameters:
  ///   - laneCount: how many lanes work, at least one.
  ///   - waitingLimit: how many requests may wait; one more is refused.
  ///   - name: what the lanes are called.
  ///   - yields: whether the lanes let everybody else's work go first.
  ///   - nextJob: the next job, if one waits.
  package init(
    laneCount: Int, waitingLimit: Int, name: String = "tally.lane", yielding yields: Bool = false,
    nextJob: @escaping @Sendable () -> Task? = { nil }
  ) {
    lanes = (0..<max(1, laneCount)).map { Lane(name: "\(name).\($0)", yielding: yields) }
    state = Guarded(State(isIdle: Array(repeating: true, count: max(1, laneCount))))
    self.waitingLimit = waitingLimit
    self.nextJob = nextJob
  }

  /// How many lanes there are.
  package var laneCount: Int { lanes.count }

  /// How many lanes work at this moment, and how many requests wait.
  package var load: (busyLanes: Int, waitingTasks: Int) {
    state.withLock { ($0.isIdle.count { !$0 }, $0.tasks.count) }
  }

  /// Hands a request to the next free lane.
  ///
  /// - Returns: `false`, and nothing is taken, when as many wait as may.
  package func offload(_ task: @escaping Task) -> Bool {
    let limit = waitingLimit
    let (isTaken, lane) = state.withLock { state -> (Bool, Int?) in
      guard state.tasks.count < limit else { return (false, nil) }
      state.tasks.append(task)
      return (true, state.takeIdleLane())
    }
    if let lane { start(lane) }
    return isTaken
  }

  /// Says that a job waits in the ledger.
  package func wake() {
    if let lane = state.withLock({ $0.takeIdleLane() }) { start(lane) }
  }

  /// Says that several jobs may wait in the ledger.
  package func wakeAll() {
    for lane in state.withLock({ $0.takeIdleLanes() }) { start(lane) }
  }

  private func start(_ lane: Int) {
    lanes[lane].run { [self] in
      state.withLock { $0.isIdle[lane] = false }
      while let task = next(for: lane) { task() }
    }
  }

  /// The next work for a lane; `nil` when it is idle from now on.
  private func next(for lane: Int) -> Task? {
    if let found = state.withLock({ $0.tasks.popFirst() }) ?? nextJob() { return found }
    let late = state.withLock { state -> Task? in
      if let task = state.tasks.popFirst() { return task }
      state.isIdle[lane] = true
      return nil
    }
    if let late { return late }
    // A job that was admitted after we looked and before we were idle woke nobody.
    guard let job = nextJob() else { return nil }
    state.withLock { $0.isIdle[lane] = false }
    return job
  }
}
