internal import JSON
internal import Posix
package import Statistics
package import Stores
internal import Tables

/// Brings the journeys of a day from the upstream into the store, and tells what is there.
///
/// A day is collected by a job (`Work.collecting`). Its objects are replaced all or none: who asks meanwhile has the answer of the old day or of
/// the new one.
package final class Collector: Sendable {
  /// Where to collect from and to, and bounds.
  package struct Options: Sendable {
    /// Where cities are asked for: a URL, below which `/cities` is. `nil` if nothing is collected.
    package var upstream: String?
    /// Where the objects are; `nil` for the folder `objects` in the data folder.
    package var place: ObjectPlace?
    /// How many cities a job fetches at once.
    package var concurrency = 8
    /// How many cities an upstream may have.
    package var cityLimit = 10_000
    /// How many days may be asked for at once.
    package var rangeLimitDays = 366
    /// How many requests may wait for statistics.
    package var waitingRequests = 32

    /// How the upstream is asked.
    var asking = Upstream.Options()
    /// How objects are read.
    var reading = DayReader.Options()
    /// How much of what was read is remembered.
    var remembered = DigestMemory.Limits()
    /// When the upstream, and when the store, is left alone.
    var breaker = CircuitBreaker()
    /// Asked before each step that changes staged files; what it answers is thrown in place of making that step. Tests answer something.
    var failing: @Sendable () -> Errno? = { nil }
    /// Makes a client of the store in place of what `place` says; for tests.
    var opening: (@Sendable () throws(ObjectFailure) -> any ObjectStore)?

    package init() {}

    /// Where the objects are, if that is a folder that is named.
    var folderPath: String? {
      if case .folder(let path)? = place { path } else { nil }
    }
  }

  let parts: CollectorParts
  private let reader: DayReader
  private let pool: WorkerPool
  private let openJobs: @Sendable (ClosedRange<CivilDay>) -> [CivilDay: JobID]

  /// How many answers are made at once.
  private static let laneCount = 2

  /// - Parameter openJobs: the jobs that collect days of a range and are not finished, for each day the oldest.
  init(
    _ parts: CollectorParts,
    openJobs: @escaping @Sendable (ClosedRange<CivilDay>) -> [CivilDay: JobID]
  ) {
    self.parts = parts
    self.openJobs = openJobs
    reader = parts.reader
    pool = WorkerPool(
      laneCount: Self.laneCount, waitingLimit: parts.options.waitingRequests,
      name: "tally.country")
  }

  /// Why the upstream can never be asked for anything, as the end of a sentence; `nil` if it may be tried.
  package static func fault(ofUpstream address: String) -> String? { Upstream.fault(of: address) }

  /// How many days may be asked for at once.
  package var rangeLimitDays: Int { parts.options.rangeLimitDays }

  // Collecting

  /// The work of a job that collects a day.
  ///
  /// - Throws: `CollectorFailure.noUpstream`.
  package func work(collecting day: CivilDay) throws(CollectorFailure) -> Work {
    guard parts.upstream != nil else { throw .noUpstream }
    return .collecting(CollectionOrder(day: day))
  }

  /// Replaces, on a lane of its own, what an earlier run has left to be replaced.
  func completeUnfinished() {
    for (day, _) in parts.unfinished {
      _ = pool.offload { [self] in
        do throws(CollectorFailure) {
          try reader.complete([day])
        } catch {
          parts.log.write(.warning, at: .now(), "collection not resumed") { fields in
            fields.add("day", day.description)
            fields.add("reason", error.sentence)
          }
        }
      }
    }
  }

  // What is there

  /// What there is of each day of a range; none if it ends before it begins. It waits for the store, so it belongs on a lane.
  package func coverage(
    from first: CivilDay, to last: CivilDay
  ) throws(CollectorFailure) -> [DayCoverage] {
    guard first <= last else { return [] }
    try check(first, last)
    // A job that ends meanwhile is told of all the same: what it has brought may not have been seen.
    let before = openJobs(first...last)
    let counts = try reader.objectCounts(from: first, to: last) { false }
    let noted: [CollectedDay]
    do throws(SQLiteFailure) {
      noted = try DayTable.days(parts.database, from: first, to: last)
    } catch {
      throw .database(error)
    }
    let open = openJobs(first...last).merging(before) { now, _ in now }
    let rows = Dictionary(noted.map { ($0.day, $0) }) { first, _ in first }
    return CivilDay.days(from: first, to: last).map { day in
      DayCoverage(day, objects: counts[day] ?? 0, noted: rows[day], open: open[day])
    }
  }

  /// The same, on a lane of the collector's own.
  ///
  /// - Parameter answer: called once, by any thread; at once if as many wait as may.
  package func coverage(
    from first: CivilDay, to last: CivilDay,
    answer: @escaping @Sendable (Result<[DayCoverage], CollectorFailure>) -> Void
  ) {
    offload(answer) { [self] () throws(CollectorFailure) in try coverage(from: first, to: last) }
  }

  /// The last day of which a collection has ended; `nil` if there is none.
  package func newestDay() throws(CollectorFailure) -> CivilDay? {
    do throws(SQLiteFailure) {
      return try DayTable.newestDay(parts.database)
    } catch {
      throw .database(error)
    }
  }

  /// The statistics of each day of a range, for each country in the store; none if it ends before it begins. It waits for the store, so it
  /// belongs on a lane.
  package func statistics(
    from first: CivilDay, to last: CivilDay
  ) throws(CollectorFailure) -> CountryStatistics {
    guard first <= last else { return CountryStatistics(from: first, through: last) }
    try check(first, last)
    return try reader.statistics(from: first, to: last) { false }
  }

  /// The same, on a lane of the collector's own.
  ///
  /// - Parameter answer: called once, by any thread; at once if as many wait as may.
  package func statistics(
    from first: CivilDay, to last: CivilDay,
    answer: @escaping @Sendable (Result<CountryStatistics, CollectorFailure>) -> Void
  ) {
    offload(answer) { [self] () throws(CollectorFailure) in try statistics(from: first, to: last) }
  }

  private func check(_ first: CivilDay, _ last: CivilDay) throws(CollectorFailure) {
    if last.daysSince1970 - first.daysSince1970 >= Int64(rangeLimitDays) {
      throw .longRange(limitDays: rangeLimitDays)
    }
  }

  /// Has a lane of the collector's own do what waits for the store.
  ///
  /// - Parameter answer: called once, by any thread; at once if as many wait as may.
  package func offload<Answer: Sendable>(
    _ answer: @escaping @Sendable (Result<Answer, CollectorFailure>) -> Void,
    _ body: @escaping @Sendable () throws(CollectorFailure) -> Answer
  ) {
    let isTaken = pool.offload {
      do throws(CollectorFailure) {
        answer(.success(try body()))
      } catch {
        answer(.failure(error))
      }
    }
    if !isTaken { answer(.failure(.tooMany(limit: parts.options.waitingRequests))) }
  }

  // Watching

  /// Whether there is an upstream to collect from.
  package var hasUpstream: Bool { parts.upstream != nil }

  /// Whether the places outside answer, as far as the last calls have shown. Nobody is asked now.
  package var health: [CollectorHealth] {
    let store = CollectorHealth("store", "The store", parts.stores.breaker)
    guard let upstream = parts.upstream else { return [store] }
    return [CollectorHealth("upstream", "The upstream", upstream.breaker), store]
  }

  /// What it has done.
  package var figures: CollectorFigures {
    var figures = parts.counters.figures
    figures.isUpstreamResting = parts.upstream?.breaker.isOpen ?? false
    figures.isStoreResting = parts.stores.breaker.isOpen
    return figures
  }
}

extension CollectorHealth {
  fileprivate init(_ name: String, _ title: String, _ breaker: PlaceBreaker) {
    let isOpen = breaker.isOpen
    let seconds = Int(breaker.secondsUntilTrial.rounded(.up))
    self.init(
      name: name, isWell: !isOpen,
      detail: isOpen
        ? "\(title) has failed several times in a row; it is tried again in \(seconds) seconds"
        : "\(title) is asked: it has not failed several times in a row")
  }
}

extension DayCoverage {
  fileprivate init(_ day: CivilDay, objects: Int, noted: CollectedDay?, open: JobID?) {
    let isWhole = noted?.summary.reason == nil
    let state: State =
      if open != nil {
        .fetching
      } else if objects > 0 {
        isWhole ? .stored : .partial
      } else {
        isWhole ? .missing : .failed
      }
    self.init(
      day: day, state: state, cities: noted?.summary.cities, stored: objects,
      failed: noted?.summary.failed ?? 0, job: open ?? noted?.job)
  }
}
