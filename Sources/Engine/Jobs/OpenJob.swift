internal import Stores

/// A job that is on the disk and not finished.
package struct OpenJob: Sendable {
  package let id: JobID
  package let work: Work
  package let client: JobClient
  /// What its client has called it.
  package var name: JobName?
  /// What it shares with jobs that ask the same; `nil` if its computation is not to be shared.
  package var fingerprint: Fingerprint?
  package var callback: String?
  package var limitMilliseconds: Int?
  package let createdNanoseconds: Int64
  /// How often it was running when the process was killed.
  package var crashes = 0

  package init(id: JobID, work: Work, client: JobClient, createdNanoseconds: Int64) {
    self.id = id
    self.work = work
    self.client = client
    self.createdNanoseconds = createdNanoseconds
  }
}

/// A job with its end, as it stands in the ledger on the disk.
package struct FinishedJob: Equatable, Sendable {
  package let id: JobID
  /// What its client has called it.
  package var name: JobName?
  package var kind: String?
  package var state: JobState
  package var fingerprint: Fingerprint?
  package var coalescedWith: JobID?
  /// Where to tell of its end.
  package var callback: String?
  package var attempts = 0
  package var createdNanoseconds: Int64
  package var startedNanoseconds: Int64?
  package var finishedNanoseconds: Int64
  package var reason: String?
  package var resultBytes = 0

  package init(
    id: JobID, kind: String?, state: JobState, createdNanoseconds: Int64,
    finishedNanoseconds: Int64
  ) {
    self.id = id
    self.kind = kind
    self.state = state
    self.createdNanoseconds = createdNanoseconds
    self.finishedNanoseconds = finishedNanoseconds
  }
}

extension FinishedJob {
  /// What clients are told of it.
  var account: JobAccount {
    var account = JobAccount(id: id, kind: kind, state: state)
    account.name = name
    if state == .succeeded { account.progress = 100 }
    account.attempts = attempts
    account.coalescedWith = coalescedWith
    account.createdNanoseconds = createdNanoseconds
    account.startedNanoseconds = startedNanoseconds
    account.finishedNanoseconds = finishedNanoseconds
    account.reason = reason
    account.resultBytes = resultBytes
    return account
  }

  /// Notes that somebody is to be told of its end, if somebody wants to be. It belongs into the transaction that notes the end.
  ///
  /// - Returns: whether a webhook is to be sent now.
  @discardableResult
  func noteDelivery(_ database: SQLiteDatabase) throws(SQLiteFailure) -> Bool {
    guard let callback, let event = WebhookEvent(state) else { return false }
    return try WebhookTable.insert(
      id, url: callback, body: event.body(at: finishedNanoseconds, data: account.text),
      due: finishedNanoseconds, database)
  }
}
