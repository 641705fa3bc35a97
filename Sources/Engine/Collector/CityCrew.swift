internal import Posix
internal import Statistics
internal import Stores
internal import Synchronization
internal import Tables

/// Fetches the journeys of all cities of a day, several at once, into the stage of a job.
struct CityCrew: Sendable {
  /// What came of a city.
  enum Outcome: Equatable, Sendable {
    /// Its journeys are in the stage.
    case staged(StagedCity, byteCount: Int)
    /// Why they are not, as a clause.
    case failed(String)
  }

  /// Why nothing came of any city.
  enum Failure: Error, Equatable, Sendable {
    case cancelled
    /// What comes finds no place on the disk.
    case storage(Errno)
  }

  let upstream: Upstream
  /// How many cities are fetched at once.
  let concurrency: Int

  private struct Findings: Sendable {
    var outcomes: [Outcome?]
    /// Why nobody goes on.
    var failure: Failure?
    /// Cities were given up while the upstream was left alone.
    var isGivenUp = false
    var begun = 0
    var ended = 0
  }

  /// What the threads of a crew share.
  private final class Round: Sendable {
    let plan: CollectionPlan
    let stage: StagedDay
    let known: [String: StagedCity]
    let progress: Progress
    let phase: @Sendable (String) -> Void
    let findings: Guarded<Findings>

    init(
      _ plan: CollectionPlan, _ stage: StagedDay, _ known: [String: StagedCity],
      _ progress: Progress,
      _ phase: @escaping @Sendable (String) -> Void
    ) {
      self.plan = plan
      self.stage = stage
      self.known = known
      self.progress = progress
      self.phase = phase
      findings = Guarded(
        Findings(outcomes: Array(repeating: nil, count: plan.entries.count)))
    }

    var isStopped: Bool { progress.isCancelled || findings.withLock { $0.failure != nil } }

    /// The next city; `nil` if there is none, or nobody goes on.
    func next() -> Int? {
      if isStopped { return nil }
      return findings.withLock { findings in
        guard findings.begun < findings.outcomes.count else { return nil }
        findings.begun += 1
        return findings.begun - 1
      }
    }
  }

  /// Fetches the cities of a plan. Those that the stage holds from an earlier attempt are not asked for again.
  ///
  /// - Returns: one for each entry of the plan, in their order.
  func fetch(
    _ plan: CollectionPlan, into stage: StagedDay, progress: Progress,
    phase: @escaping @Sendable (String) -> Void
  ) throws(Failure) -> [Outcome] {
    let known: [String: StagedCity]
    do throws(Errno) {
      known = Dictionary(try stage.cities().map { ($0.digest, $0) }) { first, _ in first }
    } catch {
      throw .storage(error)
    }
    let round = Round(plan, stage, known, progress, phase)
    Lanes.waiting(count: concurrency, name: "tally.city").run(
      min(concurrency, plan.entries.count)
    ) { _ in work(on: round) }
    if progress.isCancelled { throw .cancelled }
    let (outcomes, failure) = round.findings.withLock { ($0.outcomes, $0.failure) }
    if let failure { throw failure }
    return outcomes.map { $0 ?? .failed("it was not asked for") }
  }

  /// The life of a thread of a crew.
  private func work(on round: Round) {
    let client = UpstreamClient(upstream) { round.isStopped }
    while let index = round.next() {
      let city = round.plan.entries[index].city
      round.phase("fetching \(index + 1) of \(round.plan.entries.count): \(city.name)")
      do throws(Failure) {
        let outcome = try fetch(city, with: client, for: round)
        let ended = round.findings.withLock { findings in
          findings.outcomes[index] = outcome
          findings.ended += 1
          return findings.ended
        }
        round.progress.advance(ended, of: round.plan.entries.count)
      } catch {
        round.findings.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  private func fetch(
    _ city: City, with client: UpstreamClient, for round: Round
  ) throws(Failure) -> Outcome {
    let digest = StagedCity.digest(of: city, on: round.plan.day, from: upstream.address)
    if let staged = round.known[digest] {
      return .staged(staged, byteCount: try Self.byteCount(of: staged, in: round.stage))
    }
    // The others wait for it no longer, once it was waited for in vain.
    if upstream.breaker.isOpen, round.findings.withLock({ $0.isGivenUp }) {
      return failed(.rests(cause: upstream.breaker.cause))
    }
    do throws(UpstreamFailure) {
      let (file, counts) = try client.journeys(of: city, on: round.plan.day) { () throws(Errno) in
        try round.stage.draft()
      }
      let staged = StagedCity(digest: digest, rows: counts.rows)
      try Self.keep(file, as: staged, in: round.stage)
      upstream.counters.citiesFetched.add(1)
      return .staged(staged, byteCount: file.byteCount)
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .storage(let failure): throw .storage(failure)
      default:
        if upstream.breaker.isOpen { round.findings.withLock { $0.isGivenUp = true } }
        return failed(error)
      }
    }
  }

  private func failed(_ failure: UpstreamFailure) -> Outcome {
    upstream.counters.citiesFailed.add(1)
    return .failed(failure.clause)
  }

  private static func keep(
    _ file: DraftFile, as staged: StagedCity, in stage: StagedDay
  ) throws(UpstreamFailure) {
    do throws(Errno) {
      try stage.keep(file, as: staged)
    } catch {
      throw .storage(error)
    }
  }

  private static func byteCount(
    of staged: StagedCity, in stage: StagedDay
  ) throws(Failure) -> Int {
    do throws(Errno) {
      return try stage.folder.facts(of: staged.fileName)?.byteCount ?? 0
    } catch {
      throw .storage(error)
    }
  }
}
