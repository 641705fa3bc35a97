import Stores
import Testing

@testable import Engine

struct WebhookScheduleTests {
  private typealias Fate = WebhookSchedule.Fate

  private func fate(
    _ status: Int, attempts: Int = 1, share: Double = 0.5, retryAfter: Int? = nil
  ) -> WebhookSchedule.Fate {
    WebhookSchedule.fate(
      after: .answered(status: status, retryAfterSeconds: retryAfter), attempts: attempts,
      share: share)
  }

  private func seconds(_ fate: WebhookSchedule.Fate) -> Double? {
    if case .again(let nanoseconds) = fate { Double(nanoseconds) / 1e9 } else { nil }
  }

  @Test(arguments: [
    (1, 5.0), (2, 30), (3, 120), (4, 600), (5, 1800), (6, 3600), (7, 7200), (8, 18_000),
    (9, 36_000),
  ])
  func `a pause is as long as the schedule says, a fifth more or less`(
    _ attempts: Int, _ pause: Double
  ) {
    #expect(seconds(fate(500, attempts: attempts, share: 0.5)) == pause)
    #expect(seconds(fate(500, attempts: attempts, share: 0)) == pause * 0.8)
    #expect(seconds(fate(500, attempts: attempts, share: 1)) == pause * 1.2)
  }

  @Test func `the tenth attempt is the last`() {
    #expect(fate(500, attempts: 10) == .givenUp)
    #expect(fate(500, attempts: 11) == .givenUp)
    #expect(fate(200, attempts: 10) == .delivered)
  }

  @Test func `no pause is longer than the longest`() {
    let fates = (1...9).map { fate(503, attempts: $0, share: 1, retryAfter: .max) }
    let longest = fates.compactMap(seconds).max()
    #expect(longest == Double(WebhookSchedule.longestNanoseconds) / 1e9)
  }

  @Test func `every status of success delivers, 410 ends it, every other one is tried again`() {
    for status in 0...999 {
      switch status {
      case 200..<300: #expect(fate(status) == .delivered)
      case 410: #expect(fate(status) == .givenUp)
      default: #expect(seconds(fate(status)) == 5)
      }
    }
  }

  @Test(arguments: [
    (429, 1, 60, 60.0), (503, 1, 60, 60), (503, 1, 100_000, 3600), (429, 1, Int.max, 3600),
    // It asks for nothing that was not so already.
    (503, 1, 0, 5), (503, 4, 60, 600), (429, 7, 4000, 7200),
    // Elsewhere it means something else.
    (500, 1, 60, 5), (301, 1, 60, 5),
  ])
  func `a receiver that wants to be left alone is heeded, for an hour at most`(
    _ status: Int, _ attempts: Int, _ retryAfter: Int, _ pause: Double
  ) {
    #expect(seconds(fate(status, attempts: attempts, retryAfter: retryAfter)) == pause)
  }

  @Test func `what may never be sent is given up, and what failed otherwise is tried again`() {
    let failure = OutboundFailure.badField("x")
    func fate(_ outcome: WebhookOutcome) -> WebhookSchedule.Fate {
      WebhookSchedule.fate(after: outcome, attempts: 1, share: 0.5)
    }
    #expect(fate(.refused(failure)) == .givenUp)
    #expect(seconds(fate(.unreachable(failure))) == 5)
    #expect(seconds(fate(.unanswered(failure))) == 5)
  }

  @Test func `a delivery has an end or goes on`() {
    #expect(Fate.delivered.isLast)
    #expect(Fate.givenUp.isLast)
    #expect(!Fate.again(inNanoseconds: 1).isLast)
  }
}
