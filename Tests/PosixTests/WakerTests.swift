import Posix
import Testing

struct WakerTests {
  @Test func `a wait ends with a wake of another thread`() async throws {
    let waker = Shared(try Waker())
    try Thread.start(name: "waker") { waker.value.wake() }
    let isWoken = waker.value.wait(milliseconds: 10_000)
    #expect(isWoken)
  }

  @Test func `a wake before the wait is not lost, and many are one`() throws {
    let waker = try Waker()
    for _ in 0..<1000 { waker.wake() }
    let isWoken = waker.wait(milliseconds: 0)
    #expect(isWoken)
    waker.clear()
    let isWokenAgain = waker.wait(milliseconds: 0)
    #expect(!isWokenAgain)
  }

  private final class Shared: Sendable {
    let value: Waker
    init(_ value: consuming Waker) { self.value = value }
  }
}
