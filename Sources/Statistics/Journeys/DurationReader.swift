/// Goes over the text of a duration from left to right.
struct DurationReader {
  /// The place of the byte that comes next.
  private(set) var place = 0
  private var hasYearsOrMonths = false
  private var isTooLong = false

  private static let second: Int64 = 1_000_000_000

  // Numbers with letters

  /// The nanoseconds of `1DT1H12M` and the like, up to the end of the text.
  mutating func components(in text: Span<UInt8>) throws(ISODurationFailure) -> Int128 {
    var sum: Int128 = 0
    var rank = 0
    var isTime = false
    var isFraction = false
    while place < text.count {
      if !isTime, letter("t", in: text) {
        isTime = true
        rank = 0
      }
      guard !isFraction, let number = number(in: text), place < text.count,
        let unit = Self.unit(text[place] | 0x20, isTime: isTime), unit.rank > rank
      else { throw .malformed }
      place += 1
      rank = unit.rank
      isFraction = !number.fraction.isEmpty
      if unit.nanoseconds == 0 {
        if number.whole > 0 || Self.isAboveZero(text, number.fraction) { hasYearsOrMonths = true }
        continue
      }
      sum += Self.nanoseconds(number, in: text, of: unit.nanoseconds)
    }
    return try checked(sum)
  }

  /// The nanoseconds of a number of seconds that is the whole text.
  mutating func seconds(in text: Span<UInt8>) throws(ISODurationFailure) -> Int128 {
    guard let number = number(in: text), place == text.count else { throw .malformed }
    return try checked(Self.nanoseconds(number, in: text, of: Self.second))
  }

  private static func nanoseconds(
    _ number: Number, in text: Span<UInt8>, of unit: Int64
  ) -> Int128 {
    let length =
      Int128(number.whole) * Int128(unit) + Int128(share(text, number.fraction, of: unit))
    return number.isNegative ? -length : length
  }

  /// What a letter stands for, and its rank in its half; years and months have no length.
  private static func unit(
    _ letter: UInt8, isTime: Bool
  ) -> (rank: Int, nanoseconds: Int64)? {
    switch (letter, isTime) {
    case (UInt8(ascii: "y"), false): (1, 0)
    case (UInt8(ascii: "m"), false): (2, 0)
    case (UInt8(ascii: "w"), false): (3, 604_800 * second)
    case (UInt8(ascii: "d"), false): (4, 86_400 * second)
    case (UInt8(ascii: "h"), true): (1, 3_600 * second)
    case (UInt8(ascii: "m"), true): (2, 60 * second)
    case (UInt8(ascii: "s"), true): (3, second)
    default: nil
    }
  }

  /// `12`, `-3`, `0.5`: the whole part, and where the digits of the fraction are.
  private typealias Number = (isNegative: Bool, whole: UInt64, fraction: Range<Int>)

