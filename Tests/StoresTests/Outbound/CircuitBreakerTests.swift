import Testing

@testable import Stores

struct CircuitBreakerTests {
  private static let second: Int64 = 1_000_000_000

  /// One that five failures opened at a moment.
  private static func opened(at moment: Int64) -> CircuitBreaker {
    var breaker = CircuitBreaker(failureLimit: 5, openSeconds: 30)
    for _ in 0..<5 { breaker.noteFailure(at: moment) }
    return breaker
  }

  private func answers(_ breaker: inout CircuitBreaker, at moments: [Int64]) -> [Bool] {
    moments.map { breaker.mayTry(at: $0) }
  }

  @Test func `a new one lets everybody through`() {
    var breaker = CircuitBreaker()
    #expect(!breaker.isOpen && breaker.secondsUntilTrial(at: 0) == 0)
    let answers = answers(&breaker, at: [0, 0, 5, 5])
    #expect(answers == [true, true, true, true])
  }

  @Test func `so many failures in a row open it, and one fewer do not`() {
    var breaker = CircuitBreaker(failureLimit: 5, openSeconds: 30)
    for round in 0..<4 { breaker.noteFailure(at: Int64(round)) }
    #expect(!breaker.isOpen)
    let isLet = breaker.mayTry(at: 4)
    #expect(isLet)
    breaker.noteFailure(at: 4)
    let isLetAgain = breaker.mayTry(at: 5)
    #expect(breaker.isOpen && !isLetAgain)
  }

  @Test func `a success between makes the failures begin anew`() {
    var breaker = CircuitBreaker(failureLimit: 3, openSeconds: 30)
    for _ in 0..<10 {
      breaker.noteFailure(at: 0)
      breaker.noteFailure(at: 0)
      breaker.noteSuccess(at: 0)
    }
    #expect(!breaker.isOpen)
  }

  @Test func `when its time has come, one trial is let through, whoever else asks`() {
    let start = 7 * Self.second
    var breaker = Self.opened(at: start)
    let end = start + 30 * Self.second
    let answers = answers(&breaker, at: [start, end - 1, end, end, end + 1])
    #expect(answers == [false, false, true, false, false])
    #expect(breaker.isOpen)
  }

  @Test func `a trial that goes well closes it, and one that fails keeps it open as long again`() {
    let end = 30 * Self.second
    var well = Self.opened(at: 0)
    _ = well.mayTry(at: end)
    well.noteSuccess(at: end + 1)
    let isLet = answers(&well, at: [end + 1, end + 1])
    #expect(!well.isOpen && isLet == [true, true])

    var ill = Self.opened(at: 0)
    _ = ill.mayTry(at: end)
    ill.noteFailure(at: end + 5)
    let again = end + 5 + 30 * Self.second
    let answers = answers(&ill, at: [end + 5, again - 1, again, again])
    #expect(ill.isOpen && answers == [false, false, true, false])
  }

  @Test func `a trial that never says how it ended does not keep it open for ever`() {
    var breaker = Self.opened(at: 0)
    let answers = answers(&breaker, at: [30, 59, 60, 61].map { $0 * Self.second })
    #expect(answers == [true, false, true, false])
  }

  @Test func `calls from before it opened neither prolong it nor count, but a success is one`() {
    var breaker = Self.opened(at: 0)
    for moment in 1..<30 { breaker.noteFailure(at: Int64(moment) * Self.second) }
    #expect(breaker.secondsUntilTrial(at: 29 * Self.second) == 1)
    breaker.noteSuccess(at: 29 * Self.second)
    #expect(!breaker.isOpen)
  }

  @Test func `it tells how long it is until the next trial`() {
    let breaker = Self.opened(at: 5 * Self.second)
    #expect(breaker.secondsUntilTrial(at: 5 * Self.second) == 30)
    #expect(breaker.secondsUntilTrial(at: 34 * Self.second + Self.second / 2) == 0.5)
    #expect(breaker.secondsUntilTrial(at: 35 * Self.second) == 0)
    #expect(breaker.secondsUntilTrial(at: 99 * Self.second) == 0)
  }

  @Test(arguments: [Int64.min, -1, 0, Int64.max - 1, Int64.max])
  func `no clock and no option makes it trap`(moment: Int64) {
    for seconds in [-1, 0, 30, 1e300, .infinity, .nan] {
      for limit in [Int.min, 0, 1, Int.max] {
        var breaker = CircuitBreaker(failureLimit: limit, openSeconds: seconds)
        breaker.noteFailure(at: moment)
        _ = breaker.mayTry(at: moment)
        breaker.noteFailure(at: moment)
        #expect(breaker.secondsUntilTrial(at: moment) >= 0)
        #expect(breaker.secondsUntilTrial(at: .min) >= 0)
        breaker.noteSuccess(at: moment)
        #expect(!breaker.isOpen)
      }
    }
  }
}
