internal import Posix
internal import Statistics
internal import Stores
internal import Tables

/// Collects days: asks the upstream for its cities and for the journeys of each, gathers them on the disk, and then replaces the objects of
/// the day by what was gathered, all or none.
struct CollectionRunner: Sendable {
  /// `nil` if nobody has said where to collect from.
  let upstream: Upstream?
  let stores: StorePlace
  let staging: StagingFolder
  let turns: DayTurns
  let publisher: DayPublisher
  let concurrency: Int
  let cityLimit: Int

  /// How much of a job is the fetching, in percent.
  private static let fetchingPercent = 85
  /// How many failures stand in the reason of a job.
  private static let namedFailureLimit = 20
  /// How often the store is waited for.
  private static let waitLimit = 4
  /// How long it takes at most until a wait that was cancelled ends.
  private static let lookMilliseconds = 50

  /// Who hears how far a collection is.
  private struct Listener: Sendable {
    let progress: Progress
    let phase: @Sendable (String) -> Void

    func check() throws(WorkFailure) {
      if progress.isCancelled { throw .cancelled }
    }
  }

  /// Does what is ordered.
  ///
  /// A job that is begun again after its process was killed goes on with what is there, and replaces what it had decided to replace, even if
  /// it is cancelled meanwhile. One whose disk was full begins anew: what it had gathered is removed, which makes room. One that has replaced
  /// its day already answers as it did then.
  ///
  /// - Returns: the whole answer of the job, `{"status":"done","data":{...}}`.
  func answer(
    to order: CollectionOrder, of id: JobID, progress: Progress,
    phase: @escaping @Sendable (String) -> Void
  ) throws(WorkFailure) -> [UInt8] {
    let listener = Listener(progress: progress, phase: phase)
    let start = Moment.monotonicNanoseconds()
    try listener.check()
    listener.phase("waiting")
    try Self.working { () throws(CollectorFailure) in
      try turns.beginCollecting(order.day, id) { progress.isCancelled }
    }
    defer { turns.endCollecting(order.day, id) }
    try completeDay(order.day, listener)
    let noted = try note(of: order.day)
    if let noted, noted.job == id {
      // The process was killed before it was all cleared away.
      publisher.leave(id)
      return try noted.summary.answer(of: order.day)
    }
    do throws(WorkFailure) {
      let answer = try collect(order.day, by: id, round: (noted?.round ?? 0) + 1, listener)
      count(since: start, isWhole: true)
      return answer
    } catch {
      if case .failed = error { count(since: start, isWhole: false) }
      throw error
    }
  }

  private func count(since start: Int64, isWhole: Bool) {
    let counters = stores.counters
    counters.collectionNanoseconds.add(Int(Moment.monotonicNanoseconds() - start))
    (isWhole ? counters.collections : counters.failedCollections).add(1)
  }

  /// Replaces what an earlier job, or an earlier attempt of this one, has left to be replaced.
  private func completeDay(_ day: CivilDay, _ listener: Listener) throws(WorkFailure) {
    try Self.working { () throws(CollectorFailure) in
      let progress = listener.progress
      _ = try turns.beginReading([day], until: .max, isCancelled: { progress.isCancelled }) {
        (day, job) throws(CollectorFailure) in
        listener.phase("storing what was fetched before")
        try publisher.complete(day, job, in: stores)
      }
      turns.endReading([day])
    }
  }

  private func note(of day: CivilDay) throws(WorkFailure) -> CollectedDay? {
    try Self.working { () throws(CollectorFailure) in try publisher.noted(day) }
  }

  // One collection

  private func collect(
    _ day: CivilDay, by id: JobID, round: Int, _ listener: Listener
  ) throws(WorkFailure) -> [UInt8] {
    let stage = try Self.staging { () throws(Errno) in try staging.begin(id) }
    let publication: Publication
    do throws(WorkFailure) {
      publication = try gather(day, into: stage, round: round, listener)
      if publication.bringsSomething {
        try listener.check()
        try Self.decide(publication, in: stage)
      }
    } catch {
      guard case .failed(let reason) = error else {
        publisher.leave(stage.job)
        throw error
      }
      return try end(Publication.Summary(reason: reason), of: day, in: stage, round)
    }
    guard publication.bringsSomething else {
      return try end(publication.summary, of: day, in: stage, round)
    }
    try publish(publication, of: stage, listener)
    return try publication.summary.answer(of: day)
  }

