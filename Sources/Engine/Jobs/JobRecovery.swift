internal import JSON
internal import Posix
internal import Statistics
internal import Stores

/// Takes up the jobs of earlier runs: what is finished is listed, what is not is done again, in its order.
///
/// A job is finished once its file is in place, also if the table does not know it yet. One that was running each time that the process
/// was killed is given up at the third time, because it may have been the reason.
struct JobRecovery {
  /// So often a job may be running when the process is killed.
  static let crashLimit = 3

  let database: SQLiteDatabase
  let results: ResultFolder
  let state: Folder
  let marks: RunningMarks
  let survey: Survey?
  /// What pipelines can do.
  var stages = Stage.all
  let log: Log

  /// What the files and the tables tell.
  func ledger(_ options: JobLedger.Options, at now: Moment) throws(EngineFailure) -> JobLedger {
    let crashed = Set(try marks.takeAll())
    let noted = try notedNumber()
    let found = try resultNames()
    let artifacts = try artifactJobs()
    do throws(SQLiteFailure) {
      if try JobTable.nextNumber(database) == nil { try begin(with: found, noted, at: now) }
      // The table says it from now on.
      try? state.remove(Self.note)
      try tidy(found, at: now)
      try tidyArtifacts(artifacts)
      let names = try JobNameTable.all(database)
      var (ledger, open) = try read(options, names)
      try takeUp(open, crashed, &ledger, at: now)
      for (name, id) in names where ledger.jobID(named: name) == nil {
        ledger.restore(name, ofSwept: id)
      }
      ledger.restoreEnd(next: try JobTable.nextNumber(database) ?? 1)
      return ledger
    } catch {
      throw .state(file: "tally.sqlite", reason: .database(error.sentence))
    }
  }

  private func read(
    _ options: JobLedger.Options, _ names: [(name: JobName, job: JobID)]
  ) throws(SQLiteFailure) -> (JobLedger, open: [JobTable.OpenRow]) {
    var ledger = JobLedger(options)
    var open: [JobTable.OpenRow] = []
    let name = Dictionary(names.map { ($0.job, $0.name) }) { first, _ in first }
    try JobTable.scan(database) { row in
      switch row {
      case .open(var row):
        row.name = name[row.id]
        open.append(row)
      case .finished(var job):
        job.name = name[job.id]
        ledger.restore(job)
      }
    }
    return (ledger, open)
  }

  private func takeUp(
    _ rows: [JobTable.OpenRow], _ crashed: Set<JobID>, _ ledger: inout JobLedger, at now: Moment
  ) throws(SQLiteFailure) {
    var ended: [FinishedJob] = []
    var recounted: [JobTable.OpenRow] = []
    for var row in rows {
      if crashed.contains(row.id) {
        row.crashes += 1
        recounted.append(row)
      }
      if let job = finished(row, at: now) {
        ended.append(job)
        ledger.restore(job)
      } else if row.crashes < Self.crashLimit, let job = open(row) {
        ledger.restore(job)
      }
    }
    guard !ended.isEmpty || !recounted.isEmpty else { return }
    try database.transaction { () throws(SQLiteFailure) in
      for row in recounted { try JobTable.setCrashes(row.crashes, of: row.id, database) }
      for job in ended {
        try JobTable.finish(job, database)
        try job.noteDelivery(database)
      }
    }
    for job in ended { report(job, at: now) }
  }

  private func report(_ job: FinishedJob, at now: Moment) {
    log.write(job.state == .succeeded ? .info : .warning, at: now, "job finished") { fields in
      fields.add("job_id") { job.id.append(to: &$0) }
      fields.add("state", job.state.rawValue)
      if let reason = job.reason { fields.add("reason", reason) }
    }
  }

  /// A job that needs no computing any more: its file is there, or says now why it has no result.
  private func finished(_ row: JobTable.OpenRow, at now: Moment) -> FinishedJob? {
    if let found = try? results.ending(of: row.id) {
      var job = job(row, found.state, found.reason, bytes: found.byteCount, at: now)
      // That is when it was told.
      if let facts = try? results.facts(of: row.id) {
        job.finishedNanoseconds = min(facts.modifiedNanoseconds, now.wallNanoseconds)
      }
      job.attempts = max(1, job.attempts)
      return job
    }
    guard let reason = hindrance(row) else { return nil }
    // What it has brought into the catalog is there, however often it was killed.
    let arrival = try? CatalogTable.arrival(of: row.id, database)
    let ending = arrival.map(JobEnding.succeeded) ?? collected(row.id) ?? .failed(reason)
    // Without its file it stays open, and is looked at again at the next start.
    guard (try? results.store(ending, of: row.id)) != nil else { return nil }
    return job(row, ending.state, ending.reason, bytes: ending.byteCount, at: now)
  }

  /// How a job has ended that has collected a day; `nil` if it has not.
  private func collected(_ id: JobID) -> JobEnding? {
    guard let noted = try? DayTable.row(of: id, database) else { return nil }
    do throws(WorkFailure) {
      return .succeeded(try noted.summary.answer(of: noted.day))
    } catch {
      return noted.summary.reason.map(JobEnding.failed)
    }
  }

