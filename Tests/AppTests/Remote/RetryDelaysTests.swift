import Testing

@testable import App

struct RetryDelaysTests {
  @Test func `delays double up to a bound and begin again`() {
    var delays = RetryDelays()
    #expect((0..<7).map { _ in delays.next(share: 1) } == [200, 400, 800, 1600, 3200, 5000, 5000])
    delays.reset()
    #expect(delays.next(share: 1) == 200)
  }

  @Test func `chance takes half of a delay at most`() {
    var delays = RetryDelays()
    #expect((0..<6).map { _ in delays.next(share: 0) } == [100, 200, 400, 800, 1600, 2500])
  }
}
