import Posix
import Statistics
import Stores
import Tables
import Testing

@testable import Engine

struct CityCrewTests {
  private let scratch = ScratchFolder()
  private let counters = CollectorCounters()

  private func stage(
    failing: @escaping @Sendable () -> Errno? = { nil }
  ) throws -> StagedDay {
    var staging = StagingFolder(in: try Folder(path: scratch.path, creating: true))
    staging.failing = failing
    return try staging.begin(JobID(1))
  }

  private func crew(
    _ server: LoopbackUpstream, concurrency: Int = 4, breaker: PlaceBreaker = PlaceBreaker()
  ) -> CityCrew {
    var options = Upstream.Options()
    options.backoff = Backoff(attempts: 2, firstSeconds: 0.001)
    return CityCrew(
      upstream: Upstream(server.address, breaker: breaker, counters: counters, options: options),
      concurrency: concurrency)
  }

  private func plan(_ cities: [SampleCity]) throws -> CollectionPlan {
    CollectionPlan(
      try CityList(Array(SampleCity.list(cities).utf8)), on: CollectorPlace.day)
  }

  private let cities = (0..<20).map { SampleCity("\($0)", "C\($0)", "F", rows: $0) }

  @Test(arguments: [1, 4, 50])
  func `there is an outcome for each city, in the order of the plan`(_ concurrency: Int) throws {
    let server = try LoopbackUpstream(SampleCity.answering(cities))
    let phases = Guarded<[String]>([])
    let progress = Progress()
    let outcomes = try crew(server, concurrency: concurrency).fetch(
      plan(cities), into: stage(), progress: progress
    ) { phase in phases.withLock { $0.append(phase) } }
    let rows = outcomes.map { outcome in
      if case .staged(let city, let bytes) = outcome, bytes > 40 { city.rows } else { -1 }
    }
    #expect(rows == Array(0..<20) && progress.percent == 100)
    #expect(
      phases.withLock { $0.sorted() }
        == (1...20).map { "fetching \($0) of 20: C\($0 - 1)" }.sorted())
  }

  @Test func `what the stage holds is not asked for again`() throws {
    let server = try LoopbackUpstream(SampleCity.answering(cities))
    let first = try crew(server).fetch(
      plan(cities), into: stage(), progress: Progress()
    ) { _ in }
    let count = server.targets.count
    let second = try crew(server).fetch(
      plan(cities), into: stage(), progress: Progress()
    ) { _ in }
    #expect(first == second && server.targets.count == count)
  }

  @Test func `a full disk stops all of them`() throws {
    let server = try LoopbackUpstream(SampleCity.answering(cities))
    let left = Guarded(5)
    let stage = try stage {
      left.withLock { left in
        left -= 1
        return left < 0 ? .noSpace : nil
      }
    }
    #expect(throws: CityCrew.Failure.storage(.noSpace)) {
      try crew(server).fetch(plan(cities), into: stage, progress: Progress()) { _ in }
    }
    #expect(server.targets.count < 20)
  }

  @Test func `nobody goes on once it is cancelled`() throws {
    let progress = Progress()
    let usual = SampleCity.answering(cities)
    let server = try LoopbackUpstream { target, count in
      progress.cancel()
      return usual(target, count)
    }
    #expect(throws: CityCrew.Failure.cancelled) {
      try crew(server).fetch(plan(cities), into: stage(), progress: progress) { _ in }
    }
    #expect(server.targets.count <= 4)
  }

  @Test func `once the upstream was given up, the others do not wait for it`() throws {
    // Its time never comes.
    let breaker = PlaceBreaker(CircuitBreaker(failureLimit: 1, openSeconds: 0.05)) { 0 }
    let server = try LoopbackUpstream { _, _ in .answer(status: 504, "") }
    let outcomes = try crew(server, concurrency: 2, breaker: breaker).fetch(
      plan(cities), into: stage(), progress: Progress()
    ) { _ in }
    let reasons = Set(outcomes.map { "\($0)" })
    #expect(reasons.count == 1 && reasons.first?.contains("was not asked") == true)
    #expect(server.targets.count <= 2 && counters.figures.citiesFailed == 20)
  }
}
