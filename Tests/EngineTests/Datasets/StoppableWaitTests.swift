import Posix
import Tables
import Testing

@testable import Engine

struct StoppableWaitTests {
  @Test func `an open latch lets pass, whoever waits`() throws {
    let latch = try Latch()
    latch.open()
    try latch.wait(stoppingWith: nil)
    try latch.wait(stoppingWith: Progress())
  }

  @Test func `a wait that is cancelled ends, before it begins or meanwhile`() throws {
    let latch = try Latch()
    let progress = Progress()
    let end = try Latch()
    let failure = Guarded<DatasetFailure?>(nil)
    try Posix.Thread.start(name: "test") {
      do throws(DatasetFailure) {
        try latch.wait(stoppingWith: progress)
      } catch {
        failure.withLock { $0 = error }
      }
      end.open()
    }
    #expect(!end.wait(milliseconds: 1))
    progress.cancel()
    end.wait()
    #expect(failure.withLock { $0 } == .cancelled)
    #expect(throws: DatasetFailure.cancelled) { try latch.wait(stoppingWith: progress) }
  }

  @Test func `a latch that opens meanwhile ends the wait`() throws {
    let latch = try Latch()
    try Posix.Thread.start(name: "test") { latch.open() }
    try latch.wait(stoppingWith: Progress())
  }
}
