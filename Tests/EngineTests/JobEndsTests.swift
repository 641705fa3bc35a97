import Posix
import Tables
import Testing

@testable import Engine

struct JobEndsTests {
  @Test func `a waiting job leaves its line at once`() throws {
    var bench = LedgerBench()
    let ids = try (0..<3).map { _ in try bench.admit() }
    #expect(bench.ledger.beginRemoval(of: ids[1]) == .settle)
    #expect(bench.ledger.beginRemoval(of: ids[1]) == .stopping)
    #expect(bench.take() == ids[0])
    #expect(bench.take() == ids[2])
    #expect(bench.ledger.finish([ids[1]], .cancelled, at: bench.now).map(\.state) == [.cancelled])
    #expect(bench.account(ids[1])?.reason == "cancelled")
  }

  @Test func `a running job is told to stop, and nobody joins it any more`() throws {
    var bench = LedgerBench()
    let id = try bench.admit(topic: 1)
    let progress = bench.ledger.takeNext(.computing, at: bench.now) { _ in Progress() }?.progress
    #expect(bench.ledger.beginRemoval(of: id) == .stopping)
    #expect(progress?.isCancelled == true)
    #expect(bench.ledger.stopCause(of: id) == .cancelled)
    let next = try bench.admit(topic: 1)
    #expect(bench.account(next)?.state == .queued)
    #expect(bench.finish(id, .cancelled) == [id])
    #expect(bench.take() == next)
  }

  @Test func `who leaves a shared computation does not stop it for the others`() throws {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    let progress = bench.ledger.takeNext(.computing, at: bench.now) { _ in Progress() }?.progress
    let second = try bench.admit(topic: 1)
    #expect(bench.ledger.beginRemoval(of: first) == .settle)
    _ = bench.ledger.finish([first], .cancelled, at: bench.now)
    #expect(progress?.isCancelled == false)
    let third = try bench.admit(topic: 1)
    #expect(bench.finish(first) == [second, third])
    #expect(bench.account(first)?.state == .cancelled)
    #expect(bench.account(second)?.state == .succeeded)
  }

  @Test func `a job whose answer is being stored cannot be cancelled any more`() throws {
    var bench = LedgerBench()
    let id = try bench.admit()
    _ = bench.take()
    _ = bench.ledger.settle(id)
    #expect(bench.ledger.beginRemoval(of: id) == .stopping)
    #expect(bench.ledger.stopCause(of: id) == nil)
  }

  @Test func `a name stays when its job is gone, until too many others were swept`() throws {
    var bench = LedgerBench { $0.sweptNamesLimit = 2 }
    let names = ["a", "b", "c", "d", "e"].compactMap(JobName.init)
    for name in names {
      let id = try bench.admit(name: name)
      #expect(bench.account(id)?.name == name)
    }
    // The one that was swept first goes first.
    for number in [3, 1, 2, 5] {
      _ = bench.ledger.finish([JobID(number)], .cancelled, at: bench.now)
      bench.ledger.forget(JobID(number))
    }
    for (place, name) in names.enumerated() {
      #expect(bench.ledger.jobID(named: name) == JobID(place + 1))
    }
    #expect(bench.ledger.overdueNames(limit: 1) == [names[2]])
    let overdue = bench.ledger.overdueNames(limit: 9)
    #expect(overdue == [names[2], names[0]])
    bench.ledger.forget(overdue)
    #expect(bench.ledger.overdueNames(limit: 9).isEmpty)
    #expect(names.map { bench.ledger.jobID(named: $0)?.number } == [nil, 2, nil, 4, 5])
  }

  @Test func `a finished job is removed, and then gone`() throws {
    var bench = LedgerBench()
    let id = try bench.admit(topic: 1)
    _ = bench.take()
    _ = bench.finish(id)
    #expect(bench.ledger.beginRemoval(of: id) == .remove)
    bench.ledger.forget(id)
    #expect(bench.ledger.beginRemoval(of: id) == .swept)
    #expect(bench.ledger.beginRemoval(of: JobID(77)) == .unknown)
    #expect(bench.ledger.lookUp(id) == .swept)
    #expect(bench.ledger.count(.succeeded) == 0)
    // Its answer is not linked to any more.
    let next = try bench.admit(topic: 1)
    #expect(bench.take() == next)
  }

