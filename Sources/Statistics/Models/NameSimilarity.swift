package import Tables

/// How alike a name and other names are, by their letters and words.
///
/// The likeness runs from 0 to 100 and is the greatest of several ratios; a ratio is the share of letters that two texts have in common in
/// the same order. Of names of similar length these are compared: the whole, and with the weight 0.95 their words in alphabetical order
/// and the words that only one of them has. Where one is at least one and a half times as long as the other, the shorter one is compared with
/// parts of the longer one, with the weight 0.9, or 0.6 where that is over eight times as long. Case and signs do not count, and
/// only the first 255 characters do. It is the weighted ratio of the Python library RapidFuzz (`fuzz.WRatio` with
/// `utils.default_process`), so answers can be checked against it.
///
/// - Source: `fuzz.WRatio` as RapidFuzz documents it; for how letters in common are counted, `LetterPattern`.
package struct NameSimilarity {
  private static let wordWeight = 0.95

  private let asked: FoldedName
  private let alphabet: NameLetters
  private let whole: LetterPattern
  /// The words in alphabetical order.
  private let sorted: LetterPattern

  // What is used again for each name.
  private var name = FoldedName()
  private var pattern = LetterPattern()

  /// Prepares a name, UTF-8, to be compared with others.
  package init(to asked: Span<UInt8>) {
    self.asked = FoldedName(asked)
    alphabet = NameLetters(of: self.asked)
    whole = LetterPattern(alphabet.written(self.asked))
    sorted = LetterPattern(alphabet.written(self.asked.words, of: self.asked))
  }

  /// How alike another name is.
  ///
  /// - Parameter least: what a score must exceed to matter. One that does not may be told too low.
  /// - Returns: from 0 to 100; 0 if one of the names has neither letters nor numbers.
  /// - Complexity: O(*n*) for names of similar length and up to 64 characters, else O(*n* x *m*).
  package mutating func score(of other: Span<UInt8>, over least: Double = 0) -> Double {
    name.fold(other)
    guard !asked.isEmpty && !name.isEmpty else { return 0 }
    let letters = alphabet.written(name)
    let ratio = whole.ratio(to: letters)
    let longer = Double(max(letters.count, whole.letters.count))
    let shorter = Double(min(letters.count, whole.letters.count))
    if longer / shorter < 1.5 {
      let weight = Self.wordWeight
      return max(ratio, weight * wordRatio(over: Self.divided(max(least, ratio), by: weight)))
    }
    let weight = longer / shorter <= 8 ? 0.9 : 0.6
    let parts = greatestPartRatio(
      whole, letters, over: Self.divided(max(least, ratio), by: weight))
    let wordWeight = weight * Self.wordWeight
    let best = max(ratio, weight * parts)
    return max(
      best, wordWeight * partialWordRatio(over: Self.divided(max(least, best), by: wordWeight)))
  }

  /// What a ratio must exceed so that its weighted value exceeds a bound; a little less, because of rounding.
  private static func divided(_ bound: Double, by weight: Double) -> Double {
    max(0, bound / weight - 1e-9)
  }

  /// The greater ratio of the sorted words, and of the words that only one name has together with those that both have.
  private mutating func wordRatio(over least: Double) -> Double {
    guard least < 100 else { return 0 }
    let words = WordComparison(asked, name)
    if words.sharedCount > 0 && (words.onlyLeft.isEmpty || words.onlyRight.isEmpty) { return 100 }
    let ratio = sorted.ratio(to: alphabet.written(name.words, of: name))
    return hasAllWords(words) ? ratio : max(ratio, setRatio(words))
  }

  /// Whether no word is shared and none comes twice, so that comparing sets of words is comparing the words.
  private func hasAllWords(_ words: WordComparison) -> Bool {
    words.onlyLeft.count == asked.words.count && words.onlyRight.count == name.words.count
  }

  private mutating func setRatio(_ words: WordComparison) -> Double {
    let left = alphabet.written(words.onlyLeft, of: asked)
    let right = alphabet.written(words.onlyRight, of: name)
    // The shared words stand in front of the others, with a blank between them.
    let shared = words.sharedLength + (words.sharedCount > 0 ? 1 : 0)
    pattern.set(left)
    let both = LetterPattern.ratio(
      shared + pattern.common(with: right, 0..<right.count),
      of: 2 * shared + left.count + right.count)
    guard words.sharedCount > 0 else { return both }
    // Where only the shared words stand on one side, they are what is common.
    return [left, right].reduce(both) { greatest, side in
      max(
        greatest,
        LetterPattern.ratio(
          words.sharedLength, of: words.sharedLength + shared + side.count))
    }
  }

  /// 100 for names that share a word; else the greatest ratio of sorted words to parts of the others.
  private mutating func partialWordRatio(over least: Double) -> Double {
    guard least < 100 else { return 0 }
    let words = WordComparison(asked, name)
    if words.sharedCount > 0 { return 100 }
    let ratio = greatestPartRatio(sorted, alphabet.written(name.words, of: name), over: least)
    if hasAllWords(words) { return ratio }
    let left = LetterPattern(alphabet.written(words.onlyLeft, of: asked))
    let right = alphabet.written(words.onlyRight, of: name)
    return greatestPartRatio(left, right, over: ratio)
  }

  /// The greatest ratio of the shorter one to parts of the longer one; `least` if none is greater.
  private mutating func greatestPartRatio(
    _ left: LetterPattern, _ right: [UInt8], over least: Double
  ) -> Double {
    guard least < 100 else { return least }
    var ratio = least
    if left.letters.count <= right.count {
      ratio = left.greatestRatio(toPartsOf: right, over: least)
    }
    guard left.letters.count >= right.count else { return ratio }
    pattern.set(right)
    return pattern.greatestRatio(toPartsOf: left.letters, over: ratio)
  }
}