  private static func decide(
    _ publication: Publication, in stage: StagedDay
  ) throws(WorkFailure) {
    do throws(Errno) {
      try stage.decide(publication)
    } catch {
      // More room on the disk would not help.
      guard error == .fileTooLarge else { throw .storage(error) }
      throw .failed(
        "The names of the \(publication.stepCount) objects of \(publication.day) are too long")
    }
  }

  /// Ends a collection that replaces nothing.
  private func end(
    _ summary: Publication.Summary, of day: CivilDay, in stage: StagedDay, _ round: Int
  ) throws(WorkFailure) -> [UInt8] {
    publisher.leave(stage.job)
    try Self.working { () throws(CollectorFailure) in
      try publisher.note(summary, of: day, round: round - 1, by: stage.job)
    }
    return try summary.answer(of: day)
  }

  /// Fetches all cities, and says what is to become of the objects of the day.
  private func gather(
    _ day: CivilDay, into stage: StagedDay, round: Int, _ listener: Listener
  ) throws(WorkFailure) -> Publication {
    guard let upstream else { throw .failed(CollectorFailure.noUpstream.sentence) }
    // First, because without the store there is no use in asking for anything.
    listener.phase("looking at the store")
    let existing = try existing(day, listener)
    listener.phase("asking for the cities")
    let plan = try plan(of: day, from: upstream, hasObjects: !existing.isEmpty, listener)
    let outcomes = try fetch(plan, from: upstream, into: stage, listener)
    return try decision(
      plan, outcomes, replacing: existing, round: round)
  }

  /// The objects of a day that are there.
  private func existing(
    _ day: CivilDay, _ listener: Listener
  ) throws(WorkFailure) -> [ObjectKey] {
    let progress = listener.progress
    return try Self.working { () throws(CollectorFailure) in
      let door = stores.door { progress.isCancelled }
      var keys: [ObjectKey] = []
      for country in try door.folders() {
        try door.list(prefix: "\(country)/\(day)/", after: nil) { object in
          if let key = ObjectKey(object.key), key.day == day { keys.append(key) }
          return true
        }
      }
      return keys
    }
  }

