internal import JSON
package import Posix
internal import Statistics
package import Tables

/// Why a job has no answer.
package enum WorkFailure: Error, Equatable, Sendable {
  /// Nobody wants it any more.
  case cancelled
  /// Why there is none, for people.
  case failed(String)
  /// What it leaves beside its answer found no place on the disk. It can be done again.
  case storage(Errno)
}

/// Computes the answers of jobs.
///
/// It is a value without a state of its own, and any number of lanes may use it at once. The same work of the same data has the same bytes as
/// its answer, however often and on however many threads it is computed. A file that is to be fetched comes into the catalog once, also if
/// its job is begun again after the process was killed.
package struct Computer: Sendable {
  private let survey: Survey?
  private let catalog: Catalog
  private let importer: Importer
  private let pipelines: PipelineRunner
  private let collections: CollectionRunner
  private let lanes: Lanes

  init(
    survey: Survey?, catalog: Catalog, importer: Importer, pipelines: PipelineRunner,
    collections: CollectionRunner, lanes: Lanes
  ) {
    self.survey = survey
    self.catalog = catalog
    self.importer = importer
    self.pipelines = pipelines
    self.collections = collections
    self.lanes = lanes
  }

  /// The whole answer of a job, `{"status":"done","data":...}`.
  ///
  /// - Parameters:
  ///   - progress: told how far the work is, and asked between its steps whether anybody still wants the answer.
  ///   - phase: told what is done from now on, in a word.
  package func answer(
    to work: Work, of id: JobID, progress: Progress, phase: @escaping @Sendable (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    let answer =
      switch work {
      case .survey(let question): try self.answer(to: question, progress, phase)
      case .importing(let order): try carryOut(order, of: id, progress, phase)
      case .aggregate(let question): try aggregate(question, progress, phase)
      case .profile(let name): try profile(name, progress, phase)
      case .pipeline(let order):
        try pipelines.answer(to: order, of: id, progress: progress, phase: phase)
      case .collecting(let order):
        try collections.answer(to: order, of: id, progress: progress, phase: phase)
      }
    progress.advance(100, of: 100)
    return answer
  }

  /// Goes on to the next step, unless nobody wants the answer any more.
  private func step(
    _ name: String, _ progress: Progress, at percent: Int, _ phase: (String) -> Void
  ) throws(WorkFailure) {
    if progress.isCancelled { throw .cancelled }
    progress.advance(percent, of: 100)
    phase(name)
  }

  // The survey

  private func answer(
    to question: SurveyQuestion, _ progress: Progress, _ phase: (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    try step("computing", progress, at: 0, phase)
    guard let survey else { throw .failed(WorkTextFailure.noSurvey.sentence) }
    do throws(QuestionFailure) {
      let answer = try survey.answer(question, on: Lanes.single.stopping(with: progress))
      return JobAnswer.done { answer.write(to: &$0) }
    } catch {
      throw error == .cancelled ? .cancelled : .failed(error.sentence)
    }
  }

  // Data sets

  private func aggregate(
    _ question: DatasetQuestion, _ progress: Progress, _ phase: (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    let (dataset, table) = try loaded(question.name, progress, phase)
    try step("computing", progress, at: 30, phase)
    let query: AggregateQuery
    do throws(QueryTextFailure) {
      query = try question.aggregate(of: table.columns.map(\.name))
    } catch {
      throw .failed(error.sentence)
    }
    let answer: AggregateAnswer
    do throws(AggregateFailure) {
      answer = try query.answer(
        from: table, groupLimit: query.groupBound,
        on: lanes.stopping(with: progress.part(30, count: 60, of: 100)))
    } catch {
      throw error == .cancelled ? .cancelled : .failed(error.sentence)
    }
    try step("writing", progress, at: 90, phase)
    return Self.done(dataset) { writer in
      AggregateText(answer).write(to: &writer, isOne: query.groupBy.isEmpty)
      writer.key("page")
      writer.beginObject()
      writer.key("limit")
      if let limit = query.pageLimit { writer.integer(limit) } else { writer.null() }
      writer.key("count")
      writer.integer(answer.groupCount)
      writer.endObject()
    }
  }

  private func profile(
    _ name: DatasetName, _ progress: Progress, _ phase: (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    let (dataset, table) = try loaded(name, progress, phase)
    try step("computing", progress, at: 30, phase)
    let profile: TableProfile
    do throws(Cancelled) {
      profile = try TableProfile(
        of: table, on: lanes.stopping(with: progress.part(30, count: 60, of: 100)))
    } catch {
      throw .cancelled
    }
    try step("writing", progress, at: 90, phase)
    return Self.done(dataset) { $0.profile(profile.columns, rowCount: table.rowCount) }
  }

  private func loaded(
    _ name: DatasetName, _ progress: Progress, _ phase: (String) -> Void
  ) throws(WorkFailure) -> (Dataset, Table) {
    try step("reading", progress, at: 0, phase)
    return try reading { () throws(DatasetFailure) in
      let reading = progress.part(0, count: 30, of: 100)
      let dataset = try catalog.loaded(name, progress: reading)
      return (dataset, try catalog.table(of: dataset, progress: reading))
    }
  }

  /// The answer about a data set, in the shape of the endpoint that answers at once: what was asked for, then of which version it is.
  private static func done(_ dataset: Dataset, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
    JobAnswer.done { writer in
      writer.beginObject()
      writer.key("data")
      write(&writer)
      writer.key("meta")
      writer.beginObject()
      writer.version(of: dataset)
      writer.endObject()
      writer.endObject()
    }
  }

  // Imports

  private func carryOut(
    _ order: ImportOrder, of id: JobID, _ progress: Progress, _ phase: (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    // A process that was killed may have made the change already.
    let kept = try reading { () throws(DatasetFailure) in try catalog.arrival(of: id) }
    if let kept { return kept }
    try step("fetching", progress, at: 0, phase)
    let file = try fetch(order, progress)
    try step("reading", progress, at: 60, phase)
    let arrival = try reading { () throws(DatasetFailure) in
      try catalog.add(
        file, as: order.name, order.mode, order.options, origin: .import, source: order.address,
        by: id, at: Moment.now().wallNanoseconds,
        progress: progress.part(60, count: 40, of: 100))
    }
    return CatalogArrival(id, arrival).answer
  }

  private func fetch(
    _ order: ImportOrder, _ progress: Progress
  ) throws(WorkFailure) -> ArrivedFile {
    do throws(ImportFailure) {
      return try importer.fetch(order.address, progress: progress.part(0, count: 60, of: 100))
    } catch {
      throw error == .cancelled ? .cancelled : .failed(error.sentence)
    }
  }

  private func reading<Answer>(
    _ body: () throws(DatasetFailure) -> Answer
  ) throws(WorkFailure) -> Answer {
    do throws(DatasetFailure) {
      return try body()
    } catch {
      throw error == .cancelled ? .cancelled : .failed(error.sentence)
    }
  }
}
