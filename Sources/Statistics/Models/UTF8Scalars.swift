/// The character of UTF-8 that begins at a byte, and how many bytes it takes; no character and one byte where there is none (RFC 3629, section 3).
@inline(__always)
func scalar(in text: Span<UInt8>, at place: Int) -> (scalar: Unicode.Scalar?, length: Int) {
  let first = text[place]
  if first < 0x80 { return (Unicode.Scalar(first), 1) }
  let length: Int
  var code: UInt32
  let least: UInt32
  switch first {
  case 0xC2...0xDF: (length, code, least) = (2, UInt32(first & 0x1F), 0x80)
  case 0xE0...0xEF: (length, code, least) = (3, UInt32(first & 0x0F), 0x800)
  case 0xF0...0xF4: (length, code, least) = (4, UInt32(first & 0x07), 0x1_0000)
  default: return (nil, 1)
  }
  guard place + length <= text.count else { return (nil, 1) }
  for next in (place + 1)..<(place + length) {
    guard text[next] & 0xC0 == 0x80 else { return (nil, 1) }
    code = code << 6 | UInt32(text[next] & 0x3F)
  }
  // What is above the greatest character, or half of a pair of UTF-16, is none.
  guard code >= least, let scalar = Unicode.Scalar(code) else { return (nil, 1) }
  return (scalar, length)
}

extension Unicode.Scalar {
  /// Whether this is a letter or a number of any script.
  var isLetterOrNumber: Bool {
    switch properties.generalCategory {
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}
