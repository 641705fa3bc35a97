internal import Posix
internal import Statistics
internal import Stores
internal import Tables

/// Takes jobs in, has them done, and tells of them.
///
/// A submission is written to the table by the committer, admitted by the ledger and answered; a free lane takes it, computes, and puts its
/// file in place; then the ledger says that it is done, and the table follows. What is asked is answered from the ledger's memory.
final class JobOffice: Sendable {
  /// The lanes that compute jobs. They let requests go first.
  let pool: WorkerPool
  let ledger: Guarded<JobLedger>
  let keeper: StorageKeeper
  let results: ResultFolder

  private let runner: JobRunner
  /// Tells callers when their jobs have ended.
  let courier: WebhookCourier
  private let committer: Committer
  private let settler: JobSettler
  private let watchers: JobWatchers
  private let board: JobBoard
  private let waits: JobWaits
  private let bell: LaneBell
  private let clock: JobClock
  let database: SQLiteDatabase
  private let marks: RunningMarks
  private let allowsPrivateCallbacks: Bool
  let survey: TallyEngine.LoadedSurvey?
  /// What pipelines can do.
  let stages: [Stage]
  private let catalog: Catalog
  private let log: Log

  /// What it works with.
  struct Equipment: Sendable {
    let database: SQLiteDatabase
    let files: DataFiles
    let results: Folder
    let state: Folder
    let survey: TallyEngine.LoadedSurvey?
    let catalog: Catalog
    let importer: Importer
    let collector: CollectorParts
    let log: Log
  }

  /// How many lanes fetch files from elsewhere.
  private static let fetchingLanes = 2
  /// How many days are collected at once.
  private static let collectingLanes = 2

  /// Takes up the jobs of earlier runs, and begins with those that are not finished.
  init(_ options: TallyEngine.Options, _ equipment: Equipment) throws(EngineFailure) {
    let log = equipment.log
    let results = ResultFolder(folder: equipment.results)
    let marks = try RunningMarks(in: equipment.state)
    var ledgerOptions = options.ledger
    ledgerOptions.laneCounts = [
      .computing: options.workers, .fetching: Self.fetchingLanes,
      .collecting: Self.collectingLanes, .linking: 1,
    ]
    let recovery = JobRecovery(
      database: equipment.database, results: results, state: equipment.state, marks: marks,
      survey: equipment.survey?.survey, stages: options.stages, log: log)
    let ledger = Guarded(try recovery.ledger(ledgerOptions, at: .now()))
    equipment.collector.tidy { id in ledger.withLock { $0.isOpen(id) } }
    let bell = LaneBell()
    let keeper = StorageKeeper(
      results: results, state: equipment.state, log: log,
      probeMilliseconds: options.probeMilliseconds
    ) { isSound in
      ledger.withLock { $0.isPaused = !isSound }
      if isSound { bell.ring() }
    }
    let board = JobBoard()
    let watchers = JobWatchers(board)
    let courier = try WebhookCourier(options.webhooks, equipment.database, log: log)
    let committer = Committer(equipment.database, ledger, keeper, courier, log) { ids in
      bell.ring()
      watchers.notify(ids)
    }
    let lanes = Lanes.yielding(count: options.workers)
    let computer = Computer(
      survey: equipment.survey?.survey, catalog: equipment.catalog, importer: equipment.importer,
      pipelines: PipelineRunner(
        reader: SourceReader(
          catalog: equipment.catalog, importer: equipment.importer, files: equipment.files,
          state: equipment.state, lanes: lanes, limitBytes: options.pipelineSourceBytes),
        artifacts: results.artifacts, lanes: lanes, stages: options.stages,
        version: options.version
      ) { id in
        guard case .found(let account) = ledger.withLock({ $0.lookUp(id) }) else { return nil }
        return account.name
      },
      collections: equipment.collector.runner, lanes: lanes)
    let runner = JobRunner(
      ledger: ledger, results: results, computer: computer, marks: marks, keeper: keeper, log: log,
      ended: { jobs in
        committer.send(.finish(jobs))
        watchers.notify(jobs.map(\.id))
      },
      changed: { watchers.notify($0) })
    let settler = JobSettler(
      ledger: ledger, results: results, runner: runner, committer: committer,
      keeper: keeper, wake: { bell.ring() }, gone: { watchers.notify($0) })
    let waits = JobWaits(ledger, watchers)
    let nextJob: @Sendable (JobLane) -> WorkerPool.Task? = { lane in
      let now = Moment.now()
      let (next, hasLinks) = ledger.withLock { jobs in
        let next = jobs.takeNext(lane, at: now) { id in
          Progress(
            changed: { watchers.notify(ledger.withLock { $0.members(of: id) }) },
            between: Thread.giveWay)
        }
        return (next, jobs.hasWaiting(.linking))
      }
      if hasLinks { settler.link() }
      guard let next else { return nil }
      return { runner.run(next.id, next.work, next.progress) }
    }
    pool = WorkerPool(
      laneCount: options.workers, waitingLimit: options.waitingRequests, name: "tally.job",
      yielding: true
    ) { nextJob(.computing) }
    let fetchers = WorkerPool(
      laneCount: Self.fetchingLanes, waitingLimit: 0, name: "tally.fetcher", yielding: true
    ) { nextJob(.fetching) }
    let collectors = WorkerPool(
      laneCount: Self.collectingLanes, waitingLimit: 0, name: "tally.collector", yielding: true
    ) { nextJob(.collecting) }
    bell.hang(over: [pool, fetchers, collectors])
    clock = try JobClock { now in
      settler.stopOverdue(at: now)
      waits.endOverdue(at: now)
      board.tell(at: now)
      if keeper.isSound { committer.flush() }
      // Lanes look for them too, but all may be busy.
      if ledger.withLock({ $0.hasWaiting(.linking) }) { settler.link() }
      settler.sweep(at: now)
    }
    self.ledger = ledger
    self.keeper = keeper
    self.results = results
    self.runner = runner
    self.courier = courier
    self.committer = committer
    self.settler = settler
    self.watchers = watchers
    self.board = board
    self.waits = waits
    self.bell = bell
    database = equipment.database
    self.marks = marks
    allowsPrivateCallbacks = options.webhooks.allowsPrivate
    survey = equipment.survey
    stages = options.stages
    catalog = equipment.catalog
    self.log = log
    bell.ring()
  }

