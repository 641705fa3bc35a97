/// Numbers for people: six digits that count, or more where the whole part has more.
enum ShortNumber {
  private static let digitCount = 6
  /// Beyond these powers of ten, which 0.1 and 1 lie within as 0 and 1, a number is written with an exponent.
  private static let plainExponents = -3...15

  /// A number rounded half away from zero, from the digits of its shortest form.
  static func text(_ number: Double) -> String {
    guard number.isFinite, number != 0 else { return number.isFinite ? "0" : "-" }
    var (digits, exponent) = parts(number.magnitude)
    let kept = plainExponents.contains(exponent) ? max(digitCount, exponent) : digitCount
    if digits.count > kept { round(&digits, to: kept, &exponent) }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let sign = number < 0 ? "-" : ""
    return sign
      + (plainExponents.contains(exponent) ? plain(digits, exponent) : scientific(digits, exponent))
  }

  /// The digits of 0.ddd... and the power of ten that it is multiplied by; the first digit is not 0.
  private static func parts(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var exponent = 0
    var isBehindPoint = false
    var rest = number.description.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "e") {
        exponent += Int(String(decoding: rest, as: UTF8.self)) ?? 0
        break
      }
      if byte == UInt8(ascii: ".") {
        isBehindPoint = true
        continue
      }
      let isLeadingZero = digits.isEmpty && byte == UInt8(ascii: "0")
      if !isLeadingZero { digits.append(byte - UInt8(ascii: "0")) }
      if !isBehindPoint, !isLeadingZero { exponent += 1 }
      if isBehindPoint, isLeadingZero { exponent -= 1 }
    }
    return (digits, exponent)
  }

  private static func round(_ digits: inout [UInt8], to count: Int, _ exponent: inout Int) {
    let isUp = digits[count] >= 5
    digits.removeSubrange(count...)
    guard isUp else { return }
    while digits.last == 9 { digits.removeLast() }
    if let last = digits.indices.last {
      digits[last] += 1
    } else {
      digits = [1]
      exponent += 1
    }
  }

  private static func plain(_ digits: [UInt8], _ exponent: Int) -> String {
    let characters = digits.map { Character(UnicodeScalar($0 + UInt8(ascii: "0"))) }
    if exponent <= 0 {
      return "0." + String(repeating: "0", count: -exponent) + String(characters)
    }
    if characters.count <= exponent {
      return String(characters) + String(repeating: "0", count: exponent - characters.count)
    }
    return String(characters[..<exponent]) + "." + String(characters[exponent...])
  }

  private static func scientific(_ digits: [UInt8], _ exponent: Int) -> String {
    plain(digits, 1) + "e" + (exponent > 0 ? "+" : "") + String(exponent - 1)
  }
}
