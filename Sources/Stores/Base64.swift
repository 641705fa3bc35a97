/// Bytes as text of the characters that base 64 has by itself: with `+` and `/`, padded with `=` (RFC 4648, section 4).
package enum Base64 {
  /// The text of some bytes.
  package static func text(of bytes: [UInt8]) -> String { Base64Alphabet.plain.text(of: bytes) }

  /// The bytes that a text means.
  ///
  /// - Returns: `nil` for any text that `text(of:)` does not make. So no two texts mean the same bytes.
  package static func bytes(of text: String) -> [UInt8]? { Base64Alphabet.plain.bytes(of: text) }
}

/// Bytes as text that can stand in a URL: base 64 with `-` and `_`, without padding (RFC 4648, section 5).
package enum Base64URL {
  /// The text of some bytes.
  package static func text(of bytes: [UInt8]) -> String { Base64Alphabet.ofURLs.text(of: bytes) }

  /// The bytes that a text means.
  ///
  /// - Returns: `nil` for any text that `text(of:)` does not make: with other characters, with padding, of an impossible length, or with
  ///   bits behind the last byte. So no two texts mean the same bytes.
  package static func bytes(of text: String) -> [UInt8]? { Base64Alphabet.ofURLs.bytes(of: text) }
}

/// What the two kinds of base 64 do not share: their last two characters, and whether a text is padded.
private struct Base64Alphabet {
  static let plain = Base64Alphabet("+/", isPadded: true)
  static let ofURLs = Base64Alphabet("-_", isPadded: false)

  private let characters: [UInt8]
  private let isPadded: Bool

  private init(_ lastTwo: String, isPadded: Bool) {
    characters = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(lastTwo)".utf8)
    self.isPadded = isPadded
  }

  func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var pending: UInt32 = 0
    var bitCount = 0
    for byte in bytes {
      pending = pending << 8 | UInt32(byte)
      bitCount += 8
      while bitCount >= 6 {
        bitCount -= 6
        text.append(characters[Int(pending >> bitCount & 63)])
      }
    }
    if bitCount > 0 { text.append(characters[Int(pending << (6 - bitCount) & 63)]) }
    while isPadded, text.count % 4 != 0 { text.append(Self.padding) }
    return String(decoding: text, as: UTF8.self)
  }

  func bytes(of text: String) -> [UInt8]? {
    var characters = Array(text.utf8)[...]
    if isPadded {
      guard characters.count % 4 == 0 else { return nil }
      // Two at most: what is behind the last byte of a text of four is one character or two.
      for _ in 0..<2 where characters.last == Self.padding { characters.removeLast() }
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count * 3 / 4)
    var pending: UInt32 = 0
    var bitCount = 0
    for character in characters {
      guard let value = value(of: character) else { return nil }
      pending = pending << 6 | value
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: pending >> bitCount))
      }
    }
    let isWhole = bitCount < 6 && pending & ((1 << bitCount) - 1) == 0
    return isWhole ? bytes : nil
  }

  private static let padding = UInt8(ascii: "=")

  private func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case characters[62]: 62
    case characters[63]: 63
    default: nil
    }
  }
}
