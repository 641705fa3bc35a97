/// A number as it is written, with all of its digits, so that it can be held against mantissas of any scale without being rounded.
struct ExactDecimal: Equatable, Sendable {
  private let isNegative: Bool
  /// From 0 to 9, with no zero at either end; none for zero.
  private let digits: [UInt8]
  /// The value is the digits, read as a whole number, times ten to this power.
  private let exponent: Int

  /// Takes a text that `NumberText` reads as a number.
  init(_ text: some Sequence<UInt8>) {
    var isNegative = false
    var digits: [UInt8] = []
    var fractionCount = 0
    var isBehindPoint = false
    var written: [UInt8]?
    for byte in text {
      if written != nil {
        written?.append(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "+"): break
      case UInt8(ascii: "."): isBehindPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): written = []
      default:
        digits.append(byte - UInt8(ascii: "0"))
        if isBehindPoint { fractionCount += 1 }
      }
    }
    let end = digits.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
    self.isNegative = isNegative
    exponent = Self.power(written ?? []) + digits.count - end - fractionCount
    self.digits = Array(digits[..<end].drop { $0 == 0 })
  }

  init(_ value: Int64) {
    self.init(String(value).utf8)
  }

  /// What stands behind the `e`. Beyond a thousand million all powers of ten are alike: larger, or smaller, than every mantissa.
  private static func power(_ written: [UInt8]) -> Int {
    let limit = 1_000_000_000
    let isNegative = written.first == UInt8(ascii: "-")
    let magnitude = written.reduce(0) { sum, byte in
      byte &- UInt8(ascii: "0") <= 9
        ? min(limit, sum * 10 + Int(byte &- UInt8(ascii: "0"))) : sum
    }
    return isNegative ? -magnitude : magnitude
  }

  /// The greatest whole number that is not above the value times ten to `scale`, and the least that is not below it.
  ///
  /// Beyond 20 digits, where no mantissa reaches, it is 10 to the power of 20, or minus that.
  func neighbours(scale: Int) -> (below: Int128, above: Int128) {
    let wholeCount = digits.isEmpty ? 0 : digits.count + exponent + scale
    guard wholeCount <= 20 else {
      let far = (0..<20).reduce(Int128(1)) { power, _ in power * 10 }
      return isNegative ? (-far, -far) : (far, far)
    }
    let isWhole = digits.count <= max(0, wholeCount)
    let whole = (0..<max(0, wholeCount)).reduce(Int128(0)) { value, place in
      value * 10 + (place < digits.count ? Int128(digits[place]) : 0)
    }
    if isNegative { return (isWhole ? -whole : -whole - 1, -whole) }
    return (whole, isWhole ? whole : whole + 1)
  }
}
