import Dispatch
import Posix
import Tables
import Testing

@testable import Engine

struct LaneTests {
  @Test func `a lane does one thing after the other, in order`() {
    let lane = Lane(name: "test")
    let seen = Guarded<[Int]>([])
    let end = DispatchSemaphore(value: 0)
    for number in 0..<1000 { lane.run { seen.withLock { $0.append(number) } } }
    lane.run { end.signal() }
    #expect(end.wait(timeout: .now() + 30) == .success)
    #expect(seen.withLock { $0 } == Array(0..<1000))
  }

  @Test func `a lane that blocks keeps no other one waiting`() {
    let (first, second) = (Lane(name: "first"), Lane(name: "second"))
    let gate = DispatchSemaphore(value: 0)
    let end = DispatchSemaphore(value: 0)
    first.run {
      gate.wait()
      end.signal()
    }
    second.run { gate.signal() }
    #expect(end.wait(timeout: .now() + 30) == .success)
  }

  @Test func `pieces that block have a thread each, and are waited for`() {
    let gate = DispatchSemaphore(value: 0)
    let done = Guarded(0)
    Lanes.waiting(count: 20, name: "test").run(20) { piece in
      // The last one lets all others go.
      if piece == 19 { for _ in 0..<19 { gate.signal() } } else { gate.wait() }
      done.withLock { $0 += 1 }
    }
    #expect(done.withLock { $0 } == 20)
    Lanes.waiting(count: 4, name: "test").run(0) { _ in Issue.record("there is no piece") }
  }

  @Test(arguments: [0, 1, 2, 7, 1000])
  func `computing lanes run each piece once and return when all ended`(count: Int) {
    let done = Guarded(Array(repeating: 0, count: count))
    Lanes.computing(count: 4).run(count) { piece in done.withLock { $0[piece] += 1 } }
    #expect(done.withLock { $0 } == Array(repeating: 1, count: count))
  }
}
