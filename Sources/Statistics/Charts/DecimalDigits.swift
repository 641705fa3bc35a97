/// A finite number as its decimal digits: the shortest that read back as the same double.
struct DecimalDigits: Equatable {
  let isNegative: Bool
  /// From 0 to 9 each; neither the first nor the last is 0, and 0 itself has none.
  private(set) var digits: [UInt8]
  /// The power of ten of the first digit: 2 for 345.
  private(set) var exponent: Int

  /// - Precondition: `number` is finite.
  init(_ number: Double) {
    precondition(number.isFinite, "only finite numbers have digits")
    var digits: [UInt8] = []
    var (wholeCount, isBehindPoint, power, sign) = (0, false, 0, 1)
    var isInPower = false
    for byte in number.magnitude.description.utf8 {
      switch byte {
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "e"): isInPower = true
      case UInt8(ascii: "-"): sign = -1
      case UInt8(ascii: "+"): sign = 1
      default:
        let digit = byte &- UInt8(ascii: "0")
        if isInPower {
          power = power * 10 + Int(digit)
        } else {
          digits.append(digit)
          if !isBehindPoint { wholeCount += 1 }
        }
      }
    }
    let zeros = digits.prefix { $0 == 0 }.count
    isNegative = number < 0
    self.digits = Array(digits.dropFirst(zeros))
    exponent = self.digits.isEmpty ? 0 : wholeCount - 1 - zeros + sign * power
    dropZeros()
  }

  /// Rounds to so many digits; a half goes up.
  mutating func round(to count: Int) {
    guard count >= 0, digits.count > count else { return }
    let goesUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if goesUp { increment() }
    dropZeros()
  }

  private mutating func increment() {
    while let last = digits.popLast() {
      if last < 9 { return digits.append(last + 1) }
    }
    digits = [1]
    exponent += 1
  }

  private mutating func dropZeros() {
    while digits.last == 0 { digits.removeLast() }
  }
}
