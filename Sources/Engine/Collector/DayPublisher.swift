internal import Posix
internal import Statistics
internal import Stores

/// Makes objects of what was gathered of a day, as it was decided, from the first to the last.
struct DayPublisher: Sendable {
  let staging: StagingFolder
  let database: SQLiteDatabase
  let log: Log

  /// How many objects are replaced at once.
  private static let writers = 8

  /// Carries out what was decided about a day. Whoever does so has the day's turn (`DayTurns.beginStoring`).
  ///
  /// It may be called again after any failure, and does everything once more then.
  ///
  /// - Parameter step: told, by several threads at once, how many steps are done, and which object is next.
  func carryOut(
    _ publication: Publication, of stage: StagedDay, in stores: StorePlace,
    step: @escaping @Sendable (_ done: Int, _ next: ObjectKey) -> Void = { _, _ in }
  ) throws(CollectorFailure) {
    let crew = StoreCrew(stores: stores, threadCount: Self.writers, name: "tally.writer")
    let done = Guarded(0)
    _ = try crew.map(publication.puts.count, isCancelled: { false }) {
      (index, store) throws(CollectorFailure) in
      let put = publication.puts[index]
      step(done.withLock { $0 }, put.key)
      try store.put(try file(put.file, of: stage), at: put.key)
      done.withLock { $0 += 1 }
    }
    // Only now, so that a day has too many objects for a while rather than too few.
    _ = try crew.map(publication.removals.count, isCancelled: { false }) {
      (index, store) throws(CollectorFailure) in
      step(done.withLock { $0 }, publication.removals[index])
      try store.remove(publication.removals[index])
      done.withLock { $0 += 1 }
    }
    try note(publication.summary, of: publication.day, round: publication.round, by: stage.job)
    leave(stage.job)
  }

  /// Carries out what an earlier attempt of a job has left.
  func complete(
    _ day: CivilDay, _ job: JobID, in stores: StorePlace
  ) throws(CollectorFailure) {
    let stage: StagedDay
    let publication: Publication?
    do throws(Errno) {
      stage = try staging.stage(of: job)
      publication = try stage.publication()
    } catch {
      throw .staging(path: staging.path(of: job), error)
    }
    // Without a decision there is nothing left to do.
    guard let publication, publication.day == day else { return }
    log.write(.info, at: .now(), "collection resumed") { fields in
      fields.add("job_id", job.description)
      fields.add("day", day.description)
    }
    try carryOut(publication, of: stage, in: stores)
  }

  private func file(_ name: String, of stage: StagedDay) throws(CollectorFailure) -> OpenFile {
    do throws(Errno) {
      guard let file = try stage.open(name) else { throw .notFound }
      return file
    } catch {
      throw .staging(path: stage.folder.path + "/" + name, error)
    }
  }

  // What is noted

  /// How the last collection of a day has ended; `nil` if there was none.
  func noted(_ day: CivilDay) throws(CollectorFailure) -> CollectedDay? {
    do throws(SQLiteFailure) {
      return try DayTable.row(of: day, database)
    } catch {
      throw .database(error)
    }
  }

  /// Notes how a collection has ended.
  ///
  /// - Parameter round: of the collection that has replaced the objects last.
  func note(
    _ summary: Publication.Summary, of day: CivilDay, round: Int, by job: JobID
  ) throws(CollectorFailure) {
    do throws(SQLiteFailure) {
      try DayTable.note(
        CollectedDay(
          day: day, round: round, job: job, summary: summary,
          endedNanoseconds: Moment.now().wallNanoseconds), database)
    } catch {
      throw .database(error)
    }
  }

  /// Removes what a job has gathered. What stays now is removed at the next start: the table says that it is of no use.
  func leave(_ job: JobID) {
    do throws(Errno) {
      try staging.stage(of: job).remove()
    } catch {
      log.write(.warning, at: .now(), "staged files not removed") { fields in
        fields.add("job_id", job.description)
        fields.add("reason", error.description)
      }
    }
  }
}
