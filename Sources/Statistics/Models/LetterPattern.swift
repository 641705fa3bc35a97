/// A short sequence of letters, prepared to be compared with many others.
///
/// Letters are numbers from 0 to 255, of which 0 is like no letter.
///
/// - Source: H. Hyyrö, Bit-Parallel LCS-length Computation Revisited (AWOCA 2004), after M. Crochemore, C. S. Iliopoulos, Y. J. Pinzon, J. F. Reid
///   (Information Processing Letters 80, 2001): a word of bits stands for a row of the table of common subsequences.
struct LetterPattern {
  /// How long a pattern may be.
  static let limit = 64 * width

  private static let width = 4

  private(set) var letters: [UInt8] = []
  /// For each letter `width` words, in which the bits of the places are set where it stands.
  private var masks = [UInt64](repeating: 0, count: 256 * Self.width)

  init() {}

  init(_ letters: [UInt8]) {
    set(letters)
  }

  /// Replaces the pattern; the memory is used again.
  ///
  /// - Precondition: `letters` are at most `limit`.
  mutating func set(_ letters: [UInt8]) {
    precondition(letters.count <= Self.limit, "a pattern is longer than its masks")
    for letter in self.letters {
      for word in 0..<Self.width { masks[Int(letter) * Self.width + word] = 0 }
    }
    self.letters = letters
    for (place, letter) in letters.enumerated() where letter != 0 {
      masks[Int(letter) * Self.width + place / 64] |= 1 << UInt64(place % 64)
    }
  }

  /// Whether a letter stands anywhere in the pattern.
  func contains(_ letter: UInt8) -> Bool {
    let first = Int(letter) * Self.width
    if masks[first] != 0 || letters.count <= 64 { return masks[first] != 0 }
    return masks[first + 1] | masks[first + 2] | masks[first + 3] != 0
  }

  /// The length of the longest sequence of letters that stand in the pattern and in a part of a text in the same order.
  ///
  /// - Complexity: O(*part*) for a pattern of up to 64 letters, else four times as much.
  func common(with text: borrowing [UInt8], _ part: Range<Int>) -> Int {
    letters.count <= 64 ? commonInOneWord(with: text, part) : commonInFour(with: text, part)
  }

  private func commonInOneWord(with text: borrowing [UInt8], _ part: Range<Int>) -> Int {
    var row = UInt64.max
    for place in part {
      let found = row & masks[Int(text[place]) * Self.width]
      row = (row &+ found) | (row &- found)
    }
    return (~row).nonzeroBitCount
  }

  private func commonInFour(with text: borrowing [UInt8], _ part: Range<Int>) -> Int {
    var row: InlineArray<4, UInt64> = [.max, .max, .max, .max]
    for place in part {
      let first = Int(text[place]) * Self.width
      var carry: UInt64 = 0
      for word in 0..<Self.width {
        let found = row[word] & masks[first + word]
        let (half, over) = row[word].addingReportingOverflow(found)
        let (sum, overAgain) = half.addingReportingOverflow(carry)
        carry = over || overAgain ? 1 : 0
        row[word] = sum | (row[word] &- found)
      }
    }
    return (0..<Self.width).reduce(0) { $0 + (~row[$1]).nonzeroBitCount }
  }
}

extension LetterPattern {
  /// How alike the pattern and a text are: 100 times the share of letters that are common to both, in the same order.
  ///
  /// - Returns: from 0 to 100; 100 for two that are empty.
  func ratio(to text: borrowing [UInt8]) -> Double {
    Self.ratio(common(with: text, 0..<text.count), of: letters.count + text.count)
  }

  /// The greatest ratio to any part of a text that is not shorter than the pattern. A part is as long as the pattern, or shorter where
  /// it stands at an end of the text.
  ///
  /// - Parameter least: what a ratio must exceed to matter.
  /// - Returns: `least` if no ratio is greater.
  /// - Complexity: O(*text* x *pattern*), less where many letters of the text are not in the pattern.
  func greatestRatio(toPartsOf text: borrowing [UInt8], over least: Double = 0) -> Double {
    let length = letters.count
    guard length > 0 else { return max(least, text.isEmpty ? 100 : 0) }
    var greatest = least
    // How many letters of the part are in the pattern: at most so many are common.
    var known = 0
    for start in (1 - length)..<text.count {
      let part = max(0, start)..<min(start + length, text.count)
      if start + length <= text.count && contains(text[part.upperBound - 1]) { known += 1 }
      if start > 0 && contains(text[start - 1]) { known -= 1 }
      let sum = length + part.count
      guard Self.ratio(known, of: sum) > greatest else { continue }
      greatest = max(greatest, Self.ratio(common(with: text, part), of: sum))
    }
    return greatest
  }

  /// 100 times the share that common letters have in those of two texts together.
  static func ratio(_ common: Int, of sum: Int) -> Double {
    sum == 0 ? 100 : 100 * (1 - Double(sum - 2 * common) / Double(sum))
  }
}
