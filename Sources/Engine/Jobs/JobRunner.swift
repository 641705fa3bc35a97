internal import Posix
internal import Statistics

/// What a lane does with a job: compute, put the file in place, tell the ledger.
final class JobRunner: Sendable {
  let durations = JobDurations()

  private let ledger: Guarded<JobLedger>
  private let results: ResultFolder
  private let survey: Survey?
  private let catalog: Catalog
  private let importer: Importer
  private let log: Log
  private let keeper: StorageKeeper

  init(
    ledger: Guarded<JobLedger>, results: ResultFolder, survey: Survey?, catalog: Catalog,
    importer: Importer, keeper: StorageKeeper, log: Log
  ) {
    self.ledger = ledger
    self.results = results
    self.survey = survey
    self.catalog = catalog
    self.importer = importer
    self.keeper = keeper
    self.log = log
  }

  /// Does a job from its start to its place in the ledger, on the lane that calls.
  func run(_ id: JobID, _ work: Work) {
    let start = Moment.now()
    let (state, answer) = compute(work)
    let (kept, bytes) = store(state, answer, of: id)
    let swept = ledger.withLock { $0.finish(id, as: kept, answer: bytes) }
    results.remove(swept)
    let end = Moment.now()
    let nanoseconds = end.monotonicNanoseconds - start.monotonicNanoseconds
    durations.add(nanoseconds: nanoseconds)
    log.write(.info, at: end, "job finished") { fields in
      fields.add("job_id") { id.append(to: &$0) }
      fields.add("state", kept.rawValue)
      fields.add("duration_ms", inMilliseconds: nanoseconds)
    }
  }

  private func compute(_ work: Work) -> (JobState, [UInt8]) {
    switch work {
    case .survey(let question):
      guard let survey else { return (.failed, JobAnswer.error("No survey is loaded")) }
      do throws(QuestionFailure) {
        let answer = try survey.answer(question)
        return (.succeeded, JobAnswer.done { answer.write(to: &$0) })
      } catch {
        return (.failed, JobAnswer.error(error.sentence))
      }
    case .importing(let order): return importing(order)
    }
  }

  private func importing(_ order: ImportOrder) -> (JobState, [UInt8]) {
    do throws(ImportFailure) {
      let file = try importer.fetch(order.address)
      let arrival: Catalog.Arrival
      do throws(DatasetFailure) {
        arrival = try catalog.add(
          file, as: order.name, order.mode, order.options, origin: .import, source: order.address,
          at: Moment.now().wallNanoseconds)
      } catch {
        throw .dataset(error)
      }
      return (.succeeded, JobAnswer.done { ArrivalText.write(arrival, to: &$0) })
    } catch {
      return (.failed, JobAnswer.error(error.sentence))
    }
  }

  /// Puts the answer's file in place. A job whose file cannot be written has failed: nothing is promised that a restart would lose.
  private func store(
    _ state: JobState, _ answer: [UInt8], of id: JobID
  ) -> (JobState, [UInt8]) {
    do throws(Errno) {
      try results.store(answer, of: id)
      keeper.noteSuccess()
      return (state, answer)
    } catch {
      let reason = "The result could not be stored: \(error.description)"
      keeper.note(error, reason: reason)
      log.write(.error, at: Moment.now(), "result not stored") { fields in
        fields.add("job_id", id.description)
        fields.add("reason", error.description)
      }
      return (.failed, JobAnswer.error(reason))
    }
  }
}