  deinit { bell.takeDown() }

  /// How long jobs took since the start.
  var durations: JobDurations { runner.durations }

  // Submissions

  /// Takes a job in. The answer comes when it is on the disk, or at once if it is refused.
  func submit(
    _ submission: Submission,
    _ answer: @escaping @Sendable (Result<JobID, AdmissionFailure>) -> Void
  ) {
    let refusal = place(for: submission)
    // Who sends a submission again is told of its job, also where there is no place for another one.
    if let refusal, !submission.mayBeKnown { return answer(.failure(refusal)) }
    let work = submission.work
    committer.send(
      .admit(
        Committer.NewJob(
          submission: submission, work: work.encoded,
          fingerprint: work.fingerprint(survey: survey, catalog: catalog), refusal: refusal)
      ) { [log] admission in
        switch admission {
        case .admitted(let id):
          if log.isOn(.info) { Self.logAdmission(of: id, submission, log) }
          answer(.success(id))
        case .known(let id): answer(.success(id))
        case .refused(let failure): answer(.failure(failure))
        }
      })
  }

  /// Keeps a place for a job.
  ///
  /// - Returns: why there is none; `nil` if it is kept.
  private func place(for submission: Submission) -> AdmissionFailure? {
    do throws(AdmissionFailure) {
      if submission.callback != nil, !courier.hasRoom { throw .tooManyCallbacks }
      try keeper.checkAdmission()
      try ledger.withLock { (ledger) throws(AdmissionFailure) in
        try ledger.reserve(for: submission.client)
      }
      return nil
    } catch {
      return error
    }
  }

  /// What is wrong with an address that is to be told of a job's end; `nil` if nothing is.
  func callbackFault(_ address: String) -> String? {
    do throws(WebhookURLFailure) {
      try WebhookURL.check(address, allowsPrivate: allowsPrivateCallbacks)
      return nil
    } catch {
      return error.sentence
    }
  }

  private static func logAdmission(of id: JobID, _ submission: Submission, _ log: Log) {
    log.write(.info, at: .now(), "job accepted") { fields in
      fields.add("job_id") { id.append(to: &$0) }
      if !submission.requestID.isEmpty {
        fields.add("request_id") { $0 += submission.requestID }
      }
    }
  }

  // Following, waiting, taking back

  /// Watches a job until the watch is let go.
  func watch(_ id: JobID, _ wake: @escaping @Sendable () -> Void) -> JobWatch {
    watchers.watch(id, wake)
  }

  /// Listens to all jobs until the listener is let go.
  func listen(_ wake: @escaping @Sendable () -> Void) -> JobListener { board.listen(wake) }

  /// How many listen to all jobs.
  var listenerCount: Int { board.count }

  /// Calls back once the job is finished or the time is over.
  func waitForEnd(of id: JobID, milliseconds: Int, _ answer: @escaping @Sendable () -> Void) {
    let now = Moment.monotonicNanoseconds()
    waits.wait(for: id, until: now + Int64(milliseconds) * 1_000_000, answer)
  }

  /// Cancels a job that is not finished, or removes one that is.
  func remove(
    _ id: JobID, sparingFinished: Bool, _ answer: @escaping @Sendable (JobRemoval) -> Void
  ) {
    settler.remove(id, sparingFinished: sparingFinished, answer)
  }

  /// Refuses new jobs from now on. Who kills the process while it ends has his reasons, and no job is one of them.
  ///
  /// - Returns: how many jobs are still to be finished.
  func drain() -> Int {
    let (isFirst, count) = ledger.withLock { ledger in
      defer { ledger.close() }
      return (!ledger.isClosed, ledger.unfinishedCount)
    }
    if isFirst { settler.clear(marks) }
    return count
  }

  /// Leaves everything as the next start shall find it: the table knows all that is known, and no job that is left is to blame.
  ///
  /// It waits for the disk, and for the courier's threads.
  func leave() {
    runner.waitForEnds()
    let isWritten = Handback<Void>()
    committer.send(.flush { isWritten.give(()) })
    isWritten.wait()
    _ = try? marks.takeAll()
    courier.stop()
    // What cannot be moved now stays in the write-ahead file, which is as good.
    if keeper.isSound { _ = try? database.checkpoint() }
  }
}
