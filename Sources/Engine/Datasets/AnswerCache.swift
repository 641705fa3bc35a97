internal import Posix

/// Answers that cost work, kept as long as there is room: the one that was not asked for the longest goes first.
package final class AnswerCache<Answer: Sendable>: Sendable {
  /// The question: a version of a data set, and the query in its canonical form.
  package struct Key: Hashable, Sendable {
    package let name: DatasetName
    package let version: Int
    /// The bytes of its text: two texts that only Unicode holds equal are two questions.
    package let query: [UInt8]

    package init(_ dataset: Dataset, _ query: String) {
      name = dataset.name
      version = dataset.version
      self.query = Array(query.utf8)
    }
  }

  private struct Entry: Sendable {
    let answer: Answer
    let byteCount: Int
    var lastUse: Int
  }

  private struct State: Sendable {
    var entries: [Key: Entry] = [:]
    var total = 0
    var uses = 0

    mutating func answer(_ key: Key) -> Answer? {
      uses += 1
      entries[key]?.lastUse = uses
      return entries[key]?.answer
    }

    mutating func keep(_ answer: Answer, _ byteCount: Int, _ key: Key, limitBytes: Int) {
      forget(key)
      uses += 1
      let cost = byteCount + AnswerCache.entryCost
      entries[key] = Entry(answer: answer, byteCount: cost, lastUse: uses)
      total += cost
      while total > limitBytes,
        let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        forget(oldest.key)
      }
    }

    private mutating func forget(_ key: Key) {
      guard let entry = entries.removeValue(forKey: key) else { return }
      total -= entry.byteCount
    }
  }

  /// What an entry takes beside its answer, roughly; it also bounds how many there are.
  private static var entryCost: Int { 4096 }

  private let limitBytes: Int
  private let state = Guarded(State())

  package init(limitBytes: Int = 32 << 20) {
    self.limitBytes = limitBytes
  }

  /// The answer, if it is kept.
  package func answer(to key: Key) -> Answer? { state.withLock { $0.answer(key) } }

  /// Keeps an answer, unless it would take more than an eighth of the room.
  ///
  /// - Parameter byteCount: how much memory it takes, roughly.
  package func keep(_ answer: Answer, byteCount: Int, for key: Key) {
    guard byteCount <= limitBytes / 8 else { return }
    state.withLock { $0.keep(answer, byteCount, key, limitBytes: limitBytes) }
  }
}