  private mutating func number(in text: Span<UInt8>) -> Number? {
    let isNegative = sign(in: text)
    let start = place
    var whole: UInt64 = 0
    while place < text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      if digit > 9 { break }
      let (tens, overflows) = whole.multipliedReportingOverflow(by: 10)
      let (sum, overflowsAgain) = tens.addingReportingOverflow(UInt64(digit))
      if overflows || overflowsAgain { isTooLong = true }
      whole = sum
      place += 1
    }
    guard place > start, let fraction = fraction(in: text) else { return nil }
    return (isNegative, whole, fraction)
  }

  // Dates and times

  /// The nanoseconds of `0000-00-01T01:02:03` and the like, up to the end of the text.
  mutating func dateAndTime(in text: Span<UInt8>) throws(ISODurationFailure) -> Int128 {
    var sum: Int128 = 0
    var isExtended: Bool?
    if !letter("t", in: text) {
      guard let date = date(in: text) else { throw .malformed }
      sum = Int128(date.days) * Int128(86_400 * Self.second)
      isExtended = date.isExtended
      if place == text.count { return try checked(sum) }
      guard letter("t", in: text) else { throw .malformed }
    }
    guard let time = time(in: text), isExtended == nil || isExtended == time.isExtended,
      place == text.count
    else { throw .malformed }
    return try checked(sum + Int128(time.nanoseconds))
  }

  /// Years and months, which must be none, and at most 30 days; or years and at most 365 days.
  private mutating func date(in text: Span<UInt8>) -> (days: Int64, isExtended: Bool)? {
    guard let years = digits(4, in: text) else { return nil }
    let isExtended = take(UInt8(ascii: "-"), in: text)
    let ordinal = place
    if let days = digits(3, in: text), place == text.count || text[place] | 0x20 == 0x74 {
      hasYearsOrMonths = years > 0
      return days <= 365 ? (days, isExtended) : nil
    }
    place = ordinal
    guard let months = digits(2, in: text), !isExtended || take(UInt8(ascii: "-"), in: text),
      let days = digits(2, in: text), months <= 12, days <= 30
    else { return nil }
    hasYearsOrMonths = years > 0 || months > 0
    return (days, isExtended)
  }

  private mutating func time(in text: Span<UInt8>) -> (nanoseconds: Int64, isExtended: Bool)? {
    let colon = UInt8(ascii: ":")
    guard let hours = digits(2, in: text) else { return nil }
    let isExtended = take(colon, in: text)
    guard let minutes = digits(2, in: text), !isExtended || take(colon, in: text),
      let seconds = digits(2, in: text), let fraction = fraction(in: text),
      hours <= 24, minutes <= 60, seconds <= 60
    else { return nil }
    let whole = (hours * 60 + minutes) * 60 + seconds
    return (whole * Self.second + Self.share(text, fraction, of: Self.second), isExtended)
  }

  /// The number of so many digits.
  private mutating func digits(_ count: Int, in text: Span<UInt8>) -> Int64? {
    guard place + count <= text.count else { return nil }
    var number: Int64 = 0
    for next in place..<place + count {
      let digit = text[next] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      number = number * 10 + Int64(digit)
    }
    place += count
    return number
  }

  // Leaves

  /// Takes a sign, if one is there; whether it is a minus.
  mutating func sign(in text: Span<UInt8>) -> Bool {
    if take(UInt8(ascii: "-"), in: text) { return true }
    _ = take(UInt8(ascii: "+"), in: text)
    return false
  }

  /// Takes a letter of either case, given as a small one.
  mutating func letter(_ letter: Unicode.Scalar, in text: Span<UInt8>) -> Bool {
    guard place < text.count, text[place] | 0x20 == UInt8(ascii: letter) else { return false }
    place += 1
    return true
  }

  /// Where the digits behind a point or a comma are, none if there is neither; `nil` if it has none.
  private mutating func fraction(in text: Span<UInt8>) -> Range<Int>? {
    guard take(UInt8(ascii: "."), in: text) || take(UInt8(ascii: ","), in: text) else {
      return place..<place
    }
    let start = place
    while place < text.count, text[place] &- UInt8(ascii: "0") <= 9 { place += 1 }
    return place > start ? start..<place : nil
  }

  private mutating func take(_ byte: UInt8, in text: Span<UInt8>) -> Bool {
    guard place < text.count, text[place] == byte else { return false }
    place += 1
    return true
  }

  private func checked(_ sum: Int128) throws(ISODurationFailure) -> Int128 {
    if isTooLong { throw .tooLong }
    if hasYearsOrMonths { throw .noFixedLength }
    return sum
  }

  private static func isAboveZero(_ text: Span<UInt8>, _ digits: Range<Int>) -> Bool {
    digits.contains { text[$0] != UInt8(ascii: "0") }
  }

  /// A decimal fraction of a unit, rounded to the nearest whole number, halves to the even one.
  ///
  /// Each step from the last digit to the first adds the digit's share and divides by ten: what is left over is a digit behind the point
  /// of the result, so nothing is lost, however many digits there are.
  private static func share(
    _ text: Span<UInt8>, _ digits: Range<Int>, of unit: Int64
  ) -> Int64 {
    var whole: Int64 = 0
    var tenths: Int64 = 0
    var isMore = false
    for place in digits.reversed() {
      isMore = isMore || tenths > 0
      (whole, tenths) = (whole + Int64(text[place] - UInt8(ascii: "0")) * unit)
        .quotientAndRemainder(dividingBy: 10)
    }
    let roundsUp = tenths > 5 || tenths == 5 && (isMore || whole % 2 == 1)
    return roundsUp ? whole + 1 : whole
  }
}