  @Test func `a job stops when its time is over, or the server's`() throws {
    var bench = LedgerBench { $0.limitMilliseconds = 2000 }
    let short = try bench.admit(limitMilliseconds: 1000)
    let long = try bench.admit(limitMilliseconds: 9000)
    _ = bench.take()
    _ = bench.take()
    bench.now.monotonicNanoseconds += 1_500_000_000
    _ = bench.ledger.stopOverdue(at: bench.now)
    #expect(bench.ledger.stopCause(of: short) == .timeout(milliseconds: 1000))
    #expect(bench.ledger.stopCause(of: long) == nil)
    bench.now.monotonicNanoseconds += 1_000_000_000
    _ = bench.ledger.stopOverdue(at: bench.now)
    #expect(bench.ledger.stopCause(of: long) == .timeout(milliseconds: 2000))
  }

  @Test func `each of those who share a computation has its own time`() throws {
    var bench = LedgerBench { $0.limitMilliseconds = 5000 }
    let first = try bench.admit(topic: 1, limitMilliseconds: 1000)
    let progress = bench.ledger.takeNext(.computing, at: bench.now) { _ in Progress() }?.progress
    bench.now.monotonicNanoseconds += 900_000_000
    let second = try bench.admit(topic: 1)
    let third = try bench.admit(topic: 1, limitMilliseconds: 10)
    bench.now.monotonicNanoseconds += 200_000_000
    let left = bench.ledger.stopOverdue(at: bench.now)
    #expect(left.map(\.id).sorted() == [first, third])
    #expect(left.map(\.limitMilliseconds).sorted() == [10, 1000])
    #expect(bench.ledger.stopCause(of: first) == nil)
    #expect(bench.ledger.members(of: first) == [second])
    bench.now.monotonicNanoseconds += 5_000_000_000
    #expect(bench.ledger.stopOverdue(at: bench.now).isEmpty)
    #expect(bench.ledger.stopCause(of: first) == .timeout(milliseconds: 5000))
    #expect(progress?.isCancelled == true)
  }

  @Test func `jobs are kept no longer, no more and no larger than they may be`() throws {
    for bound in 0..<3 {
      var bench = LedgerBench {
        switch bound {
        case 0: $0.retention.ageNanoseconds = 100
        case 1: $0.retention.count = 1
        default: $0.retention.bytes = 3
        }
      }
      let first = try bench.admit()
      let second = try bench.admit()
      _ = bench.take()
      _ = bench.take()
      _ = bench.finish(first)
      #expect(bench.ledger.takeOverdue(at: bench.now) == [])
      bench.now.wallNanoseconds += 60
      _ = bench.finish(second)
      bench.now.wallNanoseconds += 60
      #expect(bench.ledger.takeOverdue(at: bench.now) == [first])
      bench.ledger.forget(first)
      #expect(bench.ledger.takeOverdue(at: bench.now) == [])
    }
  }

  @Test func `what is being swept is not counted a second time`() throws {
    var bench = LedgerBench { $0.retention.count = 2 }
    let ids = try (0..<6).map { _ in try bench.admit() }
    for id in ids[..<5] {
      _ = bench.take()
      _ = bench.finish(id)
    }
    #expect(bench.ledger.takeOverdue(at: bench.now) == Array(ids[..<3]))
    // Their rows and files are not gone yet.
    #expect(bench.ledger.takeOverdue(at: bench.now) == [])
    for id in ids[..<3] { bench.ledger.forget(id) }
    #expect(bench.ledger.takeOverdue(at: bench.now) == [])
    _ = bench.take()
    _ = bench.finish(ids[5])
    #expect(bench.ledger.takeOverdue(at: bench.now) == [ids[3]])
    // One that a client removes makes room as well.
    bench.ledger.forget(ids[4])
    #expect(bench.ledger.takeOverdue(at: bench.now) == [])
    #expect(bench.ledger.count(.succeeded) == 2)
  }

  @Test func `a time that no clock tells is no reason to fail`() {
    for time in [Int64.min, .max] {
      var ledger = JobLedger()
      ledger.restore(
        FinishedJob(
          id: JobID(1), kind: nil, state: .succeeded, createdNanoseconds: time,
          finishedNanoseconds: time))
      ledger.restoreEnd(next: 2)
      let now = Moment(wallNanoseconds: 1_800_000_000_000_000_000, monotonicNanoseconds: 1)
      #expect(ledger.takeOverdue(at: now) == (time < 0 ? [JobID(1)] : []))
    }
  }
}
