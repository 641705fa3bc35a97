import Synchronization
import Testing

@testable import Posix

struct LatchTests {
  @Test func `everybody passes once it is open, those who waited and those who come later`() throws
  {
    let latch = try Latch()
    let passed = Atomic(0)
    let ended = try Latch()
    for _ in 0..<3 {
      try Thread.start(name: "waiter") {
        latch.wait()
        if passed.add(1, ordering: .relaxed).newValue == 3 { ended.open() }
      }
    }
    #expect(passed.load(ordering: .relaxed) == 0)
    latch.open()
    ended.wait()
    latch.wait()
    #expect(passed.load(ordering: .relaxed) == 3)
  }
}
