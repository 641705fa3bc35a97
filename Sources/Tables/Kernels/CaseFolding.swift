/// Texts in small letters, as `String.lowercased()` gives them: each character by itself. Bytes that are no UTF-8 stay as they are.
enum CaseFolding {
  /// The small letter of an ASCII letter, else the byte itself.
  @inline(__always)
  static func small(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  static func isASCII(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var all: UInt8 = 0
    for place in 0..<text.count { unsafe all |= text[place] }
    return all < 0x80
  }

  /// Puts a text in small letters in place of what was in `folded`.
  static func fold(_ text: UnsafeBufferPointer<UInt8>, into folded: inout [UInt8]) {
    folded.removeAll(keepingCapacity: true)
    var place = 0
    while place < text.count {
      let byte = unsafe text[place]
      if byte < 0x80 {
        folded.append(small(byte))
        place &+= 1
        continue
      }
      let (value, length) = unsafe character(text, at: place)
      if let value {
        unsafe append(value, text, place..<place + length, to: &folded)
      } else {
        folded.append(byte)
      }
      place &+= length
    }
  }

  /// The small letter of a character that stands in this range; the character itself if it has none.
  private static func append(
    _ value: UInt32, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>,
    to folded: inout [UInt8]
  ) {
    if value < 0x800 {
      var packed = shortLetters[Int(value) - 0x80]
      repeat {
        folded.append(UInt8(truncatingIfNeeded: packed))
        packed >>= 8
      } while packed != 0
    } else if !isCaseless(value), let scalar = Unicode.Scalar(value) {
      folded.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    } else {
      for place in range { unsafe folded.append(text[place]) }
    }
  }

  /// Scripts without letters of two cases, from Hiragana to Yi and from Hangul on: there is nothing to look up.
  private static func isCaseless(_ value: UInt32) -> Bool {
    (0x3000..<0xA640).contains(value) || (0xAC00..<0xFB00).contains(value)
  }

  /// The small letters of U+0080 to U+07FF as their bytes, the first one lowest. None has more than three.
  private static let shortLetters: [UInt32] = (UInt32(0x80)..<0x800).map { value in
    guard let scalar = Unicode.Scalar(value) else { return 0 }
    return scalar.properties.lowercaseMapping.utf8.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// The character that begins with a byte above 127, and how many bytes it takes; `nil` and 1 if it is no UTF-8 (RFC 3629, 4).
  private static func character(
    _ text: UnsafeBufferPointer<UInt8>, at place: Int
  ) -> (value: UInt32?, length: Int) {
    let lead = unsafe UInt32(text[place])
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(lead), place + length <= text.count else { return (nil, 1) }
    var value = lead & (0xFF >> UInt32(length + 1))
    for next in place + 1..<place + length {
      let byte = unsafe text[next]
      guard byte & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard value >= least, Unicode.Scalar(value) != nil else { return (nil, 1) }
    return (value, length)
  }
}
