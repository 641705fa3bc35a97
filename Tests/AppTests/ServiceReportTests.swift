import Testing

@testable import App

struct ServiceReportTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `a watchdog hears twice in an interval that the loops turn`() {
    var watchdog = Watchdog(milliseconds: 30_000)
    let start: Int64 = 5
    #expect(watchdog.next(now: start, answeredPulse: 0) == 1)
    #expect(watchdog.next(now: start + 14 * Self.second, answeredPulse: 1) == nil)
    #expect(watchdog.next(now: start + 15 * Self.second, answeredPulse: 1) == 2)
    #expect(watchdog.next(now: start + 29 * Self.second, answeredPulse: 2) == nil)
    #expect(watchdog.next(now: start + 30 * Self.second, answeredPulse: 2) == 3)
  }

  @Test func `a watchdog hears nothing while a loop has not turned, and again once it has`() {
    var watchdog = Watchdog(milliseconds: 1000)
    #expect(watchdog.next(now: 0, answeredPulse: 0) == 1)
    for time in 1...100 {
      #expect(watchdog.next(now: Int64(time) * Self.second, answeredPulse: 0) == nil)
    }
    #expect(watchdog.next(now: 101 * Self.second, answeredPulse: 1) == 2)
    #expect(watchdog.next(now: 101 * Self.second, answeredPulse: 1) == nil)
  }
}
