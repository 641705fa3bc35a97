import Posix
import Tables
import Testing

@testable import Engine

struct JobWaitsTests {
  private let ledger: Guarded<JobLedger>
  private let watchers = JobWatchers()
  private let waits: JobWaits
  private let answered = Guarded<[String]>([])
  private let now = Moment(wallNanoseconds: 1_000, monotonicNanoseconds: 1_000)

  init() throws {
    var bench = LedgerBench()
    for _ in 0..<3 { _ = try bench.admit() }
    ledger = Guarded(bench.ledger)
    waits = JobWaits(ledger, watchers)
  }

  private func wait(_ id: Int, _ name: String, until deadline: Int64 = 5_000) {
    waits.wait(for: JobID(id), until: deadline) { [answered] in
      answered.withLock { $0.append(name) }
    }
  }

  private func finish(_ id: Int) {
    ledger.withLock { ledger in
      _ = ledger.takeNext(.computing, at: now) { _ in Progress() }
      let members = ledger.settle(JobID(id))
      _ = ledger.finish(members, .succeeded([1]), at: now)
    }
    watchers.notify([JobID(id)])
  }

  private var names: [String] { answered.withLock { $0 } }

  @Test func `a wait ends with its job, and with no other change`() {
    wait(1, "a")
    wait(1, "b")
    wait(2, "c")
    watchers.notify([JobID(1)])
    #expect(names == [])
    finish(1)
    #expect(names.sorted() == ["a", "b"])
    waits.endOverdue(at: now.at(monotonicNanoseconds: 6_000))
    #expect(names.sorted() == ["a", "b", "c"])
  }

  @Test func `a wait ends when its time is over, and once`() {
    wait(1, "a", until: 2_000)
    wait(1, "b", until: 2_001)
    waits.endOverdue(at: now.at(monotonicNanoseconds: 1_999))
    #expect(names == [])
    waits.endOverdue(at: now.at(monotonicNanoseconds: 2_000))
    #expect(names == ["a"])
    finish(1)
    waits.endOverdue(at: now.at(monotonicNanoseconds: 9_000))
    #expect(names == ["a", "b"])
  }

  @Test func `who waits for a job that is finished or unknown is answered at once`() {
    finish(1)
    wait(1, "finished")
    wait(77, "unknown")
    #expect(names == ["finished", "unknown"])
    #expect(watchers.count == 0)
  }

  @Test func `nothing is left of a thousand waits, however they end`() {
    for number in 0..<1000 { wait(number % 3 + 1, "x", until: number < 500 ? 2_000 : 9_000) }
    #expect(watchers.count == 1000)
    finish(1)
    waits.endOverdue(at: now.at(monotonicNanoseconds: 2_000))
    finish(2)
    finish(3)
    #expect(names.count == 1000)
    #expect(watchers.count == 0)
  }

  @Test func `a job that ends while somebody begins to wait is not missed`() throws {
    for _ in 0..<200 {
      let tests = try JobWaitsTests()
      let isStarted = Guarded(false)
      try Posix.Thread.start(name: "test") {
        isStarted.withLock { $0 = true }
        tests.finish(1)
      }
      while !isStarted.withLock({ $0 }) {}
      tests.wait(1, "a", until: .max)
      for _ in 0..<120_000 where tests.names.isEmpty || tests.watchers.count > 0 {
        Posix.Thread.sleep(milliseconds: 1)
      }
      #expect(tests.names == ["a"])
      #expect(tests.watchers.count == 0)
    }
  }
}
