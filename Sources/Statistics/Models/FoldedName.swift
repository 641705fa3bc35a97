/// A name as it is compared: letters and numbers in lower case, blanks for everything else, none at its ends.
struct FoldedName {
  /// How many characters of a name are compared.
  static let characterLimit = 255

  private(set) var letters: [UInt32] = []
  /// The words, in alphabetical order; a word that comes twice stands twice.
  private(set) var words: [Range<Int>] = []

  init() {}

  init(_ name: Span<UInt8>) {
    fold(name)
  }

  /// Whether nothing is left to compare.
  var isEmpty: Bool { letters.isEmpty }

  /// Replaces this name by another; the memory is used again.
  mutating func fold(_ name: Span<UInt8>) {
    letters.removeAll(keepingCapacity: true)
    var place = 0
    while place < name.count && letters.count < Self.characterLimit {
      let letter: UInt32
      if name[place] < 0x80 {
        letter = Self.folded(name[place])
        place += 1
      } else {
        let (found, length) = scalar(in: name, at: place)
        letter = found.map(Self.folded) ?? Self.blank
        place += length
      }
      // Blanks in front are left out.
      if letter != Self.blank || !letters.isEmpty { letters.append(letter) }
    }
    while letters.last == Self.blank { letters.removeLast() }
    collectWords()
  }

  /// Whether this is a word that has come before; `false` behind the last word.
  func repeatsWord(_ number: Int) -> Bool {
    number > 0 && number < words.count
      && Self.order(words[number - 1], of: self, words[number], of: self) == 0
  }

  /// Whether two words, each of its name, are the same, or which one comes first: below zero, zero or above it.
  static func order(
    _ left: Range<Int>, of a: borrowing FoldedName, _ right: Range<Int>, of b: borrowing FoldedName
  ) -> Int {
    for offset in 0..<min(left.count, right.count) {
      let x = a.letters[left.lowerBound + offset]
      let y = b.letters[right.lowerBound + offset]
      if x != y { return x < y ? -1 : 1 }
    }
    return left.count - right.count
  }

  private static let blank = UInt32(UInt8(ascii: " "))

  private static func folded(_ byte: UInt8) -> UInt32 {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte | 0x20)
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte)
    default: blank
    }
  }

  private static func folded(_ scalar: Unicode.Scalar) -> UInt32 {
    guard scalar.isLetterOrNumber else { return blank }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
    return lower == "ς" ? Unicode.Scalar("σ").value : lower.value
  }

  /// Notes the words by insertion: a name has few.
  private mutating func collectWords() {
    words.removeAll(keepingCapacity: true)
    var start = 0
    for place in 0...letters.count where place == letters.count || letters[place] == Self.blank {
      if place > start { insert(start..<place) }
      start = place + 1
    }
  }

  private mutating func insert(_ word: Range<Int>) {
    words.append(word)
    var place = words.count - 1
    while place > 0 && Self.order(words[place - 1], of: self, word, of: self) > 0 {
      words.swapAt(place - 1, place)
      place -= 1
    }
  }
}
