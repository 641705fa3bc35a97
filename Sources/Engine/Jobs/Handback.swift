internal import Posix

/// An answer that another thread gives, and that somebody waits for.
final class Handback<Answer: Sendable>: Sendable {
  private let answer = Guarded<Answer?>(nil)

  /// Gives the answer.
  func give(_ answer: Answer) { self.answer.withLock { $0 = answer } }

  /// Waits for the answer. Not for loops.
  func wait() -> Answer {
    while true {
      if let answer = answer.withLock({ $0 }) { return answer }
      Thread.sleep(milliseconds: 1)
    }
  }
}
