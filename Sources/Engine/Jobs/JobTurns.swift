package import Posix
internal import Statistics
package import Tables

// A job's way through the ledger: from its admission to its end.

extension JobLedger {
  /// Keeps a place for a job that is about to be written to the disk.
  ///
  /// - Throws: `AdmissionFailure`, and nothing has changed then.
  package mutating func reserve(for client: JobClient) throws(AdmissionFailure) {
    if isClosed { throw .closed }
    let waiting = count(.queued) + reservedCount
    if waiting >= options.waitingLimit {
      // Who has filled the queue does not shut others out.
      let share = max(1, options.waitingLimit / 100)
      guard waiting < 2 * options.waitingLimit, waitingCount(of: client) < share else {
        throw .queueFull(limit: options.waitingLimit)
      }
    }
    reservedCount += 1
    reserved[client, default: 0] += 1
  }

  private func waitingCount(of client: JobClient) -> Int {
    queues.reduce(reserved[client] ?? 0) { $0 + $1.count(of: client) }
  }

  /// Gives a place back: the job could not be written, or is one that is known already.
  package mutating func release(for client: JobClient) {
    reservedCount -= 1
    let left = (reserved[client] ?? 0) - 1
    reserved[client] = left > 0 ? left : nil
  }

  /// Takes in a job that is on the disk, for which a place was kept. Its number is `next`.
  package mutating func admit(_ job: OpenJob, at now: Moment) {
    precondition(job.id.number == next, "jobs are admitted in the order of their numbers")
    release(for: job.client)
    place(
      Record(
        state: .queued, name: job.name, kind: job.work.kind,
        createdNanoseconds: job.createdNanoseconds, fingerprint: job.fingerprint),
      at: job.id.number)
    keep(job)
    if !join(job.id.number, at: now) {
      queues[lane(of: job)].insert(job.id.number, of: job.client)
    }
  }

  /// Shares the computation or the answer of another job that asks the same, if there is one.
  mutating func join(_ number: Int, at now: Moment) -> Bool {
    guard let record = records[number], record.stopCause == nil,
      let fingerprint = record.fingerprint, let job = open[number]
    else { return false }
    if let leader = joinable[fingerprint], leader != number {
      begin(number, at: now)
      records[number]?.coalescedWith = leader
      computations[leader]?.members.append(number)
      computationOf[number] = leader
      return true
    }
    guard let source = answered[fingerprint] else { return false }
    records[number]?.coalescedWith = source
    queues[JobLane.linking.rawValue].insert(number, of: job.client)
    return true
  }

  /// A job begins to run, and its time with it.
  private mutating func begin(_ number: Int, at now: Moment) {
    move(number, to: .running)
    records[number]?.startedNanoseconds = now.wallNanoseconds
    records[number]?.attempts += 1
    records[number]?.era += 1
    let limit = min(open[number]?.limitMilliseconds ?? .max, options.limitMilliseconds)
    deadlines[number] = Deadline(
      nanoseconds: now.monotonicNanoseconds + Int64(limit) * 1_000_000, limitMilliseconds: limit)
  }

  /// Whether jobs wait for a lane of this kind.
  package func hasWaiting(_ lane: JobLane) -> Bool { queues[lane.rawValue].count > 0 }

