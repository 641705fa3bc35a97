import Dispatch
import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

struct EventStoreTests {
  private static let second: Int64 = 1_000_000_000
  private let scratch = ScratchFolder()
  private let now = Moment.now().wallNanoseconds

  private func store(_ change: (inout EventStore.Options) -> Void = { _ in }) throws -> EventStore {
    var options = EventStore.Options()
    options.firstSegmentBytes = 1 << 18
    options.segmentBytes = 1 << 18
    change(&options)
    var log = Log.Options()
    log.destination = .file(path: scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    return try EventStore(
      options, in: Folder(path: scratch.path, creating: true), log: Log(log), at: .now()
    ) { task in
      task()
      return true
    }
  }

  /// Adds with the patience of a lane.
  private func add(
    _ events: [Event], to series: String = "", _ store: EventStore
  ) -> (count: Int, refusal: EventRefusal?, position: Int) {
    var patience = 10_000
    return store.add(events[...], to: series, at: now, patienceMilliseconds: &patience)
  }

  private func event(_ value: Double, secondsAgo: Int64 = 0) -> Event {
    Event(nanoseconds: now - secondsAgo * Self.second, value: value)
  }

  private func hour(_ store: EventStore, _ series: String = "") -> WindowSummary {
    var question = EventQuestion(windowNanoseconds: 3600 * Self.second)
    question.series = series
    return store.summary(of: question, at: now)
  }

  @Test func `what was taken is there after a start, though nothing was ended in order`() throws {
    var first: EventStore? = try store()
    for value in 0..<100 { _ = try first?.add(event(Double(value)), to: "", at: now) }
    let many = (0..<9_000).map { event(Double($0), secondsAgo: Int64($0 % 600)) }
    let taken = first.map { add(many, to: "many", $0) }
    #expect(taken?.count == 9_000 && taken?.refusal == nil)
    _ = try first?.add(event(1, secondsAgo: 4000), to: "", at: now)
    let before = first.map { hour($0, "many") }
    first = nil
    for _ in 0..<2 {
      let next = try store()
      #expect(hour(next).count == 100 && hour(next).sum == 4950)
      #expect(hour(next, "many") == before)
      #expect(hour(next, "many").count == 9_000 && hour(next, "many").sum == 40_495_500)
      #expect(next.figures.events == 9_100 && next.figures.accepted == 0)
    }
  }

  @Test func `windows end where they are asked to`() throws {
    let store = try store()
    for ago in [0, 10, 20] as [Int64] {
      _ = try store.add(event(1, secondsAgo: ago), to: "", at: now)
    }
    var question = EventQuestion(windowNanoseconds: 10 * Self.second)
    #expect(store.summary(of: question, at: now).count == 2)
    question.endNanoseconds = now - 5 * Self.second
    #expect(store.summary(of: question, at: now).count == 1)
    #expect(store.snapshot(of: question, at: now)?.window.count == 3)
  }

  @Test func `a bound stops a batch where it is reached, and says so`() throws {
    let store = try store { $0.board.memoryLimitBytes = 60_000 }
    let many = (0..<10_000).map { event(Double($0)) }
    let (count, refusal, _) = add(many, store)
    #expect(refusal == .memoryFull(limitBytes: 60_000))
    #expect(count > 1000 && count < 10_000 && hour(store).count == count)
    #expect(throws: EventRefusal.memoryFull(limitBytes: 60_000)) {
      try store.add(event(1), to: "", at: now)
    }
    #expect(store.figures.refused == 10_001 - count && store.figures.accepted == count)
  }

  @Test func `patience is used up once, and what was refused is counted once`() throws {
    // No file of the log has room for three events.
    let usual = try store {
      $0.firstSegmentBytes = 64
      $0.segmentBytes = 64
    }
    var patience = 0
    let first = usual.add(
      [event(1), event(2), event(3)][...], to: "", at: now, patienceMilliseconds: &patience)
    #expect(first.count == 0 && first.refusal == .busy && usual.figures.refused == 3)
    patience = 20
    let second = usual.add(
      [event(1), event(2), event(3)][...], to: "", at: now, patienceMilliseconds: &patience)
    #expect(second.count == 0 && second.refusal == .busy && patience == 0)
    #expect(usual.figures.refused == 6)
  }

  @Test func `an answer that waits for the disk comes, and one that does not comes at once`() throws
  {
    let strict = try store { $0.syncMilliseconds = 0 }
    for value in 0..<5 {
      let position = try strict.add(event(Double(value)), to: "", at: now)
      let kept = Handback<Bool>()
      strict.whenKept(position) { kept.give($0) }
      #expect(kept.wait())
    }
    let usual = try EventStoreTests().store()
    let position = try usual.add(event(1), to: "", at: now)
    let heard = Guarded(false)
    usual.whenKept(position) { isKept in heard.withLock { $0 = isKept } }
    #expect(heard.withLock { $0 })
  }

  @Test func `a file that somebody cuts refuses events and answers those who wait`() throws {
    let store = try store { $0.syncMilliseconds = 0 }
    let position = try store.add(event(1), to: "", at: now)
    #expect(truncate(scratch.path + "/events/00000001.log", 0) == 0)
    let kept = Handback<Bool>()
    store.whenKept(position + 1) { kept.give($0) }
    #expect(!kept.wait())
    #expect(throws: EventRefusal.self) { try store.add(event(2), to: "", at: now) }
    #expect(store.figures.storageFailure != nil)
    #expect(hour(store).count == 1)
  }

  @Test func `writers and readers at once see what belongs together`() throws {
    let store = try store()
    let question = EventQuestion(windowNanoseconds: 3600 * Self.second)
    let (second, now) = (Self.second, now)
    let refusals = Guarded(0)
    DispatchQueue.concurrentPerform(iterations: 12) { thread in
      if thread < 8 {
        for round in 0..<200 {
          let time = now - Int64(round % 50) * second
          let event = Event(nanoseconds: time, value: 3)
          if round % 10 == 0 {
            let many = Array(repeating: event, count: 30)
            var patience = 10_000
            let taken = store.add(many[...], to: "", at: now, patienceMilliseconds: &patience)
            if taken.refusal != nil { refusals.withLock { $0 += 1 } }
          } else if (try? store.add(event, to: "", at: now)) == nil {
            refusals.withLock { $0 += 1 }
          }
        }
      } else {
        var seen = 0
        for _ in 0..<300 {
          let summary = store.summary(of: question, at: now)
          #expect(summary.count >= seen)
          seen = summary.count
          guard seen > 0 else { continue }
          #expect(summary.sum == 3 * Double(seen) && summary.mean == 3)
          #expect(summary.min == 3 && summary.max == 3 && summary.populationVariance == 0)
          let snapshot = store.snapshot(of: question, at: now)
          let median = snapshot.flatMap { $0.window.quantiles([0.5], in: $0.range) }
          #expect(median?.values == [3])
        }
      }
    }
    #expect(refusals.withLock { $0 } == 0)
    #expect(hour(store).count == 8 * (20 * 30 + 180))
  }
}
