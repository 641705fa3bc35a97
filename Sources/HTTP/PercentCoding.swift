/// Percent-encoding of parts of a target (RFC 3986, section 2.1).
enum PercentCoding {
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
