/// Numbers as people read them in charts and reports: a point before decimals, commas between thousands, a true minus sign.
package enum NumberText {
  /// A number with six significant digits or, where it has more of them, with all digits before the point.
  ///
  /// From 10^15 on and below 1/10,000 it is written with a power of ten: `1.5×10⁻⁷`. What is not finite is `NaN`, `∞` or `−∞`.
  package static func readable(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞" }
    var decimal = DecimalDigits(number)
    let exponent = decimal.exponent
    decimal.round(to: max(6, exponent < 15 ? exponent + 1 : 0))
    let sign = decimal.isNegative && !decimal.digits.isEmpty ? "−" : ""
    guard (-4..<15).contains(decimal.exponent) else {
      let significand = plain(decimal.digits, pointBehind: 1, groups: false)
      return "\(sign)\(significand)×10\(superscript(decimal.exponent))"
    }
    let groups = decimal.exponent >= 4
    return sign + plain(decimal.digits, pointBehind: decimal.exponent + 1, groups: groups)
  }

  /// A whole number with commas between its thousands: `12,345`. Four digits alone are not parted, so that years look like years.
  package static func whole(_ number: Int) -> String {
    let digits = number.magnitude.description.utf8.map { $0 - UInt8(ascii: "0") }
    let text = plain(digits, pointBehind: digits.count, groups: digits.count > 4)
    return (number < 0 ? "−" : "") + text
  }

  /// Digits with a point; zeros are added where it lies beyond them.
  ///
  /// - Parameters:
  ///   - place: how many digits stand before the point; negative if zeros follow it.
  ///   - groups: whether commas part the thousands.
  static func plain(_ digits: [UInt8], pointBehind place: Int, groups: Bool) -> String {
    var text: [UInt8] = []
    for position in 0..<max(1, place) {
      if groups, position > 0, (place - position).isMultiple(of: 3) {
        text.append(UInt8(ascii: ","))
      }
      let digit = place > 0 && position < digits.count ? digits[position] : 0
      text.append(UInt8(ascii: "0") + digit)
    }
    if digits.count > place {
      text.append(UInt8(ascii: "."))
      text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, -place)))
      text.append(contentsOf: digits.dropFirst(max(0, place)).map { UInt8(ascii: "0") + $0 })
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A whole number in raised digits, for the power of ten.
  static func superscript(_ number: Int) -> String {
    let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    let digits = number.magnitude.description.utf8.map { raised[Int($0 - UInt8(ascii: "0"))] }
    return (number < 0 ? "⁻" : "") + String(digits)
  }
}