  private func plan(
    of day: CivilDay, from upstream: Upstream, hasObjects: Bool, _ listener: Listener
  ) throws(WorkFailure) -> CollectionPlan {
    let progress = listener.progress
    let list: CityList
    do throws(UpstreamFailure) {
      list = try UpstreamClient(upstream) { progress.isCancelled }.cities()
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      default: throw .failed("The cities could not be fetched: \(error.clause)")
      }
    }
    let plan = CollectionPlan(list, on: day)
    if plan.cityCount > cityLimit {
      throw .failed(
        "The upstream tells of \(plan.cityCount) cities; at most \(cityLimit) are collected")
    }
    // A list that was lost on its way must not take a day with it.
    if plan.cityCount == 0, hasObjects {
      throw .failed("The upstream tells of no city, so the objects of \(day) stay as they are")
    }
    return plan
  }

  private func fetch(
    _ plan: CollectionPlan, from upstream: Upstream, into stage: StagedDay, _ listener: Listener
  ) throws(WorkFailure) -> [CityCrew.Outcome] {
    do throws(CityCrew.Failure) {
      return try CityCrew(upstream: upstream, concurrency: concurrency).fetch(
        plan, into: stage,
        progress: listener.progress.part(0, count: Self.fetchingPercent, of: 100),
        phase: listener.phase)
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .storage(let failure): throw .storage(failure)
      }
    }
  }

  private func decision(
    _ plan: CollectionPlan, _ outcomes: [CityCrew.Outcome], replacing existing: [ObjectKey],
    round: Int
  ) throws(WorkFailure) -> Publication {
    var publication = Publication(day: plan.day, round: round)
    var failures: [String] = []
    var stored: Set<Int> = []
    var countries: Set<String> = []
    for (index, (entry, outcome)) in zip(plan.entries, outcomes).enumerated() {
      switch outcome {
      case .staged(let city, let byteCount):
        stored.insert(index)
        countries.insert(entry.key.parts[0])
        publication.puts.append(Publication.Put(file: city.fileName, key: entry.key))
        publication.summary.rows += city.rows
        publication.summary.bytes += byteCount
      case .failed(let clause): failures.append("\(entry.city.label): \(clause)")
      }
    }
    failures += plan.faults
    publication.summary.cities = plan.cityCount
    publication.summary.stored = stored.count
    publication.summary.failed = failures.count
    publication.summary.countries = countries.count
    if !failures.isEmpty {
      publication.summary.reason = Self.reason(failures, of: plan.cityCount)
    }
    publication.removals = plan.removals(of: existing) { stored.contains($0) }
    return publication
  }

  private static func reason(_ failures: [String], of count: Int) -> String {
    let named = failures.prefix(namedFailureLimit).joined(separator: "; ")
    let others = failures.count - namedFailureLimit
    return "\(failures.count) of \(count) cities failed: \(named)"
      + (others > 0 ? "; and \(others) more" : "")
  }

  // Publishing

  /// Replaces the objects. It is not stopped by anybody.
  private func publish(
    _ publication: Publication, of stage: StagedDay, _ listener: Listener
  ) throws(WorkFailure) {
    let (day, total) = (publication.day, publication.stepCount)
    let storing = listener.progress.part(
      Self.fetchingPercent, count: 100 - Self.fetchingPercent, of: 100)
    turns.beginStoring(day, stage.job)
    var isComplete = false
    defer { turns.endStoring(day, isComplete: isComplete) }
    try Self.working { () throws(CollectorFailure) in
      try carryOut(publication, of: stage, listener) { done, key in
        listener.phase("storing \(done + 1) of \(total): \(key.cityName)")
        storing.advance(done, of: total)
      }
    }
    isComplete = true
  }

  /// Replaces the objects, and waits while the store is left alone: everything was fetched for it.
  private func carryOut(
    _ publication: Publication, of stage: StagedDay, _ listener: Listener,
    step: @escaping @Sendable (_ done: Int, _ next: ObjectKey) -> Void
  ) throws(CollectorFailure) {
    var waits = 0
    while true {
      do throws(CollectorFailure) {
        return try publisher.carryOut(publication, of: stage, in: stores, step: step)
      } catch {
        guard stores.breaker.isOpen, waits < Self.waitLimit else { throw error }
        waits += 1
        listener.phase("waiting for the store")
        wait(seconds: stores.breaker.secondsUntilTrial, listener)
        if listener.progress.isCancelled { throw error }
      }
    }
  }

  private func wait(seconds: Double, _ listener: Listener) {
    let end = Moment.monotonicNanoseconds() + Int64(seconds * 1e9)
    while !listener.progress.isCancelled, Moment.monotonicNanoseconds() < end {
      let left = (end - Moment.monotonicNanoseconds()) / 1_000_000
      Thread.sleep(milliseconds: max(1, min(Int(left) + 1, Self.lookMilliseconds)))
    }
  }

  // Failures

  private static func staging<Answer>(
    _ body: () throws(Errno) -> Answer
  ) throws(WorkFailure) -> Answer {
    do throws(Errno) {
      return try body()
    } catch {
      throw .storage(error)
    }
  }

  private static func working<Answer>(
    _ body: () throws(CollectorFailure) -> Answer
  ) throws(WorkFailure) -> Answer {
    do throws(CollectorFailure) {
      return try body()
    } catch {
      throw WorkFailure(error)
    }
  }
}

extension WorkFailure {
  /// A full disk passes, and the job is done again then.
  init(_ failure: CollectorFailure) {
    switch failure {
    case .cancelled: self = .cancelled
    // What cannot be understood will not be by waiting.
    case .staging(_, .invalid), .staging(_, .fileTooLarge): self = .failed(failure.sentence)
    case .staging(_, let errno): self = .storage(errno)
    case .store(.disk(let errno, _))
    where Storage.Condition(errno) == .full || errno == .inputOutput:
      self = .storage(errno)
    case .database(let failure) where failure.isDiskFull: self = .storage(.noSpace)
    case .database(let failure) where failure.isInputOutput: self = .storage(.inputOutput)
    default: self = .failed(failure.sentence)
    }
  }
}
