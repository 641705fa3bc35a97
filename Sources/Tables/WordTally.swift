/// How often each text of a column occurs.
package struct WordTally: Sendable {
  private let words: WordTable
  /// How often each word occurs, by its code.
  package let counts: [Int]
  /// How many rows have no text.
  package let nullCount: Int

  /// - Returns: `nil` for a column of another type than text.
  /// - Complexity: O(*rows* + *words*), about a nanosecond a row.
  package init?(of column: Column, on lanes: Lanes) throws(Cancelled) {
    guard let coded = try column.codes(on: lanes) else { return nil }
    let slotCount = coded.words.count + 1
    let partCount = max(1, min(lanes.count, coded.segments.count))
    let parts = try lanes.map(partCount) { (part) throws(Cancelled) in
      var counts = [Int](repeating: 0, count: slotCount)
      let count = coded.segments.count
      for segment in coded.segments[count * part / partCount..<count * (part + 1) / partCount] {
        try lanes.check()
        switch segment {
        case .narrow(let slots): for slot in slots { counts[Int(slot)] += 1 }
        case .medium(let slots): for slot in slots { counts[Int(slot)] += 1 }
        case .wide(let slots): for slot in slots { counts[Int(slot)] += 1 }
        }
      }
      return counts
    }
    let sums = (0..<slotCount).map { slot in parts.reduce(0) { $0 + $1[slot] } }
    words = coded.words
    nullCount = sums[0]
    counts = Array(sums.dropFirst())
  }

  /// The bytes of a word.
  package func bytes(of code: Int) -> ArraySlice<UInt8> { words.bytes(of: code) }
}