  /// Begins the computation of the job whose turn it is.
  ///
  /// - Parameter progress: makes what the computation hears of a cancellation by, and tells its progress to.
  package mutating func takeNext(
    _ lane: JobLane, at now: Moment, progress: (JobID) -> Progress
  ) -> (id: JobID, work: Work, progress: Progress)? {
    guard !isPaused else { return nil }
    let busyDays = Set(computations.values.compactMap(\.day))
    // Every day is being collected.
    if lane == .collecting, busyDays.count >= collectors.count,
      collectors.keys.allSatisfy(busyDays.contains)
    {
      return nil
    }
    // What a job has begun may go on for others after it has left; until that is over it cannot begin anew.
    var aside: [OpenJob] = []
    defer { for job in aside { queues[lane.rawValue].insert(job.id.number, of: job.client) } }
    while let number = queues[lane.rawValue].popFirst() {
      guard let job = open[number] else { continue }
      guard computations[number] == nil, isTurn(of: number, busyDays, collecting: job.work.day)
      else {
        aside.append(job)
        continue
      }
      guard !join(number, at: now) else { continue }
      begin(number, at: now)
      let computation = Computation(
        members: [number], fingerprint: job.fingerprint, progress: progress(job.id),
        day: job.work.day)
      computations[number] = computation
      computationOf[number] = number
      if let cause = records[number]?.stopCause {
        stop(number, cause)
      } else if let fingerprint = job.fingerprint {
        joinable[fingerprint] = number
      }
      return (job.id, job.work, computation.progress)
    }
    return nil
  }

  /// Whether a job may begin as far as its day is concerned: nobody collects it, and no older job waits to do so.
  private func isTurn(
    of number: Int, _ busyDays: Set<CivilDay>, collecting day: CivilDay?
  ) -> Bool {
    guard let day else { return true }
    // One that is about to be finished begins no more, and is not to be waited for.
    let first = collectors[day]?.first { records[$0]?.isSettling == false }
    return !busyDays.contains(day) && first == number
  }

  private mutating func forgetCollector(_ number: Int, of day: CivilDay) {
    collectors[day]?.removeAll { $0 == number }
    if collectors[day]?.isEmpty == true { collectors[day] = nil }
  }

  /// Hands out jobs whose answers are those of others. They are settling from now on.
  package mutating func takeLinks(limit: Int, at now: Moment) -> [(id: JobID, source: JobID)] {
    var links: [(id: JobID, source: JobID)] = []
    guard !isPaused else { return links }
    while links.count < limit, let number = queues[JobLane.linking.rawValue].popFirst() {
      guard let source = records[number]?.coalescedWith else { continue }
      begin(number, at: now)
      records[number]?.isSettling = true
      links.append((JobID(number), JobID(source)))
    }
    return links
  }

  /// How many members of a computation get its answer at once, so that nobody waits for long for the ledger.
  static let settlingLimit = 256

  /// The members of a computation that are to get its answer now. They are settling from now on.
  ///
  /// To be asked again when they are finished, since there may be more, and others may have joined meanwhile: when there are none, the
  /// computation is over.
  package mutating func settle(_ id: JobID) -> [JobID] {
    guard let computation = computations[id.number] else { return [] }
    let waiting = computation.members.filter { records[$0]?.isSettling == false }
      .prefix(Self.settlingLimit)
    for number in waiting { records[number]?.isSettling = true }
    if waiting.isEmpty { end(id.number) }
    return waiting.map(JobID.init)
  }

  mutating func end(_ number: Int) {
    leave(number)
    computations[number] = nil
  }

  /// Nobody joins a computation any more.
  mutating func leave(_ number: Int) {
    guard let fingerprint = computations[number]?.fingerprint, joinable[fingerprint] == number
    else { return }
    joinable[fingerprint] = nil
  }

  /// Lets jobs wait again, because the answer found no place on the disk or the job that they shared it with is gone.
  package mutating func putBack(_ ids: [JobID]) {
    for id in ids {
      guard let job = open[id.number], records[id.number]?.state.isFinal == false else { continue }
      move(id.number, to: .queued)
      records[id.number]?.isSettling = false
      records[id.number]?.startedNanoseconds = nil
      records[id.number]?.coalescedWith = nil
      computationOf[id.number] = nil
      deadlines[id.number] = nil
      queues[lane(of: job)].insert(id.number, of: job.client)
    }
  }

  /// Lets jobs wait again whose answers are not there any more; nothing was begun.
  package mutating func unlink(_ ids: [JobID]) {
    putBack(ids)
    for id in ids where open[id.number] != nil { records[id.number]?.attempts -= 1 }
  }

