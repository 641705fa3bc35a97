/// A number as it stands in a text (RFC 8259, section 6), read once: its end, and its digits as a whole number times a power of ten.
struct JSONNumber {
  private let start: Int
  /// The place of the first byte behind the number.
  private(set) var end: Int
  /// The grammar wants a digit at `end`, where none stands.
  private(set) var lacksDigit = false
  private let isNegative: Bool
  /// It has neither fraction nor exponent.
  private var isInteger = true
  /// All digits as a whole number, cut to 64 bits.
  private var mantissa: UInt64 = 0
  /// How many digits the mantissa has. A zero alone before the point is none of them.
  private var digitCount = 0
  /// The power of ten that the mantissa is to be multiplied with.
  private var exponent = 0

  /// Nineteen digits are below 2^64.
  private static let exactDigits = 19
  /// Beyond this no mantissa of `exactDigits` makes a finite double other than zero.
  private static let farthestExponent = 9999

  init(in text: Span<UInt8>, from start: Int) {
    self.start = start
    end = start
    isNegative = start < text.count && text[start] == UInt8(ascii: "-")
    if isNegative { end += 1 }
    if !take(UInt8(ascii: "0"), in: text) {
      takeDigits(in: text)
      if lacksDigit { return }
    }
    if take(UInt8(ascii: "."), in: text) {
      isInteger = false
      let wholeCount = digitCount
      takeDigits(in: text)
      if lacksDigit { return }
      exponent = wholeCount - digitCount
    }
    if take(UInt8(ascii: "e"), in: text) || take(UInt8(ascii: "E"), in: text) {
      isInteger = false
      takeExponent(in: text)
    }
  }

  /// The value in the text that the number was read from: an integer where 64 bits hold it, else the nearest double. `-0` is a double,
  /// because no integer says it.
  func value(in text: Span<UInt8>) -> JSONValue {
    integer.map { .integer($0) } ?? .double(double(in: text))
  }

  /// The double next to the number, in the text that it was read from; infinite where none is near.
  func double(in text: Span<UInt8>) -> Double {
    if digitCount <= Self.exactDigits, let near = Self.double(nextTo: mantissa, exponent) {
      return isNegative ? -near : near
    }
    return Self.double(spelledBy: text.extracting(start..<end))
  }

  private var integer: Int64? {
    guard isInteger, digitCount <= Self.exactDigits, !isNegative || mantissa > 0 else { return nil }
    if !isNegative { return Int64(exactly: mantissa) }
    return mantissa <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- mantissa) : nil
  }

  // Reading

  @inline(__always)
  private mutating func take(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard end < text.count, text[end] == byte else { return false }
    end &+= 1
    return true
  }

  @inline(__always)
  private mutating func takeDigits(in text: Span<UInt8>) {
    let first = end
    while end < text.count {
      let digit = text[end] &- UInt8(ascii: "0")
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      end &+= 1
    }
    lacksDigit = end == first
    digitCount &+= end &- first
  }

  private mutating func takeExponent(in text: Span<UInt8>) {
    let isSmall = take(UInt8(ascii: "-"), in: text)
    if !isSmall { _ = take(UInt8(ascii: "+"), in: text) }
    let first = end
    var written = 0
    while end < text.count {
      let digit = text[end] &- UInt8(ascii: "0")
      if digit > 9 { break }
      written = min(written * 10 + Int(digit), Self.farthestExponent)
      end += 1
    }
    lacksDigit = end == first
    exponent += isSmall ? -written : written
  }
}

extension JSONNumber {
  /// The powers of five below 2^63. A power of ten is one of these times a power of two.
  private static let powersOfFive: [UInt64] = [
    1, 5, 25, 125, 625, 3125, 15_625, 78_125, 390_625, 1_953_125, 9_765_625, 48_828_125,
    244_140_625, 1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125,
    3_814_697_265_625, 19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125,
    2_384_185_791_015_625, 11_920_928_955_078_125, 59_604_644_775_390_625,
    298_023_223_876_953_125, 1_490_116_119_384_765_625, 7_450_580_596_923_828_125,
  ]

  /// The double next to a whole number times a power of ten; ties go to the even neighbour.
  ///
  /// Where the number and the power are doubles themselves, one operation on them rounds once (W. D. Clinger, How to Read Floating Point
  /// Numbers Accurately, PLDI 1990). Else 63 bits or more of the result, and a bit that says whether anything lies beyond them, are rounded
  /// to a double's 53.
  ///
  /// - Returns: `nil` for powers beyond ten to the 27, unless the number is zero.
  private static func double(nextTo mantissa: UInt64, _ exponent: Int) -> Double? {
    if mantissa == 0 { return 0 }
    let power = abs(exponent)
    guard power < powersOfFive.count else { return nil }
    let five = powersOfFive[power]
    if mantissa <= 1 << 53, power <= 22 {
      let ten = Double(five) * powerOfTwo(power)
      return exponent < 0 ? Double(mantissa) / ten : Double(mantissa) * ten
    }
    return exponent < 0 ? quotient(mantissa, five, power) : product(mantissa, five, power)
  }

  /// The double next to mantissa / (five * 2^power).
  private static func quotient(_ mantissa: UInt64, _ five: UInt64, _ power: Int) -> Double {
    let (gain, loss) = (five.leadingZeroBitCount, mantissa.leadingZeroBitCount)
    let dividend = mantissa << loss
    let (quotient, rest) = (five << gain).dividingFullWidth((dividend >> 1, dividend << 63))
    return Double(quotient | (rest == 0 ? 0 : 1)) * powerOfTwo(gain - loss - 63 - power)
  }

  /// The double next to mantissa * five * 2^power.
  private static func product(_ mantissa: UInt64, _ five: UInt64, _ power: Int) -> Double {
    let (high, low) = mantissa.multipliedFullWidth(by: five)
    if high == 0 { return Double(low) * powerOfTwo(power) }
    let gain = high.leadingZeroBitCount
    let top = gain == 0 ? high : high << gain | low >> (64 - gain)
    return Double(top | (low << gain == 0 ? 0 : 1)) * powerOfTwo(64 - gain + power)
  }

  /// Two to a power far from the ends of what a double holds.
  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: 1023 + exponent) << 52)
  }

  /// The double next to a number of any length. The standard library reads more than JSON allows, but the grammar has been checked; it
  /// rounds to nearest.
  @inline(never)
  private static func double(spelledBy number: Span<UInt8>) -> Double {
    guard let text = try? UTF8Span(validating: number) else { return .infinity }
    return Double(String(copying: text)) ?? .infinity
  }
}
