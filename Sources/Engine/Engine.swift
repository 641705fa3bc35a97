// Everything the server remembers and does: jobs, the lanes that compute them, their results, the survey, the data sets.
//
// A submission comes in as `Work`, is admitted by the ledger and answered with its number; a free lane takes it, computes, writes the
// result's file, and only then tells the ledger that it is done. Questions come in as numbers and are answered from the ledger's memory
// or with an open file. Nothing here knows of HTTP.
//
// Its locks are those around `JobLedger`, `OpenResults`, the pool's queue, `Storage`, `CatalogState`, each table that is being loaded, and the
// remembered answers. None is held while another is taken, and no file
// is touched under one. A lane of its own, `keeper`, writes the note of the job numbers, so that no loop ever waits for the disk; another
// asks a disk that refused a file whether it takes files again; a third closes the files of results that nobody asks for any more.

package import Posix
package import Statistics
internal import Stores
internal import Synchronization
package import Tables

/// The state and the work of one server.
package final class TallyEngine: Sendable {
  /// Bounds and sizes.
  package struct Options: Sendable {
    /// Bounds of the jobs that are remembered.
    package var ledger = JobLedger.Options()
    /// How many job numbers one note on disk reserves. The next note is written when a quarter of them is given; what is left then
    /// outlasts a slow disk, because more than the default queue holds would have to be submitted meanwhile.
    package var numbersPerNote = 16_384
    /// How many lanes work.
    package var workers = 2
    /// How many requests may wait for a lane.
    package var waitingRequests = 1024
    /// How many files of results are kept open for those who ask again.
    package var openResults = 64
    /// How often the data folder is looked at for files that are new, changed or gone.
    package var lookMilliseconds = 5000
    /// What may be imported.
    package var imports = Importer.Options()
    /// How much of the answers about data sets is remembered.
    package var rememberedAnswersBytes = 32 << 20

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

    package init(name: String, survey: Survey) {
      self.name = name
      self.survey = survey
    }

    /// What is asked, with its names found in the survey.
    package func question(_ inquiry: SurveyInquiry) throws(QuestionFailure) -> SurveyQuestion {
      try survey.question(inquiry)
    }
  }

  /// The survey that questions are put to, if one is loaded.
  package let survey: LoadedSurvey?
  /// The lanes.
  package let pool: WorkerPool
  /// The data sets.
  package let catalog: Catalog
  /// Fetches files from elsewhere.
  package let importer: Importer
  /// Answers about data sets that cost work.
  package let answers: AnswerCache<[UInt8]>
  /// Aggregates that cost work.
  package let aggregates: AnswerCache<AggregateAnswer>
  /// Signs what clients bring back.
  package let signature: Signature
  /// The threads that a scan may use.
  package let lanes: Lanes

  private let ledger: Guarded<JobLedger>
  private let results: ResultFolder
  private let shelf: ResultShelf
  private let numberStore: JobNumberStore
  private let numbersPerNote: Int
  private let keeper = Lane(name: "tally.keeper")
  private let storage: StorageKeeper
  /// Whether the keeper has been asked for the next block of numbers.
  private let isReserving = Atomic(false)
  private let runner: JobRunner
  private let watch: FolderWatch
  private let log: Log

  /// Opens the folders and takes up the jobs of earlier runs.
  ///
  /// - Throws: `EngineFailure` if a folder cannot be used.
  package init(
    _ options: Options, _ folders: EngineFolders, survey: LoadedSurvey?, log: Log
  ) throws(EngineFailure) {
    lanes = .computing(count: options.workers)
    answers = AnswerCache(limitBytes: options.rememberedAnswersBytes / 2)
    aggregates = AnswerCache(limitBytes: options.rememberedAnswersBytes / 2)
    signature = try Signature(in: folders.state)
    let catalog = try Catalog(
      folders, try StateDatabase.open(in: folders.state, uploads: folders.uploads), lanes: lanes,
      log: log,
      at: Moment.now().wallNanoseconds)
    self.catalog = catalog
    watch = try FolderWatch(everyMilliseconds: options.lookMilliseconds, catalog, log)
    let resultFolder = ResultFolder(folder: folders.results)
    let finished: [(JobID, JobState)]
    do {
      finished = try resultFolder.finishedJobs()
    } catch {
      throw .folder(path: folders.results.path, error)
    }
    let numberStore = JobNumberStore(folder: folders.state)
    let numbers = try numberStore.open(
      greatestSeen: finished.last?.0.number ?? 0, count: options.numbersPerNote)
    let ledger = Guarded(JobLedger(options.ledger, numbers: numbers, finished: finished))
    let storage = StorageKeeper(results: resultFolder, numbers: numberStore, log: log)
    let importer = Importer(
      options: options.imports, state: folders.state, waitingLimit: max(1, options.workers / 2))
    // What waits for the network must not keep others waiting.
    let importLanes = [Lane(name: "tally.import.0"), Lane(name: "tally.import.1")]
    self.importer = importer
    let runner = JobRunner(
      ledger: ledger, results: resultFolder, survey: survey?.survey, catalog: catalog,
      importer: importer, keeper: storage, log: log)
    self.storage = storage
    self.survey = survey
    self.results = resultFolder
    shelf = ResultShelf(resultFolder, limit: options.openResults)
    self.numberStore = numberStore
    numbersPerNote = options.numbersPerNote
    self.ledger = ledger
    self.runner = runner
    self.log = log
    pool = WorkerPool(laneCount: options.workers, waitingLimit: options.waitingRequests) {
      guard let (id, work) = ledger.withLock({ $0.takeNext() }) else { return nil }
      guard case .importing = work else { return { runner.run(id, work) } }
      importLanes[id.number % importLanes.count].run { runner.run(id, work) }
      return {}
    }
  }

  // Jobs

  /// Takes a job in and wakes a lane for it.
  ///
  /// - Parameter requestID: appends the id of the request that brought it, for the log; `nil` for none.
  /// - Throws: `AdmissionFailure`; nothing has changed then.
  package func submit(
    _ work: Work, requestID: ((inout [UInt8]) -> Void)? = nil
  ) throws(AdmissionFailure) -> JobID {
    try storage.checkAdmission()
    let id = try admit(work)
    if log.isOn(.info) { logAdmission(of: id, requestID: requestID) }
    pool.wake()
    return id
  }

  private func admit(_ work: Work) throws(AdmissionFailure) -> JobID {
    do throws(AdmissionFailure) {
      let (id, numbersLeft) = try ledger.withLock { (ledger) throws(AdmissionFailure) in
        (try ledger.admit(work), ledger.numbers.left)
      }
      if numbersLeft < numbersPerNote / 4 * 3 { reserveNumbers() }
      return id
    } catch {
      // The last note may have failed, and no job is left that would ask for the next one.
      if error == .numbersExhausted { reserveNumbers() }
      throw error
    }
  }

  private func logAdmission(of id: JobID, requestID: ((inout [UInt8]) -> Void)?) {
    log.write(.info, at: .now(), "job accepted") { fields in
      fields.add("job_id") { id.append(to: &$0) }
      if let requestID { fields.add("request_id", requestID) }
    }
  }

  /// What can be said about a job at this moment.
  package func outcome(of id: JobID) -> JobLedger.Outcome {
    ledger.withLock { $0.outcome(of: id) }
  }

  /// What kind of work a job is; `nil` for a job of an earlier run or none at all.
  package func kind(of id: JobID) -> String? {
    ledger.withLock { $0.kind(of: id) }
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
      throw .folder(path: results.path, error)
    }
  }

  /// The whole content of a finished job's file; `nil` when it is gone. It may block.
  package func readResult(of id: JobID) throws(EngineFailure) -> [UInt8]? {
    guard let file = try openResult(of: id) else { return nil }
    do throws(Errno) {
      return try file.read()
    } catch {
      throw .folder(path: results.path, error)
    }
  }

  /// A stretch of all jobs in the order of their submission, and where to go on.
  package func jobs(from first: Int, limit: Int) -> (jobs: [(JobID, JobState)], next: Int?) {
    ledger.withLock { $0.page(from: first, limit: limit) }
  }

  /// How many jobs are accepted and not finished.
  package var unfinishedCount: Int { ledger.withLock { $0.unfinishedCount } }

  // Time

  /// How long ago a moment was, by the clock that never goes back.
  package func nanoseconds(since earlier: Int64) -> Int64 {
    Moment.monotonicNanoseconds() - earlier
  }

  // Shutting down

  /// Refuses new jobs from now on; accepted ones are finished.
  ///
  /// - Returns: how many are still to be finished.
  package func drain() -> Int {
    ledger.withLock { ledger in
      ledger.close()
      return ledger.unfinishedCount
    }
  }

  /// Whether new jobs are refused.
  package var isDraining: Bool { ledger.withLock { $0.isClosed } }

  /// Notes exactly where the numbers stop, for the next run. To be called once nothing is submitted any more.
  package func noteNumbers() throws(EngineFailure) {
    try numberStore.reserve(upTo: ledger.withLock { $0.numbers.next })
  }

  // Watching

  /// What an operator wants to see at one moment.
  package var figures: Figures {
    let (counts, numbers) = ledger.withLock { ledger in
      (JobState.allCases.map { ($0, ledger.count($0)) }, ledger.numbers)
    }
    let load = pool.load
    return Figures(
      jobs: counts, submittedJobs: numbers.next - 1, lanes: pool.laneCount,
      busyLanes: load.busyLanes,
      waitingRequests: load.waitingTasks, durations: runner.durations.snapshot,
      storageFailure: storage.failure)
  }

  /// Figures for metrics and readiness.
  package struct Figures: Sendable {
    /// How many jobs are in each state, in the order of `JobState`.
    package let jobs: [(state: JobState, count: Int)]
    /// Numbers given over the life of the data folder.
    package let submittedJobs: Int
    /// How many lanes there are.
    package let lanes: Int
    /// How many of them work.
    package let busyLanes: Int
    /// How many requests wait for a lane.
    package let waitingRequests: Int
    /// How long jobs took since the start.
    package let durations: JobDurations.Snapshot
    /// Why the last file could not be kept; `nil` when it could.
    package let storageFailure: String?
  }

  private func reserveNumbers() {
    guard isReserving.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
    else { return }
    keeper.run { [self] in
      defer { isReserving.store(false, ordering: .relaxed) }
      let end = ledger.withLock { $0.numbers.reservedEnd } + numbersPerNote
      do throws(EngineFailure) {
        try numberStore.reserve(upTo: end)
        ledger.withLock { $0.extendNumbers(to: end) }
      } catch {
        if case .state(_, .system(let failure)) = error {
          storage.note(failure, reason: "The job numbers could not be noted: \(failure)")
        }
        log.write(.error, at: Moment.now(), "job numbers not noted") { fields in
          fields.add("reason", "\(error)")
        }
      }
    }
  }
}