extension NameSimilarity {
  /// As many names as a lane takes at once.
  private static let pieceNames = 8_192

  /// The name that is most like the asked one.
  ///
  /// A name that equals the asked one byte by byte is the closest; else the greatest score counts. Of several the first row is meant.
  ///
  /// - Parameters:
  ///   - asked: UTF-8.
  ///   - count: how many names there are.
  ///   - name: appends the name of a row, UTF-8, to an empty array. It is asked at most once for each, on any lane.
  /// - Returns: the row and its score from 0 to 100; `nil` if there are no names.
  package static func closest(
    to asked: [UInt8], among count: Int, on lanes: Lanes,
    name: @escaping @Sendable (_ row: Int, _ name: inout [UInt8]) -> Void
  ) throws(Cancelled) -> Match? {
    let pieces = (count + pieceNames - 1) / pieceNames
    let found = try lanes.map(pieces) { (piece) throws(Cancelled) in
      try closest(
        to: asked, in: (piece * pieceNames)..<min((piece + 1) * pieceNames, count), on: lanes,
        name: name)
    }
    if let same = found.first(where: { $0.isSame }) { return same.match }
    return found.map(\.match).reduce(nil) { best, match in
      guard let best, !match.precedes(best) else { return match }
      return best
    }
  }

  /// The closest name of a piece, and whether it is the very same.
  private static func closest(
    to asked: [UInt8], in rows: Range<Int>, on lanes: Lanes, name: (Int, inout [UInt8]) -> Void
  ) throws(Cancelled) -> (match: Match, isSame: Bool) {
    var similarity = NameSimilarity(to: asked.span)
    var text: [UInt8] = []
    var best = Match(row: rows.lowerBound, score: 0)
    for row in rows {
      // Some names take a tenth of a millisecond.
      if row % 256 == 0 { try lanes.check() }
      text.removeAll(keepingCapacity: true)
      name(row, &text)
      if text == asked { return (Match(row: row, score: 100), true) }
      // Behind a score of 100 only the very same name can be closer.
      guard best.score < 100 else { continue }
      let score = similarity.score(of: text.span, over: best.score)
      if score > best.score { best = Match(row: row, score: score) }
    }
    return (best, false)
  }
}
