/// Reads the value of a parameter from its first byte to its last: names, texts in quotes and the marks between them.
///
/// A name or a value stands bare, or in double quotes with quotes in it doubled. A bare one ends at the first of `,` `:` `(` `)` `"`.
struct QueryScanner {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { place == bytes.count }

  /// A piece of text, and whether it stood in quotes.
  struct Token: Equatable {
    let text: String
    let isQuoted: Bool
  }

  /// Passes over a mark and the blanks before it; `false`, and nothing is passed over, if something else stands there.
  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    var next = place
    while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
    guard next < bytes.count, bytes[next] == UInt8(ascii: mark) else { return false }
    place = next + 1
    return true
  }

  /// Passes over what is left, if that is blanks alone.
  mutating func takeEnd() -> Bool {
    guard bytes[place...].allSatisfy({ $0 == UInt8(ascii: " ") }) else { return false }
    place = bytes.count
    return true
  }

  /// A name: in quotes, or bare and without the blanks around it; `nil` if there is none.
  mutating func name() -> Token? {
    if let quoted = quoted() { return quoted }
    let bare = bare { ",:()\"".utf8.contains($0) }
    let name = trimmed(bare)
    return name.isEmpty ? nil : Token(text: String(decoding: name, as: UTF8.self), isQuoted: false)
  }

  /// A value up to one of these marks: in quotes, or bare, which may be empty; `nil` if it begins with
  /// quotes that are not closed.
  mutating func value(until marks: String) -> Token? {
    if let quoted = quoted() { return quoted }
    let start = place
    let bare = bare { marks.utf8.contains($0) }
    guard bare.first != UInt8(ascii: "\"") else {
      place = start
      return nil
    }
    return Token(text: String(decoding: bare, as: UTF8.self), isQuoted: false)
  }

  /// A text in quotes; `nil`, and nothing is passed over but blanks, if there is none that ends.
  private mutating func quoted() -> Token? {
    let start = place
    guard take("\"") else { return nil }
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte != UInt8(ascii: "\"") {
        text.append(byte)
      } else if place < bytes.count, bytes[place] == byte {
        text.append(byte)
        place += 1
      } else {
        return Token(text: String(decoding: text, as: UTF8.self), isQuoted: true)
      }
    }
    place = start
    return nil
  }

  private mutating func bare(_ isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
    return bytes[start..<place]
  }
}

/// The bytes without the blanks at both ends.
func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let front = bytes.drop { $0 == UInt8(ascii: " ") }
  guard let last = front.lastIndex(where: { $0 != UInt8(ascii: " ") }) else {
    return front.suffix(0)
  }
  return front[...last]
}
