// Everything the server remembers and does: jobs, the lanes that compute them, their results and webhooks, the survey, the data sets,
// live events.
//
// A submission comes in as `Work`. The ledger keeps a place for it; the committer writes all that wait to SQLite in one transaction, admits
// them, and only then answers with their numbers. A free lane takes a job of the client whose turn it is, marks it as running, computes,
// puts the result's file in place, and then tells the ledger that it is done; the table follows, since the file says so already. Jobs that
// ask the same share a computation; a pipeline leaves artifacts beside its result. A start makes the ledger of the table and the files, and
// what is not finished waits again. Questions come in as numbers and are answered from the ledger's memory or with an open file. An event
// goes into its window and into a mapped log in one step. Nothing here knows of HTTP.
//
// The collector brings the journeys of a day from the upstream into the store: a job gathers them on the disk and decides, with one file,
// what becomes of the day's objects; from then on whoever needs the day completes that first. Readers compare stamps, and read again what
// was replaced meanwhile.
//
// The pool's lanes compute, and do for requests what a loop must not; two lanes fetch files, and two collect days. Lanes of their own are
// the committer, the settler (results that are there already, cancelled and removed jobs), the prober (asks a disk that refused a file
// whether it takes files again), the shelf (closes results that nobody asks for any more) and the writer of columns. Threads are the clock of
// the jobs, the watch of the data folder, the one that keeps events, and two that send webhooks. The collector has lanes for what is asked
// of it, and threads for each job (cities) and each answer (objects) that end with it.
//
// Its locks are those around `JobLedger`, the committer's inbox, who watches a job or all of them and who waits for one, `Storage`, `OpenResults`, the queue
// of each pool and the bell that wakes them, a hand-back, `WebhookTurns`, `Access`, `CatalogState`, each table that is being loaded, the
// indexes of words, the remembered answers, `DayBoard`, the breakers of the places outside, what the threads of a collection or an answer
// have found, the digests of objects, `EventState`, the log's full files, who waits for its syncs, and the rounds of statistics with the
// newest text of each. None is held while another is taken, and no file is touched under one.

package import Posix
package import Statistics
internal import Stores
package import Tables

