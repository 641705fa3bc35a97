package import Posix
internal import Tables

// How jobs leave the ledger's ordinary way: by a client's wish, because they take too long, because they are old.

extension JobLedger {
  /// Begins to cancel a job, or to remove it if it is finished.
  package mutating func beginRemoval(of id: JobID) -> RemovalStep {
    guard id.number < next else { return .unknown }
    guard let record = records[id.number] else { return .swept }
    if record.state.isFinal { return .remove }
    if record.isSettling { return .stopping }
    guard record.state == .running, let number = computationOf[id.number] else {
      return leaveQueue(id.number) ? .settle : .stopping
    }
    guard computations[number]?.members.count == 1 else {
      computations[number]?.members.removeAll { $0 == id.number }
      computationOf[id.number] = nil
      records[id.number]?.isSettling = true
      return .settle
    }
    stop(number, .cancelled)
    return .stopping
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

  /// Stops the computations that have taken longer than they may.
  package mutating func stopOverdue(at now: Moment) {
    for (number, computation) in computations
    where computation.deadlineNanoseconds < now.monotonicNanoseconds {
      stop(number, .timeout(milliseconds: computation.limitMilliseconds))
    }
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
  }

  /// The finished jobs that are beyond the bounds now. Their files and rows are to be removed, then they are to be forgotten.
  package mutating func takeOverdue(at now: Moment) -> [JobID] {
    var overdue: [JobID] = []
    let retention = options.retention
    while let number = finishedOrder.first {
      guard let record = records[number] else {
        _ = finishedOrder.popFirst()
        continue
      }
      let isOld =
        now.wallNanoseconds - (record.finishedNanoseconds ?? 0) > retention.ageNanoseconds
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
