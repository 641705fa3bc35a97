internal import Synchronization

/// The terms of some documents that follow one another, numbered in the order in which they come.
struct TermCounting: Sendable {
  /// The stop words, and behind them the terms.
  private var words = TermDictionary()
  private let stopWordCount: Int
  /// One row per document.
  private(set) var postings = Postings()

  /// For each term the last posting that counts it.
  private var lastPosting: [Int] = []

  init() {
    for word in StopWords.english { _ = words.number(adding: word.span) }
    stopWordCount = words.count
  }

  /// Counts the words of the next document.
  mutating func add(_ text: borrowing TextWords) {
    let start = postings.columns.count
    let bytes = text.bytes.span
    for place in text.places {
      let term = words.number(adding: bytes.extracting(place)) - stopWordCount
      guard term >= 0 else { continue }
      if term == lastPosting.count { lastPosting.append(-1) }
      if lastPosting[term] >= start {
        postings.count(at: lastPosting[term])
      } else {
        lastPosting[term] = postings.columns.count
        postings.append(column: term)
      }
    }
    postings.endRow()
  }

  /// Adds the terms to a dictionary of more documents.
  ///
  /// - Returns: for each term its number there.
  func numbers(addingTo all: inout TermDictionary) -> [Int32] {
    (stopWordCount..<words.count).map { Int32(all.number(adding: words.word($0).span)) }
  }
}

/// How many postings the lanes may still make together.
final class PostingBudget: Sendable {
  private let left: Atomic<Int>

  init(_ limit: Int) {
    left = Atomic(limit)
  }

  /// Takes as many postings; `false` when the budget is overdrawn.
  func take(_ count: Int) -> Bool {
    left.wrappingSubtract(count, ordering: .relaxed).newValue >= 0
  }
}
