extension DateFormat {
  /// Days since 1970-01-01, as a text names the day; `nil` if it is not of this format or names none of the calendar.
  ///
  /// Sound: the bytes are lent for as long as they are read.
  package func days(of text: ArraySlice<UInt8>) -> Int64? {
    unsafe text.withUnsafeBufferPointer { unsafe date(withoutBlanks($0)) }
  }

  /// Days since 1970-01-01, as the text names the day; `nil` if it is not of this format or names none of the calendar.
  func date(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    unsafe fields(of: text)?.day
  }

  /// Microseconds since 1970-01-01T00:00:00Z, cut below a microsecond; `nil` if the text is not of this format or no moment.
  func datetime(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let fields = unsafe fields(of: text), let day = fields.day, let hour = fields.hourOfDay
    else { return nil }
    return day * TimeText.microsecondsPerDay
      + (hour * 60 + fields.minute - fields.zone) * 60_000_000
      + fields.second * 1_000_000 + fields.microsecond
  }

  private func fields(of text: UnsafeBufferPointer<UInt8>) -> Fields? {
    var fields = Fields()
    var rest = unsafe Cursor(text: text)
    for part in parts {
      guard read(part, &rest, &fields) else { return nil }
    }
    return rest.isAtEnd ? fields : nil
  }

  @inline(__always)
  private func read(_ part: Part, _ rest: inout Cursor, _ fields: inout Fields) -> Bool {
    switch part {
    case .year: rest.number(digits: 4...4, within: 0...9999, &fields.year)
    case .yearOfCentury:
      rest.number(digits: 2...2, within: 0...99, &fields.year) && fields.addCentury()
    case .month: rest.number(digits: 1...2, within: 1...12, &fields.month)
    case .monthName: rest.monthName(&fields.month)
    case .day: rest.number(digits: 1...2, within: 1...31, &fields.dayOfMonth)
    case .paddedDay:
      rest.skipBlank() && rest.number(digits: 1...2, within: 1...31, &fields.dayOfMonth)
    case .dayOfYear: rest.number(digits: 1...3, within: 1...366, &fields.dayOfYear)
    case .hour: rest.number(digits: 1...2, within: 0...23, &fields.hour)
    case .hourOfHalf:
      rest.number(digits: 1...2, within: 1...12, &fields.hour) && fields.countHalves()
    case .half: rest.half(&fields.half)
    case .minute: rest.number(digits: 1...2, within: 0...59, &fields.minute)
    case .second: rest.number(digits: 1...2, within: 0...59, &fields.second)
    case .fraction: rest.fraction(&fields.microsecond)
    case .offset: rest.offset(&fields.zone)
    case .zoneName: rest.word("utc") || rest.word("gmt") || rest.word("z")
    case .blanks: rest.blanks()
    case .byte(let byte): rest.byte(byte)
    }
  }
}

/// What a text says.
private struct Fields {
  var year: Int64 = 0
  var month: Int64 = 1
  var dayOfMonth: Int64 = 1
  /// 0 if it is not said.
  var dayOfYear: Int64 = 0
  var hour: Int64 = 0
  /// Whether the hour is one of twelve.
  var isOfHalf = false
  /// 12 in the afternoon.
  var half: Int64 = 0
  var minute: Int64 = 0
  var second: Int64 = 0
  var microsecond: Int64 = 0
  /// Minutes east of Greenwich.
  var zone: Int64 = 0

  /// The day since 1970-01-01; `nil` if the calendar has none such.
  var day: Int64? {
    if dayOfYear > 0 {
      let isInYear = dayOfYear <= 337 + TimeText.length(ofMonth: 2, in: year)
      return isInYear ? TimeText.days(year, 1, 1) + dayOfYear - 1 : nil
    }
    guard dayOfMonth <= TimeText.length(ofMonth: month, in: year) else { return nil }
    return TimeText.days(year, month, dayOfMonth)
  }

  /// The hour of 24. An hour to 24 knows its half of the day.
  var hourOfDay: Int64? { isOfHalf ? hour % 12 + half : hour }

  /// Two digits mean a year from 1969 to 2068 (POSIX, strptime).
  mutating func addCentury() -> Bool {
    year += year < 69 ? 2000 : 1900
    return true
  }

  mutating func countHalves() -> Bool {
    isOfHalf = true
    return true
  }
}

/// A place in a text. Each method reads what it is named for and goes behind it, or answers that it is not there.
///
/// Sound: no byte is read from the count on.
@safe private struct Cursor {
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
  private func next(_ further: Int = 0) -> UInt8 {
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
