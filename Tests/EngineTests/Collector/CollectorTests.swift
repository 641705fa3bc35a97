import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct CollectorTests {
  private let place: CollectorPlace

  init() throws {
    place = try CollectorPlace()
  }

  private func day(_ number: Int64) -> CivilDay { CivilDay(year: 2024, month: 5, day: number) }

  @Test func `each day of a range says what there is of it`() throws {
    let cities = Guarded([SampleCity("1", "Paris", "France", rows: 1)])
    let upstream = try LoopbackUpstream { target, count in
      let isBroken = target.contains("2024-05-03") || target.contains("2024-05-04")
      return isBroken
        ? .answer(status: 404, "") : SampleCity.answering(cities.withLock { $0 })(target, count)
    }
    let engine = try place.engine(upstream)
    place.bucket["France/2024-05-04/Paris.csv"] = "old"
    place.bucket["France/2024-05-05/Paris.csv"] = "old"
    let jobs = try [2, 3, 4].map { try place.collect(engine, day($0)).id }
    let found = try engine.collector.coverage(from: day(1), to: day(6))
    #expect(
      found == [
        DayCoverage(day: day(1), state: .missing, cities: nil, stored: 0, failed: 0, job: nil),
        DayCoverage(day: day(2), state: .stored, cities: 1, stored: 1, failed: 0, job: jobs[0]),
        DayCoverage(day: day(3), state: .failed, cities: 1, stored: 0, failed: 1, job: jobs[1]),
        DayCoverage(day: day(4), state: .partial, cities: 1, stored: 1, failed: 1, job: jobs[2]),
        DayCoverage(day: day(5), state: .stored, cities: nil, stored: 1, failed: 0, job: nil),
        DayCoverage(day: day(6), state: .missing, cities: nil, stored: 0, failed: 0, job: nil),
      ])
    #expect(try engine.collector.coverage(from: day(6), to: day(1)).isEmpty)
  }

  @Test func `a job that ends while a range is told counts as one that fetches`() throws {
    let bucket = place.bucket
    var options = Collector.Options()
    options.opening = { bucket.client() }
    let parts = try CollectorParts(
      options, data: Folder(path: place.place.dataPath, creating: true), state: place.place.state,
      place.place.database(), log: place.place.log)
    let day = day(1)
    let open = Guarded([[day: JobID(7)], [:]])
    let collector = Collector(parts) { _ in
      open.withLock { open in
        let now = open[0]
        open.swapAt(0, 1)
        return now
      }
    }
    let found = try collector.coverage(from: day, to: day)
    #expect(found.map(\.state) == [.fetching] && found.map(\.job) == [JobID(7)])
  }

  @Test func `a range may have 366 days, and an empty one asks nobody`() throws {
    let engine = try place.engine(nil)
    let first = CivilDay(year: 2024, month: 1, day: 1)
    let last = CivilDay(year: 2024, month: 12, day: 31)
    let beyond = CivilDay(year: 2025, month: 1, day: 1)
    #expect(try engine.collector.coverage(from: first, to: last).count == 366)
    #expect(try engine.statistics(from: first, to: last) == "{}")
    let calls = place.bucket.calls
    #expect(throws: CollectorFailure.longRange(limitDays: 366)) {
      try engine.collector.coverage(from: first, to: beyond)
    }
    #expect(throws: CollectorFailure.longRange(limitDays: 366)) {
      try engine.statistics(from: first, to: beyond)
    }
    #expect(try engine.statistics(from: last, to: first) == "{}")
    #expect(place.bucket.calls == calls)
  }

  @Test func `answers come on lanes of their own, and too many are refused at once`() throws {
    let bucket = place.bucket
    bucket["France/2024-05-01/Paris.csv"] = "departure-time,bus-type,passengers,delay,accident\n"
    let isHeld = Guarded(true)
    let engine = try place.engine(nil) {
      $0.waitingRequests = 3
      $0.opening = {
        bucket.client { _ in
          while isHeld.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
          return nil
        }
      }
    }
    defer { isHeld.withLock { $0 = false } }
    let answers = Guarded<[Result<CountryStatistics, CollectorFailure>]>([])
    func ask() {
      engine.collector.statistics(from: day(1), to: day(1)) { answer in
        answers.withLock { $0.append(answer) }
      }
    }
    // Two are being made, three wait.
    for _ in 0..<2 { ask() }
    #expect(place.place.comes { bucket.calls == 2 })
    for _ in 0..<3 { ask() }
    #expect(answers.withLock { $0.isEmpty })
    ask()
    let refused = answers.withLock { $0 }
    #expect(refused == [.failure(.tooMany(limit: 3))])
    let coverage = Guarded<Result<[DayCoverage], CollectorFailure>?>(nil)
    engine.collector.coverage(from: day(1), to: day(1)) { answer in
      coverage.withLock { $0 = answer }
    }
    #expect(coverage.withLock { $0 } == .failure(.tooMany(limit: 3)))
    isHeld.withLock { $0 = false }
    #expect(place.place.comes { answers.withLock { $0.count } == 6 })
    let made = try answers.withLock { $0 }.dropFirst().map { try $0.get() }
    #expect(
      made.allSatisfy {
        String(decoding: $0.json, as: UTF8.self) == #"{"France":{"2024-05-01":{}}}"#
      })
    engine.collector.coverage(from: day(1), to: day(1)) { answer in
      coverage.withLock { $0 = answer }
    }
    #expect(place.place.comes { (try? coverage.withLock { $0 }?.get())?.first?.stored == 1 })
  }

  @Test func `a store that does not work is seen in its health, and left alone`() throws {
    let bucket = place.bucket
    let engine = try place.engine(nil) {
      $0.breaker = CircuitBreaker(failureLimit: 3, openSeconds: 100)
      $0.opening = { bucket.client { _ in .outbound(.unreachable(host: "s3", port: 443)) } }
    }
    for _ in 0..<3 {
      #expect(throws: CollectorFailure.store(.outbound(.unreachable(host: "s3", port: 443)))) {
        try engine.statistics()
      }
    }
    #expect(throws: CollectorFailure.self) { try engine.statistics() }
    #expect(bucket.calls == 3)
    let health = try #require(engine.collector.health.first)
    #expect(health.name == "store" && !health.isWell)
    #expect(
      health.detail
        == "The store has failed several times in a row; it is tried again in 100 seconds")
    #expect(engine.collector.figures.isStoreResting)
  }

  @Test func `what was collected is counted`() throws {
    let upstream = try LoopbackUpstream(
      SampleCity.answering([SampleCity("1", "Paris", "France", rows: 1)]))
    let engine = try place.engine(upstream)
    try place.collect(engine)
    upstream.answer { _, _ in .answer(status: 404, "") }
    try place.collect(engine)
    _ = try engine.statistics()
    let figures = engine.collector.figures
    #expect(figures.collections == 1 && figures.failedCollections == 1)
    #expect(figures.collectionSeconds > 0 && figures.objectsPut == 1 && figures.objectsRead == 1)
    #expect(figures.citiesFetched == 1 && figures.upstreamRequests == 3)
  }
}
