/// The classes of bytes that the grammar of HTTP speaks of.
enum Characters {
  static let tab = UInt8(0x09)
  static let lineFeed = UInt8(0x0A)
  static let carriageReturn = UInt8(0x0D)
  static let space = UInt8(0x20)

  /// A byte of a token: letters, digits and ``!#$%&'*+-.^_`|~`` (RFC 9110, section 5.6.2).
  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    isIn(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE, byte)
  }

  /// A byte that may stand in a host's name: unreserved, sub-delims and `%` (RFC 3986, section 3.2.2).
  @inline(__always)
  static func isHostName(_ byte: UInt8) -> Bool {
    isIn(low: 0x2BFF_7FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE, byte)
  }

  /// A byte that may stand in a field value: visible, space, tab, or above 127 (RFC 9110, section 5.5).
  @inline(__always)
  static func isFieldValue(_ byte: UInt8) -> Bool {
    byte >= 0x20 ? byte != 0x7F : byte == tab
  }

  /// The value of a hexadecimal digit.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte &- 0x30
    case 0x41...0x46: byte &- 0x37
    case 0x61...0x66: byte &- 0x57
    default: nil
    }
  }

  /// A space or a tab, which may stand around a field's value (RFC 9110, section 5.6.3).
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == space || byte == tab
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10
  }

  /// The lower case of an ASCII letter; any other byte as it is.
  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  @inline(__always)
  private static func isIn(low: UInt64, high: UInt64, _ byte: UInt8) -> Bool {
    guard byte < 128 else { return false }
    return ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 == 1
  }

  /// The bytes without the spaces and tabs at both ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = bytes
    while let first = rest.first, first == space || first == tab { rest = rest.dropFirst() }
    while let last = rest.last, last == space || last == tab { rest = rest.dropLast() }
    return rest
  }

  /// Whether the bytes are the word, letters compared without case. The word is in lower case.
  static func matches(_ bytes: ArraySlice<UInt8>, _ word: [UInt8]) -> Bool {
    guard bytes.count == word.count else { return false }
    var place = bytes.startIndex
    for byte in word {
      if lowered(bytes[place]) != byte { return false }
      place += 1
    }
    return true
  }
}
