import Testing

@testable import Stores

struct BackoffTests {
  private let backoff = Backoff(attempts: 4, firstSeconds: 0.5, limitSeconds: 20)

  @Test func `the pause doubles, and the random part moves it within its upper half`() {
    let longest = (1...3).map {
      backoff.delaySeconds(afterAttempt: $0, retryAfterSeconds: nil, random: 1)
    }
    #expect(longest == [0.5, 1, 2])
    let shortest = (1...3).map {
      backoff.delaySeconds(afterAttempt: $0, retryAfterSeconds: nil, random: 0)
    }
    #expect(shortest == [0.25, 0.5, 1])
  }

  @Test func `behind the last attempt there is none`() {
    #expect(backoff.delaySeconds(afterAttempt: 4, retryAfterSeconds: nil, random: 0) == nil)
    #expect(backoff.delaySeconds(afterAttempt: 4, retryAfterSeconds: 1, random: 0) == nil)
    let once = Backoff(attempts: 1, firstSeconds: 1, limitSeconds: 1)
    #expect(once.delaySeconds(afterAttempt: 1, retryAfterSeconds: nil, random: 0) == nil)
  }

  @Test func `no pause is longer than the limit, however many attempts there were`() {
    let patient = Backoff(attempts: .max, firstSeconds: 0.5, limitSeconds: 20)
    for attempt in [7, 62, 63, 64, 65, 1000, .max - 1] {
      let pause = patient.delaySeconds(afterAttempt: attempt, retryAfterSeconds: nil, random: 1)
      #expect(pause == 20)
    }
  }

  @Test func `a server that asks for time gets it, up to a minute`() {
    func pause(_ seconds: Int) -> Double? {
      backoff.delaySeconds(afterAttempt: 1, retryAfterSeconds: seconds, random: 1)
    }
    #expect(pause(0) == 0.5)
    #expect(pause(7) == 7)
    #expect(pause(60) == 60)
    #expect(pause(61) == nil)
  }
}
