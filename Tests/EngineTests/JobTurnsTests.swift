import Posix
import Statistics
import Tables
import Testing

@testable import Engine

struct JobTurnsTests {
  @Test func `a finished job keeps its answer and nothing is left to do`() throws {
    var bench = LedgerBench()
    let id = try bench.admit()
    _ = bench.take()
    #expect(bench.finish(id) == [id])
    #expect(bench.ledger.outcome(of: id) == .finished(.succeeded, answer: [1, 2]))
    #expect(bench.ledger.unfinishedCount == 0)
    #expect(bench.take() == nil)
    #expect(bench.finish(id) == [])
  }

  @Test func `a job that asks what another is at joins it, and ends with it`() throws {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    #expect(bench.take() == first)
    let second = try bench.admit("bob", topic: 1)
    let other = try bench.admit("bob", topic: 2)
    #expect(bench.account(second)?.state == .running)
    #expect(bench.account(second)?.coalescedWith == first)
    #expect(bench.account(first)?.coalescedWith == nil)
    #expect(bench.take() == other)
    #expect(bench.finish(first) == [first, second])
    #expect(bench.ledger.outcome(of: second) == .finished(.succeeded, answer: [1, 2]))
  }

  @Test func `one that joins while the answer is stored gets it too`() throws {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    _ = bench.take()
    #expect(bench.ledger.settle(first) == [first])
    let late = try bench.admit(topic: 1)
    #expect(bench.account(late)?.state == .running)
    _ = bench.ledger.finish([first], .succeeded([3]), at: bench.now)
    #expect(bench.ledger.settle(first) == [late])
    _ = bench.ledger.finish([late], .succeeded([3]), at: bench.now)
    #expect(bench.ledger.settle(first) == [])
    #expect(bench.ledger.members(of: first) == [])
  }

  @Test func `a job whose answer is there already is linked to it`() throws {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    _ = bench.take()
    _ = bench.finish(first)
    let second = try bench.admit(topic: 1)
    #expect(bench.take() == nil)
    #expect(bench.ledger.hasWaiting(.linking))
    let links = bench.ledger.takeLinks(limit: 9, at: bench.now)
    #expect(links.map(\.id) == [second])
    #expect(links.map(\.source) == [first])
    #expect(bench.account(second)?.coalescedWith == first)
    bench.ledger.forgetAnswer(of: first)
    bench.ledger.unlink([second])
    #expect(bench.account(second)?.coalescedWith == nil)
    #expect(bench.account(second)?.attempts == 0)
    #expect(bench.take() == second)
  }

  @Test func `equal jobs that wait are done once, when the first has its turn`() throws {
    var bench = LedgerBench()
    let ids = try (0..<100).map { _ in try bench.admit(topic: 7) }
    #expect(bench.take() == ids[0])
    #expect(bench.take() == nil)
    #expect(bench.ledger.count(.running) == 100)
    #expect(bench.finish(ids[0]) == ids)
  }

  @Test func `many who share an answer get it in stretches, in their order`() throws {
    var bench = LedgerBench()
    let ids = try (0..<1000).map { _ in try bench.admit(topic: 7) }
    _ = bench.take()
    _ = bench.take()
    var stretches: [[JobID]] = []
    while true {
      let members = bench.ledger.settle(ids[0])
      if members.isEmpty { break }
      stretches.append(bench.ledger.finish(members, .succeeded([1]), at: bench.now).map(\.id))
    }
    #expect(stretches.map(\.count) == [256, 256, 256, 232])
    #expect(stretches.flatMap(\.self) == ids)
    #expect(bench.ledger.unfinishedCount == 0)
  }

  @Test func `a failure is shared by those who joined, and asked anew by those who come later`()
    throws
  {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    _ = bench.take()
    let joined = try bench.admit(topic: 1)
    #expect(bench.finish(first, .failed("no")) == [first, joined])
    #expect(bench.account(joined)?.reason == "no")
    let later = try bench.admit(topic: 1)
    #expect(bench.take() == later)
  }

  @Test func `an answer that finds no place is computed again for all who wait for it`() throws {
    var bench = LedgerBench()
    let first = try bench.admit(topic: 1)
    _ = bench.take()
    let second = try bench.admit("bob", topic: 1)
    _ = bench.ledger.settle(first)
    bench.ledger.isPaused = true
    #expect(bench.ledger.giveUp(first) == 1)
    #expect(bench.account(first)?.state == .queued)
    #expect(bench.account(second)?.state == .queued)
    #expect(bench.take() == nil)
    bench.ledger.isPaused = false
    #expect(bench.take() == first)
    #expect(bench.account(first)?.attempts == 2)
    #expect(bench.take() == nil)
    #expect(bench.finish(first).sorted() == [first, second])
  }

