/// Percent-encoding of parts of a target (RFC 3986, section 2.1).
package enum PercentCoding {
  /// What stands for itself in a path, beside letters and digits (RFC 3986, section 3.3).
  private static let plain = Array("-._~!$&'()*+,;=:@/".utf8)

  /// A path as it stands in a target: what may not stand there is escaped, slashes stay.
  package static func encoded(path: String) -> String {
    var text: [UInt8] = []
    for byte in path.utf8 {
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 && byte < 0x80
      if isLetter || Characters.isDigit(byte) || plain.contains(byte) {
        text.append(byte)
      } else {
        text.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
          text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether every `%` is followed by two hexadecimal digits.
  static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
    var place = bytes.startIndex
    while place < bytes.endIndex {
      if bytes[place] == UInt8(ascii: "%") {
        guard place + 2 < bytes.endIndex, Characters.hexValue(bytes[place + 1]) != nil,
          Characters.hexValue(bytes[place + 2]) != nil
        else { return false }
        place += 3
      } else {
        place += 1
      }
    }
    return true
  }

  /// The bytes with every escape replaced by its byte. A `%` that begins no escape stays.
  ///
  /// - Parameter plusIsSpace: `+` stands for a space, as forms and their queries write it.
  static func decoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var place = bytes.startIndex
    while place < bytes.endIndex {
      let byte = bytes[place]
      if byte == UInt8(ascii: "%"), place + 2 < bytes.endIndex,
        let high = Characters.hexValue(bytes[place + 1]),
        let low = Characters.hexValue(bytes[place + 2])
      {
        result.append(high << 4 | low)
        place += 3
      } else {
        result.append(plusIsSpace && byte == UInt8(ascii: "+") ? Characters.space : byte)
        place += 1
      }
    }
    return result
  }
}
