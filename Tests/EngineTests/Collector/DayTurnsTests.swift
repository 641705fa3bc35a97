import Foundation
import Posix
import Statistics
import Stores
import Testing

@testable import Engine

struct DayTurnsTests {
  private let turns = DayTurns()
  private let day = CollectorPlace.day

  private func soon(_ milliseconds: Int64 = 50) -> Int64 {
    Moment.monotonicNanoseconds() + milliseconds * 1_000_000
  }

  private func read(
    holding isHolding: Bool = false, until deadline: Int64 = .max,
    complete: (CivilDay, JobID) throws(CollectorFailure) -> Void = { _, _ in }
  ) throws(CollectorFailure) -> Int {
    try turns.beginReading(
      [day], holding: isHolding, until: deadline, isCancelled: { false }, complete: complete)
  }

  private func waitForWaiter() {
    for _ in 0..<20_000 where turns.waiterCount == 0 { Posix.Thread.sleep(milliseconds: 1) }
    #expect(turns.waiterCount == 1)
  }

  @Test func `the turn to collect a day is waited for, and had when it is free`() throws {
    try turns.beginCollecting(day, JobID(1)) { false }
    let (turns, day) = (turns, day)
    let hasTurn = Guarded(false)
    Foundation.Thread.detachNewThread {
      try? turns.beginCollecting(day, JobID(2)) { false }
      hasTurn.withLock { $0 = true }
    }
    waitForWaiter()
    #expect(!hasTurn.withLock { $0 })
    turns.endCollecting(day, JobID(1))
    for _ in 0..<20_000 where !hasTurn.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
    #expect(hasTurn.withLock { $0 })
  }

  @Test func `who waits for a turn can be cancelled`() throws {
    try turns.beginCollecting(day, JobID(1)) { false }
    let end = soon()
    #expect(throws: CollectorFailure.cancelled) {
      try turns.beginCollecting(day, JobID(2)) { Moment.monotonicNanoseconds() > end }
    }
  }

  @Test func `a day that is being replaced is waited for until the deadline`() throws {
    turns.beginStoring(day, JobID(1))
    #expect(throws: CollectorFailure.dayBusy(day)) { try read(until: soon()) }
    turns.endStoring(day, isComplete: true)
    let stamp = try read(until: soon())
    turns.endReading([day])
    turns.beginStoring(day, JobID(2))
    #expect(turns.changed([day], since: stamp) == [day])
  }

  @Test func `what was left is completed by the first who reads, and once`() throws {
    turns.noteUnfinished(day, JobID(5))
    #expect(turns.unfinished(day) == JobID(5))
    let completed = Guarded<[JobID]>([])
    for _ in 0..<2 {
      _ = try read { _, job in completed.withLock { $0.append(job) } }
      turns.endReading([day])
    }
    #expect(completed.withLock { $0 } == [JobID(5)] && turns.unfinished(day) == nil)
  }

  @Test func `who cannot complete a day says why, and the next one tries again`() throws {
    turns.noteUnfinished(day, JobID(5))
    for _ in 0..<2 {
      #expect(throws: CollectorFailure.store(.noBucket("b"))) {
        try read { _, _ throws(CollectorFailure) in throw .store(.noBucket("b")) }
      }
    }
    #expect(turns.unfinished(day) == JobID(5))
    _ = try read()
  }

  @Test func `days are completed without waiting for those who do so already`() throws {
    let other = CivilDay(year: 2024, month: 5, day: 2)
    turns.noteUnfinished(day, JobID(5))
    turns.noteUnfinished(other, JobID(6))
    var completed: [JobID] = []
    try turns.completeAll([day, other]) { (day, job) throws(CollectorFailure) in
      completed.append(job)
      // Nobody else is given the same.
      if job == JobID(5) { try turns.completeAll([day]) { _, job in completed.append(job) } }
    }
    #expect(completed == [JobID(5), JobID(6)])
  }

  @Test func `a held day is replaced once its reader has ended`() throws {
    _ = try read(holding: true)
    let (turns, day) = (turns, day)
    let isStoring = Guarded(false)
    Foundation.Thread.detachNewThread {
      turns.beginStoring(day, JobID(1))
      isStoring.withLock { $0 = true }
    }
    waitForWaiter()
    #expect(!isStoring.withLock { $0 })
    turns.endReading([day], holding: true)
    for _ in 0..<20_000 where !isStoring.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
    #expect(isStoring.withLock { $0 })
  }
}