  @Test(arguments: [JobLedger.StopCause.cancelled, .timeout(milliseconds: 1000)])
  func `a job that was stopped, and whose end found no place, is not computed again`(
    cause: JobLedger.StopCause
  ) throws {
    var bench = LedgerBench { $0.limitMilliseconds = 1000 }
    let id = try bench.admit(topic: 1)
    _ = bench.take()
    if cause == .cancelled {
      #expect(bench.ledger.beginRemoval(of: id) == .stopping)
    } else {
      bench.now.monotonicNanoseconds += 2_000_000_000
      _ = bench.ledger.stopOverdue(at: bench.now)
    }
    _ = bench.ledger.settle(id)
    _ = bench.ledger.giveUp(id)
    #expect(bench.account(id)?.state == .queued)
    let next = try bench.admit(topic: 1)
    let taken = bench.ledger.takeNext(.computing, at: bench.now) { _ in Progress() }
    #expect(taken?.id == id)
    #expect(taken?.progress.isCancelled == true)
    #expect(bench.ledger.stopCause(of: id) == cause)
    // Nobody shares what comes to nothing.
    #expect(bench.take() == next)
    #expect(bench.finish(id, .cancelled) == [id])
  }

  @Test func `what is told of a job only grows`() throws {
    var bench = LedgerBench()
    let id = try bench.admit()
    var revisions = [bench.account(id)?.revision ?? -1]
    let taken = bench.ledger.takeNext(.computing, at: bench.now) { _ in Progress() }
    revisions.append(bench.account(id)?.revision ?? -1)
    bench.ledger.setPhase("reading", of: id)
    revisions.append(bench.account(id)?.revision ?? -1)
    taken?.progress.advance(50, of: 100)
    #expect(bench.account(id)?.progress == 50)
    #expect(bench.account(id)?.phase == "reading")
    revisions.append(bench.account(id)?.revision ?? -1)
    _ = bench.ledger.giveUp(id)
    revisions.append(bench.account(id)?.revision ?? -1)
    _ = bench.take()
    revisions.append(bench.account(id)?.revision ?? -1)
    _ = bench.finish(id)
    revisions.append(bench.account(id)?.revision ?? -1)
    #expect(zip(revisions, revisions.dropFirst()).allSatisfy { $0 < $1 })
    #expect(bench.account(id)?.progress == 100)
    #expect(bench.account(id)?.phase == nil)
  }

  @Test func `of one day the oldest job is done alone, and others keep no lane waiting`() throws {
    var bench = LedgerBench()
    let other = CivilDay(year: 2024, month: 5, day: 2)
    let ids = try [CollectorPlace.day, CollectorPlace.day, other].map { day throws in
      try bench.admit(collecting: day)
    }
    #expect(bench.take(.collecting) == ids[0])
    #expect(bench.take(.collecting) == ids[2])
    #expect(bench.take(.collecting) == nil && bench.ledger.hasWaiting(.collecting))
    #expect(bench.finish(ids[2]) == [ids[2]])
    #expect(bench.take(.collecting) == nil)
    #expect(bench.finish(ids[0]) == [ids[0]])
    #expect(bench.take(.collecting) == ids[1])
    #expect(bench.finish(ids[1]) == [ids[1]])
    #expect(bench.ledger.collections(of: CollectorPlace.day...other) == [:])
  }

  @Test func `of one day the older job is done first, whosever turn it is`() throws {
    var bench = LedgerBench()
    let day = CollectorPlace.day
    let busy = try bench.admit(collecting: day)
    #expect(bench.take(.collecting) == busy)
    let older = try bench.admit("bob", collecting: day)
    let younger = try bench.admit("ann", collecting: day)
    #expect(bench.take(.collecting) == nil)
    _ = bench.finish(busy)
    #expect(bench.ledger.collections(of: day...day) == [day: older])
    #expect(bench.take(.collecting) == older)
    #expect(bench.take(.collecting) == nil)
    _ = bench.finish(older)
    #expect(bench.take(.collecting) == younger)
  }
}
