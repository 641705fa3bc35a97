internal import Posix
internal import Stores

/// What a job is to do, or was to do, and how.
package struct KeptOrder: Equatable, Sendable {
  package let work: Work
  /// Where to tell that the job has ended.
  package var callback: String?
  /// How long it may run, if that is less than what the server allows.
  package var limitMilliseconds: Int?

  package init(_ work: Work, callback: String? = nil, limitMilliseconds: Int? = nil) {
    self.work = work
    self.callback = callback
    self.limitMilliseconds = limitMilliseconds
  }
}

/// Why what a job was to do cannot be told.
package enum KeptOrderFailure: Error, Equatable, Sendable {
  /// It was kept, and makes no sense to this release or for the survey of today.
  case outdated(WorkTextFailure)
  /// The job is finished, and its text was too long to be kept.
  case tooLarge
  /// The ledger cannot be read; why, for people.
  case unreadable(String)
}

extension JobOffice {
  /// What a job is to do; `nil` if nobody knows any more, as for each that has succeeded. It may block.
  func order(of id: JobID) throws(KeptOrderFailure) -> KeptOrder? {
    if let job = ledger.withLock({ $0.open[id.number] }) {
      return KeptOrder(
        job.work, callback: job.callback, limitMilliseconds: job.limitMilliseconds)
    }
    let row: JobTable.OrderRow?
    do throws(SQLiteFailure) {
      row = try JobTable.order(of: id, database)
    } catch {
      throw .unreadable(error.sentence)
    }
    guard let row else { return nil }
    if row.work.isEmpty { throw .tooLarge }
    do throws(WorkTextFailure) {
      let work = try Work(decoding: row.work, survey: survey?.survey, stages: stages)
      return KeptOrder(work, callback: row.callback, limitMilliseconds: row.limitMilliseconds)
    } catch {
      throw .outdated(error)
    }
  }
}

extension TallyEngine {
  /// What a job is to do; `nil` if nobody knows any more: only of those that are not finished, have failed or were cancelled it is kept. It
  /// may block.
  package func order(of id: JobID) throws(KeptOrderFailure) -> KeptOrder? {
    try office.order(of: id)
  }
}
