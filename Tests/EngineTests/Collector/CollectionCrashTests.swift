import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

/// A collection that is stopped at any of its steps: the day is the old one or the new one, and in the end the new one.
struct CollectionCrashTests {
  private static let old = [
    SampleCity("1", "Paris", "France", rows: 2), SampleCity("2", "Lyon", "France", rows: 3),
    SampleCity("3", "Bern", "Schweiz", rows: 1),
  ]
  /// Some have other journeys, one is gone, one is called otherwise, one is new.
  private static let new = [
    SampleCity("1", "Paris", "France", rows: 2, passengers: 100),
    SampleCity("3", "Berne", "Schweiz", rows: 4), SampleCity("4", "Roma", "Italia", rows: 1),
  ]

  /// What the old and the new day are like.
  private struct Days {
    let texts: [String: String]
    let statistics: String

    init(_ cities: [SampleCity]) throws {
      let place = try CollectorPlace()
      let upstream = try LoopbackUpstream(SampleCity.answering(cities))
      let engine = try place.engine(upstream)
      try #require(try place.collect(engine).state == .succeeded)
      texts = place.bucket.texts
      statistics = try engine.statistics()
    }
  }

  private let old: Days
  private let new: Days

  init() throws {
    old = try Days(Self.old)
    new = try Days(Self.new)
    try #require(old.statistics != new.statistics)
  }

  private static let other = CivilDay(year: 2024, month: 5, day: 2)

  /// The new statistics, also where a country of the old day still has another day.
  private func isWhole(_ statistics: String) -> Bool {
    statistics == old.statistics || statistics == new.statistics
  }

  @Test func `wherever the process ends, the next one finishes what was begun`() throws {
    var step = 0
    var isOver = false
    var olds = 0
    repeat {
      step += 1
      let place = try CollectorPlace()
      let upstream = try LoopbackUpstream(SampleCity.answering(Self.old))
      do {
        let engine = try place.engine(upstream)
        try #require(try place.collect(engine).state == .succeeded)
        engine.leave()
      }
      upstream.answer(SampleCity.answering(Self.new))
      let crash = CrashPoint()
      let engine = try place.engine(upstream, crash: crash)
      let work = try engine.collector.work(collecting: CollectorPlace.day)
      // The job waits for its turn until everything was done that is not part of the collection.
      let turns = engine.collector.parts.turns
      try turns.beginCollecting(CollectorPlace.day, JobID(999)) { false }
      let id = try engine.submitAndWait(Submission(work, client: JobClient("ann")))
      try #require(place.place.comes { engine.account(id)?.phase == "waiting" })
      crash.arm(at: step)
      turns.endCollecting(CollectorPlace.day, JobID(999))
      let isEnded = place.place.comes { crash.isOver || engine.account(id)?.state.isFinal == true }
      try #require(isEnded)
      isOver = crash.isOver
      // The process ends; nothing that it tries any more has an effect.
      crash.arm(at: 0)
      olds += try check(place, upstream, id, step)
    } while isOver
    // Steps before the decision and behind it.
    #expect(step > 20 && olds > 5 && olds < step - 5, "\(step), \(olds)")
  }

