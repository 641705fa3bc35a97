internal import Posix
internal import Tables

/// Threads that use the store at once, each with a client of its own.
struct StoreCrew: Sendable {
  let stores: StorePlace
  let threadCount: Int
  /// What the threads are called.
  var name = "tally.reader"

  private struct Findings<Answer: Sendable>: Sendable {
    var answers: [Answer?]
    var begun = 0
    /// Why nobody goes on.
    var failure: CollectorFailure?
  }

  /// Makes one answer for each piece of work, in the order of the pieces.
  ///
  /// A thread takes the next piece when it is done with one. None is begun after a failure.
  func map<Answer: Sendable>(
    _ count: Int, isCancelled: @escaping @Sendable () -> Bool,
    _ answer: @escaping @Sendable (Int, StoreDoor) throws(CollectorFailure) -> Answer
  ) throws(CollectorFailure) -> [Answer] {
    let findings = Guarded(Findings<Answer>(answers: Array(repeating: nil, count: count)))
    Lanes.waiting(count: threadCount, name: name).run(min(threadCount, count)) { _ in
      let door = stores.door { isCancelled() || findings.withLock { $0.failure != nil } }
      while true {
        let next = findings.withLock { findings -> Int? in
          guard findings.failure == nil, findings.begun < count else { return nil }
          findings.begun += 1
          return findings.begun - 1
        }
        guard let piece = next else { return }
        do throws(CollectorFailure) {
          let made = try answer(piece, door)
          findings.withLock { $0.answers[piece] = made }
        } catch {
          findings.withLock { findings in
            // Those that were stopped by the failure of another one say nothing.
            if findings.failure == nil { findings.failure = error }
          }
        }
      }
    }
    let (answers, failure) = findings.withLock { ($0.answers, $0.failure) }
    if let failure { throw failure }
    return answers.compactMap { $0 }
  }
}
