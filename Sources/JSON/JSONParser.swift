/// Reads a JSON text (RFC 8259) from bytes.
package struct JSONParser {
  /// What a text may cost.
  package struct Limits: Equatable, Sendable {
    /// How many arrays and objects may stand within each other.
    package var depth = 64
    /// Whether a number whose nearest double is infinite is read as that, so that whoever wants the number can say what is wrong with it.
    package var allowsInfinity = false

    package init() {}
  }

  private let bytes: [UInt8]
  private let limits: Limits
  private var place: Int
  private var depth = 0

  /// Parses one text, with nothing but white space around it.
  ///
  /// - Throws: `JSONFailure` with the place and what would be right.
  /// - Complexity: O(*n*) in the number of bytes.
  package static func parse(
    _ bytes: [UInt8], limits: Limits = Limits()
  ) throws(JSONFailure) -> JSONValue {
    var place = 0
    let value = try parse(bytes, from: &place, limits: limits)
    place = bytes.span.endOfWhiteSpace(from: place)
    if place < bytes.count {
      throw JSONFailure.unexpected("the end of the text", at: place, in: bytes)
    }
    return value
  }

  /// Parses one value that stands in a longer text, after white space or none.
  ///
  /// - Parameter place: where to begin; afterwards the place of the first byte behind the value.
  /// - Throws: `JSONFailure` with the place, as it is in all of the bytes, and what would be right.
  package static func parse(
    _ bytes: [UInt8], from place: inout Int, limits: Limits = Limits()
  ) throws(JSONFailure) -> JSONValue {
    var parser = JSONParser(bytes: bytes, place: place, limits: limits)
    let value = try parser.value()
    place = parser.place
    return value
  }

  private init(bytes: [UInt8], place: Int, limits: Limits) {
    self.bytes = bytes
    self.place = place
    self.limits = limits
  }

  // Grammar, top down

  private mutating func value() throws(JSONFailure) -> JSONValue {
    skipWhiteSpace()
    guard place < bytes.count else { throw unexpected("a value") }
    switch bytes[place] {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws(JSONFailure) -> JSONValue {
    try descend()
    var members: [JSONValue.Member] = []
    var keys = Set<[UInt8]>()
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return ascend(.object([])) }
    repeat {
      skipWhiteSpace()
      let start = place
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw unexpected(
          members.isEmpty ? "a key in double quotes or '}'" : "a key in double quotes")
      }
      let key = try string()
      if isRepeated(key, members, &keys) { throw failure(.repeatedKey(key), at: start) }
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else { throw unexpected("':'") }
      members.append(JSONValue.Member(key: key, value: try value()))
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("',' or '}'") }
    return ascend(.object(members))
  }

  /// Keys are compared as bytes: two spellings that only Unicode holds equal are two keys. Few are compared one by one, many by a set.
  private func isRepeated(
    _ key: String, _ members: [JSONValue.Member], _ keys: inout Set<[UInt8]>
  ) -> Bool {
    if members.count < 8 {
      return members.contains { $0.key.utf8.elementsEqual(key.utf8) }
    }
    if keys.isEmpty { keys = Set(members.map { Array($0.key.utf8) }) }
    return !keys.insert(Array(key.utf8)).inserted
  }

  private mutating func array() throws(JSONFailure) -> JSONValue {
    try descend()
    var elements: [JSONValue] = []
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return ascend(.array([])) }
    repeat {
      elements.append(try value())
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected("',' or ']'") }
    return ascend(.array(elements))
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(JSONFailure) -> JSONValue {
    for expected in "\(word)".utf8 {
      guard take(expected) else { throw unexpected("\(word)") }
    }
    return value
  }

  private mutating func number() throws(JSONFailure) -> JSONValue {
    let start = place
    let number = JSONNumber(in: bytes.span, from: start)
    place = number.end
    if number.lacksDigit { throw unexpected("a digit") }
    let value = number.value(in: bytes.span)
    if !limits.allowsInfinity, case .double(let double) = value, double.isInfinite {
      throw failure(.numberTooLarge, at: start)
    }
    return value
  }

  private mutating func string() throws(JSONFailure) -> String {
    let start = place + 1
    place = start
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        let text = try text(bytes[start..<place], at: start)
        place += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<0x20: throw unexpected("an escape such as \\n")
      default: place += 1
      }
    }
    throw unexpected("'\"'")
  }

  /// The rest of a string that holds escapes; `place` is at the first.
  private mutating func escapedString(from start: Int) throws(JSONFailure) -> String {
    var unescaped = Array(bytes[start..<place])
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        place += 1
        return try text(unescaped[...], at: start)
      } else if byte == UInt8(ascii: "\\") {
        try unescaped.append(contentsOf: UTF8.encode(escape()) ?? UTF8.encodedReplacementCharacter)
      } else if byte < 0x20 {
        throw unexpected("an escape such as \\n")
      } else {
        unescaped.append(byte)
        place += 1
      }
    }
    throw unexpected("'\"'")
  }

  private mutating func escape() throws(JSONFailure) -> Unicode.Scalar {
    let start = place
    place += 1
    guard place < bytes.count else { throw unexpected("the rest of an escape") }
    let letter = bytes[place]
    place += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape(from: start)
    default: throw failure(.invalidEscape, at: start)
    }
  }

  private mutating func unicodeEscape(from start: Int) throws(JSONFailure) -> Unicode.Scalar {
    let high = try hexadecimal()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
      throw failure(.invalidEscape, at: start)
    }
    let low = try hexadecimal()
    guard (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { throw failure(.invalidEscape, at: start) }
    return scalar
  }

  private mutating func hexadecimal() throws(JSONFailure) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard place < bytes.count else { throw unexpected("a hexadecimal digit") }
      guard let digit = hexadecimalDigit(bytes[place]) else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | digit
      place += 1
    }
    return value
  }

  // Leaves

  private func text(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONFailure) -> String {
    guard let text = try? UTF8Span(validating: slice.span) else {
      throw failure(.invalidUTF8, at: start)
    }
    return String(copying: text)
  }

  private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  private mutating func skipWhiteSpace() {
    place = bytes.span.endOfWhiteSpace(from: place)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func descend() throws(JSONFailure) {
    if depth == limits.depth { throw failure(.tooDeep(limit: limits.depth), at: place) }
    depth += 1
    place += 1
  }

  private mutating func ascend(_ value: JSONValue) -> JSONValue {
    depth -= 1
    return value
  }

  private func unexpected(_ expected: String) -> JSONFailure {
    .unexpected(expected, at: place, in: bytes)
  }

  private func failure(_ reason: JSONFailure.Reason, at offset: Int) -> JSONFailure {
    JSONFailure(reason, at: offset, in: bytes)
  }
}