  /// Why a job cannot be done again; `nil` if it can.
  private func hindrance(_ row: JobTable.OpenRow) -> String? {
    if row.crashes >= Self.crashLimit {
      return "The server was killed \(row.crashes) times while it ran this job"
    }
    do throws(WorkTextFailure) {
      _ = try Work(decoding: row.work, survey: survey, stages: stages)
      return nil
    } catch {
      return error.sentence
    }
  }

  private func job(
    _ row: JobTable.OpenRow, _ state: JobState, _ reason: String?, bytes: Int, at now: Moment
  ) -> FinishedJob {
    var job = FinishedJob(
      id: row.id, kind: row.kind, state: state, createdNanoseconds: row.createdNanoseconds,
      finishedNanoseconds: now.wallNanoseconds)
    job.name = row.name
    job.attempts = row.crashes
    job.fingerprint = row.fingerprint
    job.callback = row.callback
    job.reason = reason
    job.resultBytes = bytes + results.artifacts.byteCount(of: row.id)
    return job
  }

  private func open(_ row: JobTable.OpenRow) -> OpenJob? {
    guard let work = try? Work(decoding: row.work, survey: survey, stages: stages)
    else { return nil }
    var job = OpenJob(
      id: row.id, work: work, client: row.client, createdNanoseconds: row.createdNanoseconds)
    job.name = row.name
    job.fingerprint = row.fingerprint
    job.callback = row.callback
    job.limitMilliseconds = row.limitMilliseconds
    job.crashes = row.crashes
    return job
  }

  // Files that the table does not know

  /// A number in the name of a file that is none of ours.
  private static let numberEnd = 1_000_000_000_000_000

  /// Begins the table with the results that a release without one has left.
  private func begin(
    with found: [JobID], _ noted: Int, at now: Moment
  ) throws(SQLiteFailure) {
    try database.transaction { () throws(SQLiteFailure) in
      try adopt(found, next: noted, at: now)
    }
  }

  /// Removes results whose rows are gone, and adds rows for results that are younger than the table: it may come from a backup.
  private func tidy(_ found: [JobID], at now: Moment) throws(SQLiteFailure) {
    let next = try JobTable.nextNumber(database) ?? 1
    let known = try JobTable.numbers(database)
    results.remove(
      found.filter { id in
        // What holds no answer is somebody else's.
        id.number < next && !known.contains(id.number) && (try? results.ending(of: id)) != nil
      })
    let younger = found.filter { $0.number >= next }
    if younger.isEmpty { return }
    try database.transaction { () throws(SQLiteFailure) in
      try adopt(younger, next: next, at: now)
    }
  }

  /// Removes artifacts of jobs that the table does not know.
  private func tidyArtifacts(_ found: [JobID]) throws(SQLiteFailure) {
    if found.isEmpty { return }
    let known = try JobTable.numbers(database)
    for id in found where !known.contains(id.number) { results.artifacts.remove(id) }
  }

  /// The jobs that a folder of artifacts is named for.
  private func artifactJobs() throws(EngineFailure) -> [JobID] {
    do throws(Errno) {
      return try results.artifacts.jobs()
    } catch {
      throw .folder(path: results.artifacts.path, error)
    }
  }

  /// The jobs that a result is named for. A folder that cannot be listed now must not be taken for an empty one.
  private func resultNames() throws(EngineFailure) -> [JobID] {
    do throws(Errno) {
      return try results.names().filter { $0.number < Self.numberEnd }
    } catch {
      throw .folder(path: results.path, error)
    }
  }

  /// Makes rows of the results that are there, and goes on behind all numbers that may have been given.
  private func adopt(_ found: [JobID], next: Int, at now: Moment) throws(SQLiteFailure) {
    var next = next
    for id in found {
      next = max(next, id.number + 1)
      guard let ending = try? results.ending(of: id) else { continue }
      let written = min(
        (try? results.facts(of: id))?.modifiedNanoseconds ?? now.wallNanoseconds,
        now.wallNanoseconds)
      var job = FinishedJob(
        id: id, kind: nil, state: ending.state, createdNanoseconds: written,
        finishedNanoseconds: written)
      job.reason = ending.reason
      job.resultBytes = ending.byteCount + results.artifacts.byteCount(of: id)
      try JobTable.adopt(job, database)
    }
    try JobTable.setNextNumber(next, database)
  }

  private static let note = "job_numbers.json"

  /// The number that an older release has noted as the next one; 1 if it has not.
  private func notedNumber() throws(EngineFailure) -> Int {
    let bytes: [UInt8]?
    do throws(Errno) {
      bytes = try state.read(Self.note, limit: 4096)
    } catch {
      throw .state(file: Self.note, reason: .system(error))
    }
    guard let bytes else { return 1 }
    guard case .integer(let next)? = (try? JSONParser.parse(bytes))?["next_free"],
      0 < next, next < 2 * Int64(Self.numberEnd)
    else { throw .state(file: Self.note, reason: .unreadable) }
    return Int(next)
  }
}
