import Posix
import Testing

@testable import Engine

struct SyncWaitsTests {
  private let waits = SyncWaits()
  private let heard = Guarded([Bool]())

  private func wait(for position: Int) {
    waits.wait(for: position) { isKept in heard.withLock { $0.append(isKept) } }
  }

  private var answers: [Bool] { heard.withLock { $0 } }

  @Test func `who waits hears once the log has come so far`() {
    wait(for: 10)
    wait(for: 20)
    #expect(answers.isEmpty && waits.isWaitedFor)
    waits.note(synced: 10)
    #expect(answers == [true] && waits.isWaitedFor)
    waits.note(synced: 25)
    #expect(answers == [true, true] && !waits.isWaitedFor)
  }

  @Test func `what is on the disk already is not waited for`() {
    waits.note(synced: 10)
    wait(for: 10)
    wait(for: 0)
    #expect(answers == [true, true])
    waits.note(synced: 5)
    wait(for: 10)
    #expect(answers == [true, true, true])
  }

  @Test func `after a failure nobody waits for ever`() {
    waits.note(synced: 10)
    wait(for: 11)
    waits.noteBroken()
    waits.note(synced: 100)
    wait(for: 12)
    wait(for: 9)
    #expect(answers == [false, false, true] && !waits.isWaitedFor)
  }
}
