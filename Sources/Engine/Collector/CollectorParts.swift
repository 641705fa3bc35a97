internal import Posix
internal import Statistics
internal import Stores
internal import Tables

/// What the collector is made of: what jobs collect with and what is asked is answered with.
struct CollectorParts: Sendable {
  let options: Collector.Options
  /// `nil` if nobody has said where to collect from.
  let upstream: Upstream?
  let stores: StorePlace
  let counters = CollectorCounters()
  let database: SQLiteDatabase
  let log: Log
  /// Days that an earlier run has begun to replace, each with the job that did so.
  let unfinished: [(day: CivilDay, job: JobID)]
  /// Jobs of which it can no longer be read what they have decided.
  private let unreadable: [JobID]

  let staging: StagingFolder
  let turns = DayTurns()
  private let memory: DigestMemory

  /// - Parameter data: where the folder of objects is, if no other place is named.
  /// - Throws: if it cannot be known what an earlier run has left.
  init(
    _ options: Collector.Options, data: Folder, state: Folder, _ database: SQLiteDatabase, log: Log
  ) throws(EngineFailure) {
    self.options = options
    self.database = database
    self.log = log
    upstream = options.upstream.map { [counters] address in
      Upstream(
        address, breaker: PlaceBreaker(options.breaker), counters: counters,
        options: options.asking)
    }
    stores = StorePlace(
      place: options.place ?? .folder(path: data.path + "/objects"), opening: options.opening,
      breaker: PlaceBreaker(options.breaker), counters: counters)
    memory = DigestMemory(options.remembered)
    var staging = StagingFolder(in: state)
    staging.failing = options.failing
    self.staging = staging
    (unfinished, unreadable) = try Self.unfinished(staging, database, log)
    for (day, job) in unfinished { turns.noteUnfinished(day, job) }
  }

  /// What jobs collect with.
  var runner: CollectionRunner {
    CollectionRunner(
      upstream: upstream, stores: stores, staging: staging, turns: turns, publisher: publisher,
      concurrency: max(1, options.concurrency), cityLimit: options.cityLimit)
  }

  /// What is asked is answered with.
  var reader: DayReader {
    DayReader(
      stores: stores, turns: turns, publisher: publisher, memory: memory, options: options.reading)
  }

  /// Makes objects of what jobs have gathered.
  var publisher: DayPublisher {
    DayPublisher(staging: staging, database: database, log: log)
  }

  // What earlier runs have left

  private static func unfinished(
    _ staging: StagingFolder, _ database: SQLiteDatabase, _ log: Log
  ) throws(EngineFailure) -> (unfinished: [(day: CivilDay, job: JobID)], unreadable: [JobID]) {
    var unfinished: [(day: CivilDay, job: JobID)] = []
    var unreadable: [JobID] = []
    for job in try jobs(staging) {
      let stage: StagedDay
      var publication: Publication?
      do throws(Errno) {
        stage = try staging.stage(of: job)
      } catch {
        throw .state(file: "collecting/\(job)", reason: .system(error))
      }
      do throws(Errno) {
        publication = try stage.publication()
      } catch {
        // Nobody else's days are to suffer from it.
        log.write(.error, at: .now(), "collection not readable") { fields in
          fields.add("job_id", job.description)
          fields.add("reason", error.description)
        }
        unreadable.append(job)
        if let day = stage.decidedDay() { unfinished.append((day, job)) }
      }
      guard let publication else { continue }
      do throws(SQLiteFailure) {
        let noted = try DayTable.row(of: publication.day, database)
        // What is noted as done was only not cleared away.
        if publication.round > (noted?.round ?? 0) {
          unfinished.append((publication.day, job))
        } else {
          try? stage.remove()
        }
      } catch {
        throw .state(file: "tally.sqlite", reason: .database(error.sentence))
      }
    }
    return (unfinished, unreadable)
  }

  private static func jobs(_ staging: StagingFolder) throws(EngineFailure) -> [JobID] {
    do throws(Errno) {
      return try staging.jobs()
    } catch {
      throw .state(file: "collecting", reason: .system(error))
    }
  }

  /// Removes what jobs have gathered that nobody goes on with.
  ///
  /// - Parameter isOpen: whether a job is to be done again.
  func tidy(isOpen: (JobID) -> Bool) {
    let decided = Set(unfinished.map(\.job) + unreadable)
    for job in (try? staging.jobs()) ?? [] where !decided.contains(job) && !isOpen(job) {
      if let stage = try? staging.stage(of: job) { try? stage.remove() }
    }
  }
}
