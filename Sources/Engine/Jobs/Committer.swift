internal import Posix
internal import Stores

/// Writes the ledger: the one lane that changes its tables.
///
/// What comes while the disk is busy waits in the inbox and is written in one transaction, so that many submissions share one sync. An end
/// of a job waits for the next submission or the next flush: its file tells of it already, so nothing is lost meanwhile.
final class Committer: Sendable {
  /// What is to be written.
  enum Order: Sendable {
    /// A new job; the answer comes when it is on the disk and in the ledger.
    case admit(NewJob, @Sendable (Admission) -> Void)
    case finish([FinishedJob])
    /// A row to be removed, because a client wants it. Who asked hears of it, with the failure if there was one.
    case erase(JobID, @Sendable (AdmissionFailure?) -> Void)
    /// Rows to be removed some time. Who asked hears when they are.
    case sweep([JobID], @Sendable () -> Void)
    /// Nothing; who asked hears when everything before is written.
    case flush(@Sendable () -> Void)
  }

  /// A job that somebody wants to have done.
  struct NewJob: Sendable {
    let submission: Submission
    let work: [UInt8]
    let fingerprint: Fingerprint?
    /// Why there is no place for it in the ledger; it can be one that is known already, all the same.
    let refusal: AdmissionFailure?
  }

  /// What became of a submission.
  enum Admission: Sendable {
    case admitted(JobID)
    /// It is known already, under the same key or name.
    case known(JobID)
    case refused(AdmissionFailure)
  }

  private struct Inbox: Sendable {
    var orders: [Order] = []
    /// The lane runs or is about to.
    var isScheduled = false
    /// Ends and removals that could not be written. They are tried again with what comes next.
    var kept: [Order] = []

    mutating func schedule() -> Bool {
      defer { isScheduled = true }
      return !isScheduled
    }
  }

  /// How long a key is remembered.
  static let keyLifeNanoseconds: Int64 = 24 * 3600 * 1_000_000_000
  /// How many orders share a transaction at most.
  private static let batchLimit = 1024
  /// How many names of swept jobs a transaction forgets at most.
  private static let forgottenNamesLimit = 4096

  private let inbox = Guarded(Inbox())
  private let lane = Lane(name: "tally.committer")
  private let database: SQLiteDatabase
  private let ledger: Guarded<JobLedger>
  private let keeper: StorageKeeper
  private let log: Log
  private let courier: WebhookCourier
  /// Called when jobs were admitted.
  private let admitted: @Sendable ([JobID]) -> Void

  init(
    _ database: SQLiteDatabase, _ ledger: Guarded<JobLedger>, _ keeper: StorageKeeper,
    _ courier: WebhookCourier, _ log: Log,
    admitted: @escaping @Sendable ([JobID]) -> Void
  ) {
    self.database = database
    self.ledger = ledger
    self.keeper = keeper
    self.courier = courier
    self.log = log
    self.admitted = admitted
  }

  /// Hands an order to the lane.
  func send(_ order: Order) {
    let isUrgent = order.isUrgent
    let isFirst = inbox.withLock { inbox in
      inbox.orders.append(order)
      return isUrgent || inbox.orders.count >= Self.batchLimit ? inbox.schedule() : false
    }
    if isFirst { lane.run { [self] in work() } }
  }

  /// Has what waits written, if there is anything.
  func flush() {
    let isFirst = inbox.withLock { inbox in
      inbox.orders.isEmpty && inbox.kept.isEmpty ? false : inbox.schedule()
    }
    if isFirst { lane.run { [self] in work() } }
  }

  private func work() {
    while true {
      let orders = inbox.withLock { inbox -> [Order] in
        let orders = inbox.kept + inbox.orders.prefix(Self.batchLimit)
        inbox.kept = []
        inbox.orders = Array(inbox.orders.dropFirst(Self.batchLimit))
        if orders.isEmpty { inbox.isScheduled = false }
        return orders
      }
      if orders.isEmpty { return }
      guard write(orders) else { return }
    }
  }

  /// - Returns: `false` when the disk did not take it: what is kept waits for the next order or flush.
  private func write(_ orders: [Order]) -> Bool {
    // What a disk that has lost something says of later writes proves nothing.
    if let failure = keeper.breakage {
      refuse(orders, failure)
      return false
    }
    let now = Moment.now()
    let (next, overdueNames) = ledger.withLock {
      ($0.next, $0.overdueNames(limit: Self.forgottenNamesLimit))
    }
    var batch = Batch(next: next, now: now)
    do throws(SQLiteFailure) {
      try database.transaction { () throws(SQLiteFailure) in
        for order in orders { try write(order, &batch) }
        if !batch.jobs.isEmpty { try JobTable.setNextNumber(batch.next, database) }
        if batch.hasErased {
          for name in overdueNames { try JobNameTable.forget(name, database) }
        }
      }
    } catch {
      log.write(.error, at: .now(), "ledger not written") { $0.add("reason", "\(error)") }
      refuse(orders, keeper.note(error))
      return false
    }
    // What has only been looked up says nothing of the disk.
    if batch.hasWritten { keeper.noteSuccess(at: .ledger) }
    let jobs = batch.jobs
    let forgotten = batch.hasErased ? overdueNames : []
    ledger.withLock { ledger in
      ledger.forget(forgotten)
      for job in jobs { ledger.admit(job, at: now) }
    }
    if !jobs.isEmpty { admitted(jobs.map(\.id)) }
    if batch.deliveries > 0 { courier.wake(added: batch.deliveries) }
    answer(orders, batch)
    return true
  }

