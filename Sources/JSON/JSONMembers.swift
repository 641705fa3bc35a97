/// Walks over the members of an object in place: says where keys and values lie and what numbers they are, and makes nothing of them.
///
/// It knows objects as programs write them: flat, with few members, no key twice, texts that are UTF-8 and need no unescaping. Before
/// anything else it stops, be that right or wrong; `JSONParser` then says which, because it reads the whole grammar and knows each mistake.
/// So what is walked over to its end is an object to the parser too, with the same members.
package struct JSONMembers {
  /// What a step leads to.
  package enum Step: Equatable, Sendable {
    /// A member, which `key` and the others describe.
    case member
    /// The end of the object; `place` is behind it.
    case end
    /// Something that only the parser can tell.
    case unknown
  }

  /// What stands under a key.
  package enum Kind: Equatable, Sendable {
    case text, number, boolean, null
  }

  /// How many members an object has at most.
  private static let limit = 8

  /// Where the next step begins.
  package private(set) var place: Int
  /// Where the key lies, without its quotes.
  package private(set) var key = 0..<0
  /// What the value is.
  package private(set) var kind = Kind.null
  /// Where the value lies; a text without its quotes.
  package private(set) var value = 0..<0
  /// The double next to a number; infinite where none is near.
  package private(set) var number = 0.0

  /// Whether a line has ended between the object's tokens.
  package private(set) var spansLines = false

  private var keys = InlineArray<8, Range<Int>>(repeating: 0..<0)
  private var keyCount = 0

  /// - Parameter place: where the object begins, with its brace.
  package init(at place: Int) {
    self.place = place
  }

  /// Goes to the next member of the object, which stands in the same text at each step.
  package mutating func next(in text: Span<UInt8>) -> Step {
    let isFirst = keyCount == 0
    if isFirst {
      guard take(UInt8(ascii: "{"), in: text) else { return .unknown }
      skipWhiteSpace(in: text)
      if take(UInt8(ascii: "}"), in: text) { return .end }
    } else {
      skipWhiteSpace(in: text)
      if take(UInt8(ascii: "}"), in: text) { return .end }
      guard take(UInt8(ascii: ","), in: text) else { return .unknown }
      skipWhiteSpace(in: text)
    }
    guard let key = plainText(in: text), note(key, in: text) else { return .unknown }
    self.key = key
    skipWhiteSpace(in: text)
    guard take(UInt8(ascii: ":"), in: text) else { return .unknown }
    skipWhiteSpace(in: text)
    return takeValue(in: text) ? .member : .unknown
  }

  /// Remembers a key; `false` if it stands a second time, or if there are too many to be compared.
  private mutating func note(_ key: Range<Int>, in text: Span<UInt8>) -> Bool {
    if keyCount == Self.limit { return false }
    for other in 0..<keyCount where keys[other].count == key.count {
      if (0..<key.count).allSatisfy({
        text[key.lowerBound + $0] == text[keys[other].lowerBound + $0]
      }) {
        return false
      }
    }
    keys[keyCount] = key
    keyCount += 1
    return true
  }

  private mutating func takeValue(in text: Span<UInt8>) -> Bool {
    guard place < text.count else { return false }
    switch text[place] {
    case UInt8(ascii: "\""):
      guard let value = plainText(in: text) else { return false }
      self.value = value
      kind = .text
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let number = JSONNumber(in: text, from: place)
      if number.lacksDigit { return false }
      self.number = number.double(in: text)
      value = place..<number.end
      kind = .number
      place = number.end
    case UInt8(ascii: "t"): return takeWord("true", .boolean, in: text)
    case UInt8(ascii: "f"): return takeWord("false", .boolean, in: text)
    case UInt8(ascii: "n"): return takeWord("null", .null, in: text)
    default: return false
    }
    return true
  }

  private mutating func takeWord(
    _ word: String, _ kind: Kind, in text: Span<UInt8>
  ) -> Bool {
    let start = place
    for byte in word.utf8 {
      guard take(byte, in: text) else { return false }
    }
    value = start..<place
    self.kind = kind
    return true
  }

  /// Takes a text that has no escape.
  ///
  /// - Returns: what stands between the quotes; `nil` if no text begins here, or if it has no end, an escape, a control character or something
  ///   that is not UTF-8.
  private mutating func plainText(in text: Span<UInt8>) -> Range<Int>? {
    guard take(UInt8(ascii: "\""), in: text) else { return nil }
    let start = place
    var end = start
    var all: UInt8 = 0
    while end < text.count {
      let byte = text[end]
      if byte == UInt8(ascii: "\"") {
        place = end &+ 1
        let range = start..<end
        return all < 0x80 || (try? UTF8Span(validating: text.extracting(range))) != nil
          ? range : nil
      }
      if byte < 0x20 || byte == UInt8(ascii: "\\") { return nil }
      all |= byte
      end &+= 1
    }
    return nil
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard place < text.count, text[place] == byte else { return false }
    place &+= 1
    return true
  }

  @inline(__always)
  private mutating func skipWhiteSpace(in text: Span<UInt8>) {
    let start = place
    place = text.endOfWhiteSpace(from: start)
    for passed in start..<place where text[passed] == UInt8(ascii: "\n") { spansLines = true }
  }
}
