/// How often each text of a column occurs.
package struct WordTally: Sendable {
  /// What the texts that occur are like, however often each does.
  package struct Extent: Equatable, Sendable {
    /// How many different texts there are, at least one.
    package let distinctCount: Int
    /// The codes of the least and of the greatest text by their bytes.
    package let least: Int
    package let greatest: Int
    /// The lengths of the shortest and of the longest text in characters (code points of Unicode).
    package let lengths: ClosedRange<Int>
  }

  private let words: WordTable
  /// How often each word occurs, by its code.
  package let counts: [Int]
  /// How many rows have no text.
  package let nullCount: Int

  /// How many words are looked at between two looks at whether the answer is still wanted.
  private static let checkedWords = 1 << 16

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
    var sums = parts[0]
    for part in parts.dropFirst() {
      for slot in sums.indices { sums[slot] += part[slot] }
    }
    words = coded.words
    nullCount = sums[0]
    counts = Array(sums.dropFirst())
  }

  /// The bytes of a word.
  package func bytes(of code: Int) -> ArraySlice<UInt8> { words.bytes(of: code) }

  /// Whether a word comes before another one, byte by byte.
  ///
  /// - Parameters:
  ///   - one: the code of the word.
  ///   - other: that of the other one.
  package func precedes(_ one: Int, _ other: Int) -> Bool { words.precedes(one, other) }

  /// What the words that occur are like; `nil` if none does.
  ///
  /// - Complexity: O(*bytes*), some tens of nanoseconds a word and lane.
  package func extent(on lanes: Lanes) throws(Cancelled) -> Extent? {
    let pieces = (counts.count + Self.checkedWords - 1) / Self.checkedWords
    let parts = try lanes.map(pieces) { (piece) throws(Cancelled) in
      try lanes.check()
      let start = piece * Self.checkedWords
      return extent(of: start..<min(start + Self.checkedWords, counts.count))
    }
    return parts.compactMap { $0 }.reduce(nil) { all, part in
      guard let all else { return part }
      let shortest = min(all.lengths.lowerBound, part.lengths.lowerBound)
      let longest = max(all.lengths.upperBound, part.lengths.upperBound)
      return Extent(
        distinctCount: all.distinctCount + part.distinctCount,
        least: precedes(part.least, all.least) ? part.least : all.least,
        greatest: precedes(all.greatest, part.greatest) ? part.greatest : all.greatest,
        lengths: shortest...longest)
    }
  }

  /// The same of the words of some codes.
  private func extent(of codes: Range<Int>) -> Extent? {
    guard let first = codes.first(where: { counts[$0] > 0 }) else { return nil }
    var (distinctCount, least, greatest) = (0, first, first)
    var (shortest, longest) = (Int.max, 0)
    for code in first..<codes.upperBound where counts[code] > 0 {
      distinctCount += 1
      if words.precedes(code, least) { least = code }
      if words.precedes(greatest, code) { greatest = code }
      let length = words.characterCount(of: code)
      shortest = min(shortest, length)
      longest = max(longest, length)
    }
    return Extent(
      distinctCount: distinctCount, least: least, greatest: greatest, lengths: shortest...longest)
  }
}
