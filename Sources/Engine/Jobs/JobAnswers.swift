package import Statistics
internal import Tables

// What the ledger tells of jobs.

extension JobLedger {
  /// Says what a computation does from now on.
  package mutating func setPhase(_ phase: String, of id: JobID) {
    guard computations[id.number]?.phase != phase else { return }
    computations[id.number]?.phase = phase
    computations[id.number]?.phaseCount += 1
  }

  /// Whether a job is accepted and not finished.
  package func isOpen(_ id: JobID) -> Bool { open[id.number] != nil }

  /// The jobs that are not finished and collect a day of a range: of each day the oldest.
  package func collections(of days: ClosedRange<CivilDay>) -> [CivilDay: JobID] {
    var jobs: [CivilDay: JobID] = [:]
    for (day, numbers) in collectors where days.contains(day) {
      jobs[day] = numbers.first.map(JobID.init)
    }
    return jobs
  }

  /// The jobs that share a computation at this moment.
  package func members(of id: JobID) -> [JobID] {
    (computations[id.number]?.members ?? []).map(JobID.init)
  }

  /// What can be said about a job, in short.
  package func outcome(of id: JobID) -> Outcome {
    guard id.number < next else { return .unknown }
    guard let record = records[id.number] else { return .swept }
    return switch record.state {
    case .queued: .queued
    case .running: .running
    case .succeeded, .failed, .cancelled: .finished(record.state, answer: record.answer)
    }
  }

  /// All that can be said about a job.
  package func lookUp(_ id: JobID) -> JobLookup {
    guard id.number < next else { return .unknown }
    guard let record = records[id.number] else { return .swept }
    return .found(account(of: id.number, record))
  }

  func account(of number: Int, _ record: Record) -> JobAccount {
    var account = JobAccount(id: JobID(number), kind: record.kind, state: record.state)
    account.name = record.name
    account.attempts = record.attempts
    account.coalescedWith = record.coalescedWith.map(JobID.init)
    account.createdNanoseconds = record.createdNanoseconds
    account.startedNanoseconds = record.startedNanoseconds
    account.finishedNanoseconds = record.finishedNanoseconds
    account.reason = record.reason
    let era = record.era * 10_000
    switch record.state {
    case .queued:
      // One that waits again comes behind all that its last attempt has told.
      account.revision = record.era == 0 ? 0 : era + 5000
      addWaiting(to: &account)
    case .running:
      account.revision = era + 1
      if let leader = computationOf[number], let computation = computations[leader] {
        account.progress = min(99, computation.progress.percent)
        account.phase = computation.phase.isEmpty ? nil : computation.phase
        account.revision += account.progress * 10 + min(computation.phaseCount, 9)
      }
    case .succeeded, .failed, .cancelled:
      account.revision = era + 9999
      account.resultBytes = record.resultBytes
      if record.state == .succeeded { account.progress = 100 }
    }
    return account
  }

  func addWaiting(to account: inout JobAccount) {
    guard let job = open[account.id.number] else { return }
    for lane in JobLane.allCases {
      guard let position = queues[lane.rawValue].position(of: job.id.number, of: job.client)
      else { continue }
      account.queuePosition = position
      let mean = meanDurations[lane.rawValue]
      if mean > 0 {
        let lanes = Double(max(1, options.laneCounts[lane] ?? 1))
        account.expectedWaitSeconds = Double(position) / lanes * mean / 1e9
      }
    }
  }

  /// The job that bears a name, also if it was swept; `nil` if none does.
  package func jobID(named name: JobName) -> JobID? { names[name].map(JobID.init) }

  /// What kind of work a job is; `nil` for one that an older release has left, or none at all.
  package func kind(of id: JobID) -> String? { records[id.number]?.kind }

  /// A stretch of the jobs in the order of their submission.
  ///
  /// - Parameters:
  ///   - first: the least number wanted.
  ///   - limit: how many places are looked at, the empty ones too.
  /// - Returns: the jobs, and the number to go on with; `nil` after the last.
  package func page(from first: Int, limit: Int) -> (jobs: [(JobID, JobState)], next: Int?) {
    var jobs: [(JobID, JobState)] = []
    var number = records.next(from: max(first, 1), below: next)
    for _ in 0..<limit {
      guard number < next else { return (jobs, nil) }
      if let record = records[number] { jobs.append((JobID(number), record.state)) }
      number = records.next(from: number + 1, below: next)
    }
    return (jobs, number < next ? number : nil)
  }

  /// A stretch of the jobs that a filter lets through, the youngest first.
  ///
  /// - Parameters:
  ///   - bound: only jobs with lesser numbers.
  ///   - limit: how many jobs at most.
  ///   - lookLimit: how many places are looked at.
  /// - Returns: the jobs, and the bound to go on with; `nil` after the oldest.
  package func jobs(
    _ filter: JobFilter, below bound: Int, limit: Int, lookLimit: Int
  ) -> (jobs: [JobAccount], next: Int?) {
    var found: [JobAccount] = []
    var below = min(bound, next)
    for _ in 0..<lookLimit {
      guard found.count < limit, let number = records.previous(below: below, from: 1) else { break }
      below = number
      if let record = records[number], filter.admits(record.state, record.kind) {
        found.append(account(of: number, record))
      }
    }
    return (found, records.previous(below: below, from: 1).map { $0 + 1 })
  }
}

extension JobFilter {
  fileprivate func admits(_ state: JobState, _ kind: String?) -> Bool {
    (states.isEmpty || states.contains(state)) && (self.kind == nil || self.kind == kind)
  }
}
