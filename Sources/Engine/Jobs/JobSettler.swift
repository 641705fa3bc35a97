internal import Posix

/// Ends jobs that need no computing, and takes finished ones away: on a lane of its own, because it waits for the disk.
final class JobSettler: Sendable {
  /// How many links share a sync.
  private static let linkLimit = 256

  private let lane = Lane(name: "tally.settler")
  private let ledger: Guarded<JobLedger>
  private let results: ResultFolder
  private let runner: JobRunner
  private let committer: Committer
  private let keeper: StorageKeeper
  /// Wakes the lanes for jobs that wait again.
  private let wake: @Sendable () -> Void
  /// Told of finished jobs that nobody can ask for any more.
  private let gone: @Sendable ([JobID]) -> Void

  init(
    ledger: Guarded<JobLedger>, results: ResultFolder, runner: JobRunner, committer: Committer,
    keeper: StorageKeeper, wake: @escaping @Sendable () -> Void,
    gone: @escaping @Sendable ([JobID]) -> Void
  ) {
    self.ledger = ledger
    self.results = results
    self.runner = runner
    self.committer = committer
    self.keeper = keeper
    self.wake = wake
    self.gone = gone
  }

  // Jobs whose answers are there already

  /// Gives jobs the results of others that asked the same.
  func link() {
    lane.run { [self] in
      while true {
        let start = Moment.now()
        let links = ledger.withLock { $0.takeLinks(limit: Self.linkLimit, at: start) }
        if links.isEmpty { return }
        link(links, since: start.monotonicNanoseconds)
      }
    }
  }

  private func link(_ links: [(id: JobID, source: JobID)], since start: Int64) {
    var endings: [(JobID, JobEnding)] = []
    var lost: [JobID] = []
    do throws(Errno) {
      for (id, source) in links {
        if let ending = try ending(of: id, from: source) {
          endings.append((id, ending))
        } else {
          ledger.withLock { $0.forgetAnswer(of: source) }
          lost.append(id)
        }
      }
      try results.sync()
    } catch {
      keeper.note(error)
      ledger.withLock { $0.unlink(links.map(\.id)) }
      // The disk may take files again by now, and whoever found that out has woken the lanes too early.
      return wake()
    }
    keeper.noteSuccess(at: .results)
    for (id, ending) in endings { runner.finish([id], ending, since: start) }
    guard !lost.isEmpty else { return }
    let waiting = lost
    ledger.withLock { $0.unlink(waiting) }
    wake()
  }

  /// - Returns: `nil` when the result of the source is gone.
  private func ending(of id: JobID, from source: JobID) throws(Errno) -> JobEnding? {
    // A file that may not be read, or is none, is as good as gone.
    guard let file = try? results.open(source) else { return nil }
    if try results.link(id, to: source) {
      guard case .finished(_, let answer?) = ledger.withLock({ $0.outcome(of: source) }) else {
        return JobEnding(
          state: .succeeded, reason: nil, answer: nil, byteCount: file.byteCount)
      }
      return .succeeded(answer)
    }
    guard let answer = try? file.read() else { return nil }
    try results.store(answer, of: id)
    return .succeeded(answer)
  }

  // Taking back

  /// Cancels a job that is not finished, or removes one that is.
  func remove(
    _ id: JobID, sparingFinished: Bool = false,
    _ answer: @escaping @Sendable (JobRemoval) -> Void
  ) {
    switch ledger.withLock({ $0.beginRemoval(of: id) }) {
    case .unknown: answer(.unknown)
    case .swept: answer(.swept)
    case .stopping: answer(ledger.withLock { $0.removal(of: id) { .stopping($0) } })
    case .settle: lane.run { [self] in cancel(id, answer) }
    case .remove where sparingFinished:
      answer(ledger.withLock { $0.removal(of: id) { .spared($0) } })
    case .remove: erase(id, answer)
    }
  }

  private func cancel(_ id: JobID, _ answer: @escaping @Sendable (JobRemoval) -> Void) {
    if let failure = end(id, .cancelled) { return answer(.refused(failure)) }
    answer(ledger.withLock { $0.removal(of: id) { .cancelled($0) } })
  }

  /// Ends a job that is settling and was not computed.
  ///
  /// - Returns: why it waits again.
  private func end(_ id: JobID, _ ending: JobEnding) -> AdmissionFailure? {
    let start = Moment.monotonicNanoseconds()
    do throws(AdmissionFailure) {
      // What a disk that has lost something says of later writes proves nothing.
      if let failure = keeper.breakage { throw failure }
      do throws(Errno) {
        try results.store(ending, of: id)
      } catch {
        // Its file may be in place, with a name that is not synced. A job that waits again shall not have ended at the next start.
        results.remove([id])
        throw keeper.note(error)
      }
    } catch {
      ledger.withLock { $0.putBack([id]) }
      wake()
      return error
    }
    keeper.noteSuccess(at: .results)
    // What it has left before it was to be begun again stays until it is swept.
    let artifactBytes = results.artifacts.byteCount(of: id)
    runner.finish([id], ending.counting(artifactBytes: artifactBytes), since: start)
    return nil
  }

  /// Stops the jobs that have taken longer than they may.
  func stopOverdue(at now: Moment) {
    for (id, limit) in ledger.withLock({ $0.stopOverdue(at: now) }) {
      lane.run { [self] in _ = end(id, .overdue(limitMilliseconds: limit)) }
    }
  }

  private func erase(_ id: JobID, _ answer: @escaping @Sendable (JobRemoval) -> Void) {
    committer.send(
      .erase(id) { [self] failure in
        if let failure { return answer(.refused(failure)) }
        lane.run { [self] in
          forget([id])
          answer(.removed)
        }
      })
  }

  /// Removes finished jobs that are beyond the bounds.
  func sweep(at now: Moment) {
    let overdue = ledger.withLock { $0.takeOverdue(at: now) }
    if overdue.isEmpty { return }
    committer.send(.sweep(overdue) { [self] in lane.run { [self] in forget(overdue) } })
  }

  /// Takes the marks of all jobs away.
  func clear(_ marks: RunningMarks) {
    lane.run { _ = try? marks.takeAll() }
  }

  /// Removes the results of jobs whose rows are gone. From the first of them on the jobs are gone for everybody: none is seen half removed.
  private func forget(_ ids: [JobID]) {
    ledger.withLock { ledger in
      for id in ids { ledger.forget(id) }
    }
    results.remove(ids)
    gone(ids)
  }
}

extension JobLedger {
  /// What became of a job, as its owner is told.
  fileprivate func removal(of id: JobID, _ make: (JobAccount) -> JobRemoval) -> JobRemoval {
    switch lookUp(id) {
    case .unknown: .unknown
    case .swept: .swept
    case .found(let account): make(account)
    }
  }
}
