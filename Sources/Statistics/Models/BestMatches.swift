/// A row that is like what was asked for.
package struct Match: Equatable, Sendable {
  package let row: Int
  /// How like it is; what the scale is, the search says.
  package let score: Double

  package init(row: Int, score: Double) {
    self.row = row
    self.score = score
  }

  /// Whether this one comes before the other: by a greater score, or of two that are equal by its row.
  func precedes(_ other: Match) -> Bool {
    score > other.score || (score == other.score && row < other.row)
  }
}

/// The best of many matches: a heap with the last of them on top, so that each further match is compared with that one.
struct BestMatches {
  private let limit: Int
  private var heap: [Match] = []

  /// Keeps at most `limit` matches; none if it is not above zero.
  init(limit: Int) {
    self.limit = max(0, limit)
  }

  /// - Complexity: O(log *limit*), and O(1) for a match that is not among the best.
  mutating func add(_ match: Match) {
    if heap.count < limit {
      heap.append(match)
      rise(from: heap.count - 1)
    } else if let last = heap.first, match.precedes(last) {
      heap[0] = match
      sink(from: 0)
    }
  }

  /// Whether a match with this score would be kept if its row came after all others: a quick test for rows in ascending order.
  func takes(_ score: Double) -> Bool {
    guard heap.count == limit else { return true }
    guard let last = heap.first else { return false }
    return score > last.score
  }

  /// The best matches, in their order.
  var sorted: [Match] { heap.sorted { $0.precedes($1) } }

  private mutating func rise(from place: Int) {
    var place = place
    while place > 0 {
      let parent = (place - 1) / 2
      guard heap[parent].precedes(heap[place]) else { return }
      heap.swapAt(parent, place)
      place = parent
    }
  }

  private mutating func sink(from place: Int) {
    var place = place
    while true {
      var last = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
        if heap[last].precedes(heap[child]) { last = child }
      }
      if last == place { return }
      heap.swapAt(place, last)
      place = last
    }
  }
}