  /// Ends a computation whose answer found no place on the disk. Its members wait again.
  ///
  /// - Returns: how often that has happened to the job that began it.
  package mutating func giveUp(_ id: JobID) -> Int {
    guard let computation = computations[id.number] else { return 0 }
    end(id.number)
    if let cause = computation.stopCause {
      for number in computation.members { records[number]?.stopCause = cause }
    }
    putBack(computation.members.map(JobID.init))
    failedStores[id.number, default: 0] += 1
    return failedStores[id.number] ?? 0
  }

  /// How often the answer of a job found no place on the disk.
  package func failedStoreCount(of id: JobID) -> Int { failedStores[id.number] ?? 0 }

  /// Forgets that a source has succeeded: its file is gone.
  package mutating func forgetAnswer(of source: JobID) {
    guard let fingerprint = records[source.number]?.fingerprint,
      answered[fingerprint] == source.number
    else { return }
    answered[fingerprint] = nil
  }

  /// Notes how jobs ended. Their files are in place by now.
  ///
  /// - Returns: what is to be written into the table: the jobs that were not finished before.
  package mutating func finish(
    _ ids: [JobID], _ ending: JobEnding, at now: Moment
  ) -> [FinishedJob] {
    precondition(ending.state.isFinal, "a job is finished with a final state")
    var finished: [FinishedJob] = []
    var left: Set<Int> = []
    for id in ids {
      guard let record = records[id.number], !record.state.isFinal else { continue }
      noteDuration(of: id.number, record, at: now)
      move(id.number, to: ending.state)
      records[id.number]?.isSettling = false
      records[id.number]?.finishedNanoseconds = now.wallNanoseconds
      records[id.number]?.reason = ending.reason
      records[id.number]?.resultBytes = ending.byteCount
      if ending.state == .succeeded, let fingerprint = record.fingerprint {
        answered[fingerprint] = id.number
      }
      let job = open.removeValue(forKey: id.number)
      let callback = job?.callback
      if let day = job?.work.day { forgetCollector(id.number, of: day) }
      failedStores[id.number] = nil
      deadlines[id.number] = nil
      if record.coalescedWith != nil { coalescedCount += 1 }
      if let computation = computationOf.removeValue(forKey: id.number) {
        left.insert(computation)
      }
      finishedOrder.append(id.number)
      finishedCount += 1
      finishedBytes += ending.byteCount
      if let answer = ending.answer { remember(answer, of: id.number) }
      if var job = finishedJob(id.number) {
        job.callback = callback
        finished.append(job)
      }
    }
    for computation in left {
      computations[computation]?.members.removeAll { computationOf[$0] != computation }
    }
    return finished
  }

  mutating func noteDuration(of number: Int, _ record: Record, at now: Moment) {
    guard computationOf[number] == number, let started = record.startedNanoseconds,
      let job = open[number]
    else { return }
    let duration = Double(max(0, now.wallNanoseconds - started))
    let mean = meanDurations[lane(of: job)]
    meanDurations[lane(of: job)] = mean == 0 ? duration : mean * 0.9 + duration * 0.1
  }

  func finishedJob(_ number: Int) -> FinishedJob? {
    guard let record = records[number],
      let finishedNanoseconds = record.finishedNanoseconds
    else { return nil }
    var job = FinishedJob(
      id: JobID(number), kind: record.kind, state: record.state,
      createdNanoseconds: record.createdNanoseconds, finishedNanoseconds: finishedNanoseconds)
    job.name = record.name
    job.fingerprint = record.fingerprint
    job.coalescedWith = record.coalescedWith.map(JobID.init)
    job.attempts = record.attempts
    job.startedNanoseconds = record.startedNanoseconds
    job.reason = record.reason
    job.resultBytes = record.resultBytes
    return job
  }

  /// Refuses jobs from now on; those accepted go on.
  package mutating func close() { isClosed = true }
}
