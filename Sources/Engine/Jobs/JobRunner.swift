internal import Posix
internal import Statistics
internal import Tables

/// What a lane does with a job: compute, put the file in place, tell the ledger.
final class JobRunner: Sendable {
  let durations = JobDurations()
  /// Ends that the ledger knows and that are not handed on yet.
  private let ends = Counter()

  private let ledger: Guarded<JobLedger>
  private let results: ResultFolder
  private let computer: Computer
  private let marks: RunningMarks
  private let keeper: StorageKeeper
  private let log: Log
  /// Told of jobs that have ended, for the table and for those who wait.
  private let ended: @Sendable ([FinishedJob]) -> Void
  /// Told of jobs of which something else has changed.
  private let changed: @Sendable ([JobID]) -> Void

  /// After so many times that an answer found no place, the job is given up.
  private static let storeLimit = 3

  init(
    ledger: Guarded<JobLedger>, results: ResultFolder, computer: Computer, marks: RunningMarks,
    keeper: StorageKeeper, log: Log, ended: @escaping @Sendable ([FinishedJob]) -> Void,
    changed: @escaping @Sendable ([JobID]) -> Void
  ) {
    self.ledger = ledger
    self.results = results
    self.computer = computer
    self.marks = marks
    self.keeper = keeper
    self.log = log
    self.ended = ended
    self.changed = changed
  }

  /// Does a job from its start to its place in the ledger, on the lane that calls.
  func run(_ id: JobID, _ work: Work, _ progress: Progress) {
    let start = Moment.monotonicNanoseconds()
    if !ledger.withLock({ $0.isClosed }) { marks.set(id) }
    changed([id])
    do throws(Errno) {
      let ending = try compute(id, work, progress)
      store(ending, of: id, artifactBytes: artifactBytes(of: id, work), since: start)
    } catch {
      postpone(id, work, error, since: start)
    }
    marks.clear(id)
  }

  private func artifactBytes(of id: JobID, _ work: Work) -> Int {
    guard case .pipeline = work else { return 0 }
    return results.artifacts.byteCount(of: id)
  }

  /// - Throws: why the work found no place.
  private func compute(
    _ id: JobID, _ work: Work, _ progress: Progress
  ) throws(Errno) -> JobEnding {
    do throws(WorkFailure) {
      let answer = try computer.answer(to: work, of: id, progress: progress) { phase in
        let members = self.ledger.withLock { ledger in
          ledger.setPhase(phase, of: id)
          return ledger.members(of: id)
        }
        self.changed(members)
      }
      return .succeeded(answer)
    } catch {
      switch error {
      case .failed(let reason): return .failed(reason)
      case .cancelled: return stopped(id)
      case .storage(let failure): throw failure
      }
    }
  }

  private func stopped(_ id: JobID) -> JobEnding {
    switch ledger.withLock({ $0.stopCause(of: id) }) {
    case .timeout(let milliseconds)?: .overdue(limitMilliseconds: milliseconds)
    case .cancelled?, nil: .cancelled
    }
  }

  /// Puts the answer's file in place for each job that shares it, the first as a file of its own, and tells the ledger.
  private func store(
    _ ending: JobEnding, of id: JobID, artifactBytes: Int = 0, since start: Int64
  ) {
    var ending = ending
    var source: JobID?
    while true {
      let members = ledger.withLock { $0.settle(id) }
      if members.isEmpty { return }
      // What a disk that has lost something says of later writes proves nothing.
      if keeper.breakage != nil { return giveUp(id) }
      do throws(Errno) {
        try results.store(ending.answer ?? [], of: members, linking: source)
      } catch {
        note(error, of: id, "result not stored")
        guard isLastAttempt(of: id), ending.state == .succeeded else { return giveUp(id) }
        // A shorter file may find a place where the answer does not.
        ending = .failed("The result could not be stored: \(error.description)")
        guard (try? results.store(ending.answer ?? [], of: members, linking: nil)) != nil else {
          return giveUp(id)
        }
      }
      keeper.noteSuccess(at: .results)
      source = members.first
      finish(members, ending.counting(artifactBytes: artifactBytes), since: start)
    }
  }

  /// Lets a job wait whose work found no place, unless that has happened too often.
  private func postpone(_ id: JobID, _ work: Work, _ failure: Errno, since start: Int64) {
    note(failure, of: id, "work not stored")
    guard isLastAttempt(of: id) else { return giveUp(id) }
    let what = if case .collecting = work { "What was fetched" } else { "The artifacts" }
    // A shorter file may find a place where the work does not.
    store(.failed("\(what) could not be stored: \(failure.description)"), of: id, since: start)
  }

  private func note(_ failure: Errno, of id: JobID, _ event: StaticString) {
    keeper.note(failure)
    log.write(.error, at: .now(), event) { fields in
      fields.add("job_id", id.description)
      fields.add("reason", failure.description)
    }
  }

  private func isLastAttempt(of id: JobID) -> Bool {
    ledger.withLock { $0.failedStoreCount(of: id) } + 1 >= Self.storeLimit
  }

  private func giveUp(_ id: JobID) {
    let members = ledger.withLock { ledger in
      let members = ledger.members(of: id)
      _ = ledger.giveUp(id)
      return members
    }
    changed(members)
  }

  /// Waits until the ends of all jobs that the ledger calls finished are handed on. Not for loops.
  func waitForEnds() {
    while ends.value > 0 { Thread.sleep(milliseconds: 1) }
  }

  /// Tells the ledger of jobs whose files are in place.
  func finish(_ ids: [JobID], _ ending: JobEnding, since start: Int64) {
    ends.add(1)
    defer { ends.add(-1) }
    let now = Moment.now()
    let finished = ledger.withLock {
      $0.finish(ids, ending, at: now)
    }
    let nanoseconds = now.monotonicNanoseconds - start
    for job in finished {
      durations.add(nanoseconds: nanoseconds)
      log.write(.info, at: now, "job finished") { fields in
        fields.add("job_id") { job.id.append(to: &$0) }
        fields.add("state", job.state.rawValue)
        fields.add("duration_ms", inMilliseconds: nanoseconds)
      }
    }
    ended(finished)
  }
}