  /// What a transaction has come to.
  private struct Batch {
    var next: Int
    let now: Moment
    var jobs: [OpenJob] = []
    var hasWritten = false
    /// Whether jobs were swept, and with them perhaps more than the names of others are kept.
    var hasErased = false
    /// How many webhooks are to be sent.
    var deliveries = 0
    /// For each submission, in their order.
    var admissions: [Admission] = []
  }

  private func write(_ order: Order, _ batch: inout Batch) throws(SQLiteFailure) {
    switch order {
    case .admit(let job, _):
      try admit(job, &batch)
      return
    case .flush: return
    case .finish(let jobs):
      for job in jobs {
        try JobTable.finish(job, database)
        if try job.noteDelivery(database) { batch.deliveries += 1 }
        // What it has brought need not be found again.
        try CatalogTable.forgetArrival(of: job.id, database)
      }
    case .erase(let id, _):
      try JobTable.erase(id, database)
      batch.hasErased = true
    case .sweep(let ids, _):
      for id in ids { try JobTable.erase(id, database) }
      batch.hasErased = true
    }
    batch.hasWritten = true
  }

  private func admit(_ new: NewJob, _ batch: inout Batch) throws(SQLiteFailure) {
    let submission = new.submission
    if let known = try known(submission, at: batch.now) { return batch.admissions.append(known) }
    if let refusal = new.refusal { return batch.admissions.append(.refused(refusal)) }
    var job = OpenJob(
      id: JobID(batch.next), work: submission.work, client: submission.client,
      createdNanoseconds: batch.now.wallNanoseconds)
    job.name = submission.naming?.name
    job.fingerprint = new.fingerprint
    job.callback = submission.callback
    job.limitMilliseconds = submission.limitMilliseconds
    try JobTable.insert(job, work: new.work, database)
    if let naming = submission.naming { try JobNameTable.note(naming, of: job.id, database) }
    if let repetition = submission.repetition {
      try JobTable.forgetKeys(before: Self.earliestKey(at: batch.now), database)
      try JobTable.note(
        repetition, of: submission.client, job: job.id, at: batch.now.wallNanoseconds, database)
    }
    batch.hasWritten = true
    batch.next += 1
    batch.jobs.append(job)
    batch.admissions.append(.admitted(job.id))
  }

  /// What is told of a submission whose key or name is known; `nil` if it is a new one. Keys go first.
  private func known(
    _ submission: Submission, at now: Moment
  ) throws(SQLiteFailure) -> Admission? {
    if let repetition = submission.repetition,
      let known = try JobTable.submission(
        of: submission.client, key: repetition.key, since: Self.earliestKey(at: now), database)
    {
      return known.digest == repetition.digest
        ? .known(known.job) : .refused(.repeatedDifferently(known.job))
    }
    guard let naming = submission.naming,
      let bearer = try JobNameTable.bearer(of: naming.name, database)
    else { return nil }
    if bearer.isSwept { return .refused(.nameGone(naming.name)) }
    return bearer.digest == naming.digest ? .known(bearer.job) : .refused(.nameTaken(naming.name))
  }

  /// When the oldest key was given that is remembered.
  private static func earliestKey(at now: Moment) -> Int64 {
    now.wallNanoseconds - keyLifeNanoseconds
  }

  private func answer(_ orders: [Order], _ batch: Batch) {
    var admissions = batch.admissions.makeIterator()
    for order in orders {
      switch order {
      case .admit(let job, let answer):
        guard let admission = admissions.next() else { return }
        if case .admitted = admission {} else { release(job) }
        answer(admission)
      case .erase(_, let answer): answer(nil)
      case .sweep(_, let answer): answer()
      case .flush(let answer): answer()
      case .finish: break
      }
    }
  }

  /// Gives the place back that was kept for a job.
  private func release(_ job: NewJob) {
    if job.refusal == nil { ledger.withLock { $0.release(for: job.submission.client) } }
  }

  /// What can be read of a submission on a disk that takes nothing, unless it has lost something.
  private func known(_ submission: Submission, despite failure: AdmissionFailure) -> Admission? {
    if case .storageBroken = failure { return nil }
    return try? known(submission, at: .now())
  }

  /// Answers those who wait, and keeps what must be written some time.
  private func refuse(_ orders: [Order], _ failure: AdmissionFailure) {
    var kept: [Order] = []
    for order in orders {
      switch order {
      case .admit(let job, let answer):
        release(job)
        answer(known(job.submission, despite: failure) ?? .refused(job.refusal ?? failure))
      case .erase(_, let answer): answer(failure)
      case .sweep, .finish: kept.append(order)
      case .flush(let answer): answer()
      }
    }
    let waits = kept
    inbox.withLock { inbox in
      inbox.kept = waits + inbox.kept
      inbox.isScheduled = false
    }
    // What came meanwhile has to be answered too.
    if inbox.withLock({ $0.orders.contains(where: \.isUrgent) }) { flush() }
  }
}

extension Committer.Order {
  fileprivate var isUrgent: Bool {
    switch self {
    case .admit, .erase, .flush: true
    case .finish, .sweep: false
    }
  }
}
