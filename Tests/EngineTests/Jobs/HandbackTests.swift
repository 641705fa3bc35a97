import Posix
import Testing

@testable import Engine

struct HandbackTests {
  @Test func `an answer is waited for, whichever thread gives it`() throws {
    let answer = Handback<Int>()
    let isAsked = Guarded(false)
    try Posix.Thread.start(name: "test") {
      while !isAsked.withLock({ $0 }) { Posix.Thread.sleep(milliseconds: 1) }
      answer.give(7)
    }
    isAsked.withLock { $0 = true }
    #expect(answer.wait() == 7)
    #expect(answer.wait() == 7)
  }

  @Test func `an answer that was given before is there at once`() {
    let answer = Handback<String?>()
    answer.give(nil)
    #expect(answer.wait() == nil)
  }
}