  /// - Returns: 1 if the day was the old one after the start.
  private func check(
    _ place: CollectorPlace, _ upstream: LoopbackUpstream, _ id: JobID, _ step: Int
  ) throws -> Int {
    let isHeld = Guarded(true)
    let usual = SampleCity.answering(Self.new)
    upstream.answer { target, count in
      while isHeld.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
      return usual(target, count)
    }
    // Whatever comes of it, nobody waits for ever.
    defer { isHeld.withLock { $0 = false } }
    let engine = try place.engine(upstream)
    let first = try engine.statistics()
    #expect(isWhole(first), "step \(step): \(first)")
    isHeld.withLock { $0 = false }
    #expect(place.place.allDone(engine), "step \(step)")
    #expect(
      engine.account(id)?.state == .succeeded, "step \(step): \(engine.account(id)?.reason ?? "")")
    #expect(try engine.statistics() == new.statistics, "step \(step)")
    #expect(place.bucket.texts == new.texts, "step \(step)")
    #expect(try place.staged().isEmpty, "step \(step)")
    #expect(try engine.coverage().state == .stored && engine.coverage().job == id, "step \(step)")
    engine.leave()
    return first == old.statistics ? 1 : 0
  }

  @Test(arguments: [
    ObjectFailure.outbound(.timedOut(.stalled, seconds: 30)),
    .refused(status: 503, code: "SlowDown", message: ""), .disk(.denied, path: "/objects"),
  ])
  func `whichever call to the store fails, each reader has one of both days`(
    _ failure: ObjectFailure
  ) throws {
    var call = 0
    var isOver = false
    repeat {
      call += 1
      let place = try CollectorPlace()
      let upstream = try LoopbackUpstream(SampleCity.answering(Self.old))
      let left = Guarded(Int.max)
      let bucket = place.bucket
      let engine = try place.engine(upstream) {
        $0.opening = {
          bucket.client { _ in
            left.withLock { left in
              if left != .max { left -= 1 }
              return left == 0 ? failure : nil
            }
          }
        }
      }
      try place.collect(engine)
      upstream.answer(SampleCity.answering(Self.new))
      left.withLock { $0 = call }
      let account = try place.collect(engine)
      isOver = left.withLock { $0 <= 0 }
      left.withLock { $0 = .max }
      #expect(account.state == (isOver ? .failed : .succeeded), "call \(call)")
      if isOver { #expect(account.reason == failure.sentence, "call \(call)") }
      let statistics = try engine.statistics()
      #expect(isWhole(statistics), "call \(call): \(statistics)")
      if !isOver { #expect(statistics == new.statistics) }
      #expect(try place.staged().isEmpty, "call \(call)")
      #expect(try place.collect(engine).state == .succeeded, "call \(call)")
      #expect(place.bucket.texts == new.texts, "call \(call)")
    } while isOver
    #expect(call > 8)
  }

  @Test func `a store that fails in the middle gives nobody half a day, until it works again`()
    throws
  {
    let place = try CollectorPlace()
    let upstream = try LoopbackUpstream(SampleCity.answering(Self.old))
    let bucket = place.bucket
    let isBroken = Guarded(false)
    let engine = try place.engine(upstream) {
      $0.breaker = CircuitBreaker(failureLimit: 1000)
      $0.opening = {
        bucket.client { call in
          // The first object of the new day is put, and then nothing any more.
          isBroken.withLock { $0 } && call.isChange && call != .put("France/2024-05-01/Paris.csv")
            ? .denied(code: "AccessDenied") : nil
        }
      }
    }
    try place.collect(engine)
    upstream.answer(SampleCity.answering(Self.new))
    isBroken.withLock { $0 = true }
    let account = try place.collect(engine)
    #expect(account.state == .failed)
    #expect(account.reason == ObjectFailure.denied(code: "AccessDenied").sentence)
    for _ in 0..<3 {
      #expect(throws: CollectorFailure.store(.denied(code: "AccessDenied"))) {
        try engine.statistics()
      }
    }
    // Other days are nobody's business.
    #expect(try engine.statistics(from: Self.other, to: Self.other).contains(#""2024-05-02":{}"#))
    // A job cannot pass it over either.
    #expect(try place.collect(engine).state == .failed)
    engine.leave()
    isBroken.withLock { $0 = false }
    let later = try place.engine(upstream)
    #expect(try later.statistics() == new.statistics)
    #expect(try place.staged().isEmpty && place.bucket.texts == new.texts)
    let coverage = try later.coverage()
    #expect(coverage.state == .stored && coverage.job == account.id)
  }

  @Test func `what jobs have gathered that nobody goes on with is removed by the next start`()
    throws
  {
    let place = try CollectorPlace()
    let upstream = try LoopbackUpstream(SampleCity.answering(Self.old))
    let path = place.place.statePath + "/collecting/job_id_77"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for name in ["x.csv", ".city.1.2.draft"] {
      try Data("left".utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }
    let engine = try place.engine(upstream)
    #expect(try place.staged().isEmpty)
    engine.leave()
  }

  @Test func `a killed collection goes on with the cities that it has`() throws {
    let place = try CollectorPlace()
    let usual = SampleCity.answering(Self.new)
    let upstream = try LoopbackUpstream { target, count in
      // One city holds the job up until its process is gone.
      target.hasPrefix("/cities/4/") ? .silence : usual(target, count)
    }
    let crash = CrashPoint()
    let engine = try place.engine(upstream, crash: crash)
    let work = try engine.collector.work(collecting: CollectorPlace.day)
    let id = try engine.submitAndWait(Submission(work, client: JobClient("ann")))
    let path = place.place.statePath + "/collecting/\(id)"
    #expect(
      place.place.comes {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.count { $0.hasSuffix(".csv") } == 2
      })
    crash.arm(at: 0)
    upstream.answer(usual)
    let later = try place.engine(upstream)
    #expect(place.place.allDone(later))
    #expect(later.account(id)?.state == .succeeded)
    #expect(try later.statistics() == new.statistics)
    for city in ["1", "3"] {
      #expect(upstream.targets.count { $0.hasPrefix("/cities/\(city)/") } == 1)
    }
    #expect(upstream.targets.count { $0.hasPrefix("/cities/4/") } == 2)
    _ = engine.removeAndWait(id)
  }
}