/// The state and the work of one server.
package final class TallyEngine: Sendable {
  /// Bounds and sizes.
  package struct Options: Sendable {
    /// Bounds of the jobs that are remembered.
    package var ledger = JobLedger.Options()
    /// How many lanes work.
    package var workers = 2
    /// How many requests may wait for a lane.
    package var waitingRequests = 1024
    /// How many files of results are kept open for those who ask again.
    package var openResults = 64
    /// How often the data folder is looked at for files that are new, changed or gone.
    package var lookMilliseconds = 5000
    /// How callers are told that their jobs have ended.
    package var webhooks = WebhookCourier.Options()
    /// What may be imported.
    package var imports = Importer.Options()
    /// How many bytes the sources of a pipeline may have together, each place counted once.
    package var pipelineSourceBytes = SourceReader.limitBytes
    /// How live events are kept.
    package var events = EventStore.Options()
    /// Where days are collected from and to.
    package var collector = Collector.Options()
    /// How much of the answers about data sets is remembered.
    package var rememberedAnswersBytes = 32 << 20
    /// Of the program, for what tells of runs of pipelines.
    package var version = ""

    /// What pipelines can do.
    var stages = Stage.all
    /// How the database is used.
    var database = SQLiteDatabase.Options()
    /// How long to wait between two probes of a disk that takes nothing.
    var probeMilliseconds = 500

    package init() {}
  }

  /// A survey with the name it is served under.
  ///
  /// An object, because a survey is large: who asks for it gets one reference.
  package final class LoadedSurvey: Sendable {
    /// What clients and metrics call it.
    package let name: String
    /// Its table with what is known of it.
    package let survey: Survey
    /// What its file was when it was loaded. It is the same after a restart as long as nobody touches the file.
    package let identity: String

    package init(name: String, survey: Survey, identity: String = "") {
      self.name = name
      self.survey = survey
      self.identity = identity
    }

    /// What is asked, with its names found in the survey.
    package func question(_ inquiry: SurveyInquiry) throws(QuestionFailure) -> SurveyQuestion {
      try survey.question(inquiry)
    }
  }

  /// The survey that questions are put to, if one is loaded.
  package let survey: LoadedSurvey?
  /// The lanes that answer requests.
  package let pool: WorkerPool
  /// The lanes that compute jobs.
  package var jobPool: WorkerPool { office.pool }
  /// The data sets.
  package let catalog: Catalog
  /// The CSV files of the data folder that clients may read.
  package let dataFiles: DataFiles
  /// Fetches files from elsewhere.
  package let importer: Importer
  /// What pipelines can do.
  package let stages: [Stage]
  /// The journeys of days, from the upstream to the store.
  package let collector: Collector
  /// Live events.
  package let events: EventStore
  /// Answers about data sets that cost work.
  package let answers: AnswerCache<[UInt8]>
  /// Aggregates that cost work.
  package let aggregates: AnswerCache<AggregateAnswer>
  /// Signs what clients bring back.
  package let signature: Signature
  /// The threads that a scan may use.
  package let lanes: Lanes

  let office: JobOffice
  private let shelf: ResultShelf
  private let watch: FolderWatch
  private let log: Log

  /// Opens the folders and takes up the jobs of earlier runs.
  ///
  /// - Throws: `EngineFailure` if a folder cannot be used.
  package init(
    _ options: Options, _ folders: EngineFolders, survey: LoadedSurvey?, log: Log
  ) throws(EngineFailure) {
    lanes = .computing(count: options.workers)
    pool = WorkerPool(laneCount: options.workers, waitingLimit: options.waitingRequests)
    answers = AnswerCache(limitBytes: options.rememberedAnswersBytes / 2)
    aggregates = AnswerCache(limitBytes: options.rememberedAnswersBytes / 2)
    signature = try Signature(in: folders.state)
    let database = try StateDatabase.open(
      in: folders.state, uploads: folders.uploads, options.database)
    catalog = try Catalog(
      folders, database, lanes: lanes, log: log, at: Moment.now().wallNanoseconds)
    dataFiles = DataFiles(folders, objects: options.collector.folderPath)
    watch = try FolderWatch(everyMilliseconds: options.lookMilliseconds, catalog, log)
    importer = Importer(
      options: options.imports, state: folders.state, waitingLimit: max(1, options.workers / 2))
    stages = options.stages
    let pool = pool
    events = try EventStore(options.events, in: folders.state, log: log, at: .now()) {
      pool.offload($0)
    }
    let collecting = try CollectorParts(
      options.collector, data: folders.data, state: folders.state, database, log: log)
    office = try JobOffice(
      options,
      JobOffice.Equipment(
        database: database, files: dataFiles, results: folders.results, state: folders.state,
        survey: survey, catalog: catalog, importer: importer, collector: collecting, log: log))
    collector = Collector(collecting) { [ledger = office.ledger] days in
      ledger.withLock { $0.collections(of: days) }
    }
    collector.completeUnfinished()
    shelf = ResultShelf(office.results, limit: options.openResults)
    self.survey = survey
    self.log = log
  }

  // Jobs

  /// Takes a job in. The answer comes when it is on the disk, or at once if it is refused.
  ///
  /// - Parameter answer: called by any thread.
  package func submit(
    _ submission: Submission,
    _ answer: @escaping @Sendable (Result<JobID, AdmissionFailure>) -> Void
  ) {
    office.submit(submission, answer)
  }

  /// Takes a job in, and waits until it is on the disk. Not for loops.
  package func submitAndWait(_ submission: Submission) throws(AdmissionFailure) -> JobID {
    let answer = Handback<Result<JobID, AdmissionFailure>>()
    office.submit(submission) { answer.give($0) }
    return try answer.wait().get()
  }

  /// What is wrong with an address that is to be told of a job's end, as the end of a sentence; `nil` if nothing is.
  package func callbackFault(_ address: String) -> String? { office.callbackFault(address) }

  /// All that can be said about a job.
  package func lookUp(_ id: JobID) -> JobLookup { office.ledger.withLock { $0.lookUp(id) } }

  /// The job that bears a name, also if it was swept; `nil` if none does.
  package func jobID(named name: JobName) -> JobID? {
    office.ledger.withLock { $0.jobID(named: name) }
  }

  /// A page of the jobs, the youngest first.
  ///
  /// - Parameters:
  ///   - bound: only jobs older than this one; `nil` for the first page.
  ///   - limit: how many at most.
  /// - Returns: the jobs, and the bound of the next page; `nil` if there is none.
  package func jobs(
    _ filter: JobFilter, before bound: JobID?, limit: Int
  ) -> (jobs: [JobAccount], next: JobID?) {
    var found: [JobAccount] = []
    var below: Int? = bound?.number ?? .max
    // In stretches, so that nobody waits for long for the lock.
    while let bound = below, found.count < limit {
      let (wanted, look) = (limit - found.count, Self.lookLimit)
      let (jobs, next) = office.ledger.withLock {
        $0.jobs(filter, below: bound, limit: wanted, lookLimit: look)
      }
      found += jobs
      below = next
    }
    return (found, below.map(JobID.init))
  }

  private static let lookLimit = 2048

  /// Watches a job until the watch is let go.
  ///
  /// - Parameter wake: called, on any thread, each time that `lookUp` may answer something new.
  package func watch(_ id: JobID, _ wake: @escaping @Sendable () -> Void) -> JobWatch {
    office.watch(id, wake)
  }

  /// How many listen to all jobs.
  package var jobListenerCount: Int { office.listenerCount }

  /// Listens to all jobs until the listener is let go.
  ///
  /// - Parameter wake: called, on any thread, a few times a second at most, when some have changed: `take` says which.
  package func listenToJobs(_ wake: @escaping @Sendable () -> Void) -> JobListener {
    office.listen(wake)
  }

  /// Calls back once the job is finished or the time is over, whichever comes first; at once if it is finished or unknown.
  package func waitForEnd(
    of id: JobID, milliseconds: Int, _ answer: @escaping @Sendable () -> Void
  ) {
    office.waitForEnd(of: id, milliseconds: milliseconds, answer)
  }

  /// Cancels a job that is not finished, or removes one that is, with its result.
  ///
  /// - Parameter sparingFinished: what is finished stays, since it was only to be cancelled.
  package func remove(
    _ id: JobID, sparingFinished: Bool = false,
    _ answer: @escaping @Sendable (JobRemoval) -> Void
  ) {
    office.remove(id, sparingFinished: sparingFinished, answer)
  }

  /// What can be said about a job at this moment.
  package func outcome(of id: JobID) -> JobLedger.Outcome {
    office.ledger.withLock { $0.outcome(of: id) }
  }

  /// What kind of work a job is; `nil` for a job of an earlier run or none at all.
  package func kind(of id: JobID) -> String? {
    office.ledger.withLock { $0.kind(of: id) }
  }

  /// Whether the file of a finished job is open, so that `openResult` need not wait for the disk.
  package func hasOpenResult(of id: JobID) -> Bool { shelf.holds(id) }

  /// The file of a finished job; `nil` when it is gone. It may block unless the file is open.
  package func openResult(of id: JobID) throws(EngineFailure) -> StoredFile? {
    do throws(Errno) {
      return try shelf.open(id)
    } catch {
      log.write(.error, at: Moment.now(), "result not readable") { fields in
        fields.add("job_id", id.description)
        fields.add("reason", error.description)
      }
      throw .folder(path: office.results.path, error)
    }
  }

  /// The whole content of a finished job's file; `nil` when it is gone. It may block.
  package func readResult(of id: JobID) throws(EngineFailure) -> [UInt8]? {
    guard let file = try openResult(of: id) else { return nil }
    do throws(Errno) {
      return try file.read()
    } catch {
      throw .folder(path: office.results.path, error)
    }
  }

  // Artifacts

  /// What a pipeline has left so far, by name; nothing for other jobs. It may block.
  package func artifacts(of id: JobID) throws(EngineFailure) -> [ArtifactFile] {
    do throws(Errno) {
      return try office.results.artifacts.files(of: id)
    } catch {
      throw unreadable(id, error)
    }
  }

  /// An artifact of a job; `nil` where there is none of that name, and for every text that is no artifact's name. It may block.
  package func openArtifact(_ name: String, of id: JobID) throws(EngineFailure) -> StoredFile? {
    guard let name = ArtifactName(name) else { return nil }
    do throws(Errno) {
      return try office.results.artifacts.open(name, of: id)
    } catch {
      throw unreadable(id, error)
    }
  }

  private func unreadable(_ id: JobID, _ failure: Errno) -> EngineFailure {
    log.write(.error, at: Moment.now(), "artifacts not readable") { fields in
      fields.add("job_id", id.description)
      fields.add("reason", failure.description)
    }
    return .folder(path: office.results.artifacts.path, failure)
  }

  /// A stretch of all jobs in the order of their submission, and where to go on.
  package func jobs(from first: Int, limit: Int) -> (jobs: [(JobID, JobState)], next: Int?) {
    office.ledger.withLock { $0.page(from: first, limit: limit) }
  }

  /// How many jobs are accepted and not finished.
  package var unfinishedCount: Int { office.ledger.withLock { $0.unfinishedCount } }

  // Time

  /// How long ago a moment was, by the clock that never goes back.
  package func nanoseconds(since earlier: Int64) -> Int64 {
    Moment.monotonicNanoseconds() - earlier
  }

  // Shutting down

  /// Refuses new jobs from now on; accepted ones are finished.
  ///
  /// - Returns: how many are still to be finished.
  package func drain() -> Int { office.drain() }

  /// Whether new jobs are refused.
  package var isDraining: Bool { office.ledger.withLock { $0.isClosed } }

  /// Whether jobs that are accepted can be finished before the next start.
  package var canFinish: Bool { office.keeper.isSound }

  /// Leaves everything as the next start shall find it. To be called once nothing is submitted any more. Not for loops.
  package func leave() {
    office.leave()
    events.leave()
  }

  // Watching

  /// What an operator wants to see at one moment.
  package var figures: Figures {
    let (counts, next, coalesced) = office.ledger.withLock { ledger in
      (JobState.allCases.map { ($0, ledger.count($0)) }, ledger.next, ledger.coalescedCount)
    }
    let load = pool.load
    let jobLoad = office.pool.load
    return Figures(
      jobs: counts, submittedJobs: next - 1, coalescedJobs: coalesced, lanes: pool.laneCount,
      busyLanes: load.busyLanes, waitingRequests: load.waitingTasks,
      jobLanes: office.pool.laneCount, busyJobLanes: jobLoad.busyLanes,
      durations: office.durations.snapshot, jobListeners: office.listenerCount,
      webhooks: office.courier.figures, storageFailure: office.keeper.failure)
  }

  /// Figures for metrics and readiness.
  package struct Figures: Sendable {
    /// How many jobs are in each state, in the order of `JobState`.
    package let jobs: [(state: JobState, count: Int)]
    /// Numbers given over the life of the data folder.
    package let submittedJobs: Int
    /// Jobs that shared the computation of another one, since the start.
    package let coalescedJobs: Int
    /// How many lanes answer requests.
    package let lanes: Int
    /// How many of them work.
    package let busyLanes: Int
    /// How many requests wait for a lane.
    package let waitingRequests: Int
    /// How many lanes compute jobs.
    package let jobLanes: Int
    /// How many of them work.
    package let busyJobLanes: Int
    /// How long jobs took since the start.
    package let durations: JobDurations.Snapshot
    /// How many clients listen to all jobs.
    package let jobListeners: Int
    /// What became of webhooks.
    package let webhooks: WebhookCourier.Figures
    /// Why the last file could not be kept; `nil` when it could.
    package let storageFailure: String?
  }
}
