package import Posix
internal import Tables

// How jobs leave the ledger's ordinary way: by a client's wish, because they take too long, because they are old.

extension JobLedger {
  /// Begins to cancel a job, or to remove it if it is finished.
  package mutating func beginRemoval(of id: JobID) -> RemovalStep {
    guard id.number < next else { return .unknown }
    guard let record = records[id.number] else { return .swept }
    if record.state.isFinal { return .remove }
    if record.isSettling {
      // Should its end find no place, it is not done again.
      records[id.number]?.stopCause = .cancelled
      return .stopping
    }
    guard record.state == .running, let number = computationOf[id.number] else {
      return leaveQueue(id.number) ? .settle : .stopping
    }
    if leaveOthers(id.number, in: number) { return .settle }
    stop(number, .cancelled)
    return .stopping
  }

  /// Takes a job out of a computation that others want too. It is settling from now on.
  ///
  /// - Returns: `false`, and nothing has changed, if it is the only one.
  private mutating func leaveOthers(_ number: Int, in computation: Int) -> Bool {
    guard (computations[computation]?.members.count ?? 0) > 1 else { return false }
    computations[computation]?.members.removeAll { $0 == number }
    computationOf[number] = nil
    records[number]?.isSettling = true
    return true
  }

  mutating func leaveQueue(_ number: Int) -> Bool {
    guard let job = open[number] else { return false }
    for lane in queues.indices where queues[lane].remove(number, of: job.client) {
      records[number]?.isSettling = true
      return true
    }
    return false
  }

  mutating func stop(_ number: Int, _ cause: StopCause) {
    guard computations[number]?.stopCause == nil else { return }
    computations[number]?.stopCause = cause
    computations[number]?.progress.cancel()
    leave(number)
  }

  /// Stops the jobs that have taken longer than they may.
  ///
  /// - Returns: those whose computations go on for others: write the files that say why they failed, then finish them.
  package mutating func stopOverdue(at now: Moment) -> [(id: JobID, limitMilliseconds: Int)] {
    var left: [(id: JobID, limitMilliseconds: Int)] = []
    for (number, deadline) in deadlines where deadline.nanoseconds < now.monotonicNanoseconds {
      guard let computation = computationOf[number], records[number]?.isSettling == false else {
        continue
      }
      if leaveOthers(number, in: computation) {
        left.append((JobID(number), deadline.limitMilliseconds))
      } else {
        stop(computation, .timeout(milliseconds: deadline.limitMilliseconds))
      }
    }
    return left
  }

  /// Why a computation was told to stop; `nil` if it was not.
  package func stopCause(of id: JobID) -> StopCause? { computations[id.number]?.stopCause }

  /// Forgets a finished job; its row and its file are gone by now.
  package mutating func forget(_ id: JobID) {
    guard let record = records[id.number], record.state.isFinal else { return }
    forgetBytes(of: id.number)
    counts[record.state, default: 0] -= 1
    if !record.isOverdue {
      finishedCount -= 1
      finishedBytes -= record.resultBytes
    }
    if let fingerprint = record.fingerprint, answered[fingerprint] == id.number {
      answered[fingerprint] = nil
    }
    records[id.number] = nil
    if let name = record.name { names.sweep(name) }
    forgetPlaces()
  }

  /// The names of swept jobs that are too many, so many at most. Their rows are to be removed, then they are to be forgotten.
  package func overdueNames(limit: Int) -> [JobName] {
    names.overdue(beyond: options.sweptNamesLimit, atMost: limit)
  }

  /// Forgets names of swept jobs; their rows are gone by now.
  package mutating func forget(_ names: [JobName]) { self.names.forget(names) }

  /// Forgets the places in line of jobs that are gone, once they are most of all.
  private mutating func forgetPlaces() {
    let limit = 2 * finishedCount + 1024
    if finishedOrder.count > limit { finishedOrder.removeAll { records[$0] == nil } }
    if remembered.count > limit { remembered.removeAll { records[$0]?.answer == nil } }
  }

  /// How many jobs are swept at once, so that nobody waits for long for the ledger.
  private static let sweepLimit = 1024

  /// The finished jobs that are beyond the bounds now, so many at most. Their files and rows are to be removed, then they are to be forgotten.
  package mutating func takeOverdue(at now: Moment) -> [JobID] {
    var overdue: [JobID] = []
    let retention = options.retention
    while overdue.count < Self.sweepLimit, let number = finishedOrder.first {
      guard let record = records[number] else {
        _ = finishedOrder.popFirst()
        continue
      }
      let isOld =
        (record.finishedNanoseconds ?? 0) < now.wallNanoseconds &- retention.ageNanoseconds
      guard isOld || finishedCount > retention.count || finishedBytes > retention.bytes else {
        break
      }
      _ = finishedOrder.popFirst()
      finishedCount -= 1
      finishedBytes -= record.resultBytes
      records[number]?.isOverdue = true
      overdue.append(JobID(number))
    }
    return overdue
  }
}
