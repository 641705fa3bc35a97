/// The words of a text, in lower case: runs of at least two letters, numbers and underscores.
///
/// Letters and numbers are those of Unicode, so the words are what `\w\w+` finds in Python in the text in lower case. There is one
/// difference: a final sigma becomes a plain one, so that a word in capitals is the same word. Bytes that are not UTF-8 separate words,
/// as blanks do.
struct TextWords {
  /// The words, one after the other. What stands between and behind them has no meaning.
  private(set) var bytes: [UInt8] = []
  /// Where the words stand in `bytes`, in the order of the text.
  private(set) var places: [Range<Int>] = []

  /// Replaces the words by those of another text; the memory is used again.
  ///
  /// - Complexity: O(*bytes*).
  mutating func cut(_ text: Span<UInt8>) {
    places.removeAll(keepingCapacity: true)
    collectPlaces(upTo: lower(text))
  }

  /// Writes the text in lower case, and 0 for what is part of no word.
  ///
  /// - Returns: how many bytes were written; the last one is 0.
  private mutating func lower(_ text: Span<UInt8>) -> Int {
    // In lower case a character grows by half at most: two bytes become three.
    let room = text.count + text.count / 2 + 1
    if bytes.count < room { bytes = [UInt8](repeating: 0, count: room + room / 4) }
    var lowered = bytes.mutableSpan
    var end = 0
    var place = 0
    while place < text.count {
      let byte = text[place]
      if byte < 0x80 {
        lowered[end] = Self.wordBytes[Int(byte)]
        end += 1
        place += 1
        continue
      }
      let (found, length) = scalar(in: text, at: place)
      place += length
      if let found {
        Self.appendLowered(found, to: &lowered, at: &end)
      } else {
        lowered[end] = 0
        end += 1
      }
    }
    lowered[end] = 0
    return end + 1
  }

  /// For each byte of ASCII its lower case, or 0 where it is part of no word.
  private static let wordBytes: InlineArray<128, UInt8> = InlineArray { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt8(byte) | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "_"):
      UInt8(byte)
    default: 0
    }
  }

  private static func appendLowered(
    _ scalar: Unicode.Scalar, to lowered: inout MutableSpan<UInt8>, at end: inout Int
  ) {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter, .letterNumber:
      // The lower case of one letter may be a letter and a mark, which separates words.
      for lower in scalar.properties.lowercaseMapping.unicodeScalars {
        append(lower.isLetterOrNumber ? lower : "\0", to: &lowered, at: &end)
      }
    case .lowercaseLetter, .modifierLetter, .otherLetter, .decimalNumber, .otherNumber:
      append(scalar == "ς" ? "σ" : scalar, to: &lowered, at: &end)
    default:
      append("\0", to: &lowered, at: &end)
    }
  }

  private static func append(
    _ scalar: Unicode.Scalar, to lowered: inout MutableSpan<UInt8>, at end: inout Int
  ) {
    for byte in scalar.utf8 {
      lowered[end] = byte
      end += 1
    }
  }

  /// Notes where runs of at least two characters stand between zeros.
  private mutating func collectPlaces(upTo end: Int) {
    let lowered = bytes
    var start = 0
    var characters = 0
    for place in 0..<end {
      let byte = lowered[place]
      if byte == 0 {
        if characters > 1 { places.append(start..<place) }
        start = place + 1
        characters = 0
      } else if byte & 0xC0 != 0x80 {
        characters += 1
      }
    }
  }
}
