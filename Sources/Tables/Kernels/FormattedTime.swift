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
    var rest = unsafe TimeCursor(text: text)
    for part in parts {
      guard read(part, &rest, &fields) else { return nil }
    }
    return rest.isAtEnd ? fields : nil
  }

  @inline(__always)
  private func read(_ part: Part, _ rest: inout TimeCursor, _ fields: inout Fields) -> Bool {
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
