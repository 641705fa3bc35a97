/// A place in a text. Each method reads what it is named for and goes behind it, or answers that it is not there.
///
/// Sound: no byte is read from the count on.
@safe struct TimeCursor {
  private let text: UnsafeBufferPointer<UInt8>
  private let count: Int
  private var place = 0

  init(text: UnsafeBufferPointer<UInt8>) {
    unsafe self.text = text
    count = text.count
  }

  var isAtEnd: Bool { place == count }

  /// The byte that is next, a number of bytes on; 0 behind the end, which no part reads.
  @inline(__always)
  func next(_ further: Int = 0) -> UInt8 {
    place + further < count ? unsafe text[place + further] : 0
  }

  /// The value of the digit that is next; more than 9 if there is none.
  @inline(__always)
  private var digit: UInt8 { next() &- UInt8(ascii: "0") }

  private static let monthNames: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// As many digits as there are of those that may be.
  @inline(__always)
  mutating func number(
    digits: ClosedRange<Int>, within bounds: ClosedRange<Int64>, _ field: inout Int64
  ) -> Bool {
    let start = place
    var value: Int64 = 0
    while digit <= 9, place - start < digits.upperBound {
      value = value * 10 + Int64(digit)
      place += 1
    }
    field = value
    return place - start >= digits.lowerBound && bounds.contains(value)
  }

  /// One to nine digits behind the point of a second.
  mutating func fraction(_ microseconds: inout Int64) -> Bool {
    let start = place
    var unit: Int64 = 1_000_000
    microseconds = 0
    while digit <= 9, place - start < 9 {
      unit /= 10
      microseconds += Int64(digit) * unit
      place += 1
    }
    return place > start
  }

  @inline(__always)
  mutating func byte(_ byte: UInt8) -> Bool {
    guard place < count, next() == byte else { return false }
    place += 1
    return true
  }

  /// One blank, or none.
  mutating func skipBlank() -> Bool {
    if isBlank(next()) { place += 1 }
    return true
  }

  /// One blank or more.
  mutating func blanks() -> Bool {
    let start = place
    while isBlank(next()) { place += 1 }
    return place > start
  }

  /// A word in letters of either case.
  mutating func word(_ word: StaticString, from first: Int = 0) -> Bool {
    let letters = word.utf8CodeUnitCount - first
    guard reads(word, first..<first + letters) else { return false }
    place += letters
    return true
  }

  /// The first three letters of a month or all.
  mutating func monthName(_ month: inout Int64) -> Bool {
    guard let number = Self.monthNames.firstIndex(where: { reads($0, 0..<3) }) else {
      return false
    }
    month = Int64(number + 1)
    place += 3
    _ = word(Self.monthNames[number], from: 3)
    return true
  }

  /// Whether letters of a word are next, in letters of either case.
  @inline(__always)
  private func reads(_ word: StaticString, _ letters: Range<Int>) -> Bool {
    letters.enumerated().allSatisfy { unsafe next($0) | 0x20 == word.utf8Start[$1] }
  }

  mutating func half(_ half: inout Int64) -> Bool {
    half = 0
    if word("am") { return true }
    half = 12
    return word("pm")
  }

  /// `Z`, `+02`, `+0200` or `+02:00`, in minutes.
  mutating func offset(_ minutes: inout Int64) -> Bool {
    minutes = 0
    if word("z") { return true }
    let isWest = byte(UInt8(ascii: "-"))
    guard isWest || byte(UInt8(ascii: "+")) else { return false }
    var (hours, rest): (Int64, Int64) = (0, 0)
    guard number(digits: 2...2, within: 0...23, &hours) else { return false }
    let hasColon = byte(UInt8(ascii: ":"))
    if hasColon || digit <= 9 {
      guard number(digits: 2...2, within: 0...59, &rest) else { return false }
    }
    minutes = (isWest ? -1 : 1) * (hours * 60 + rest)
    return true
  }
}
