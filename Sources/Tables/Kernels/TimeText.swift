/// Days and moments as they are written: `2015-07-31`, `2015-07-31T23:59:58.25+02:00` (RFC 3339, with a blank for the T, without seconds
/// or without a zone if one likes).
package enum TimeText {
  static let microsecondsPerDay: Int64 = 86_400_000_000

  /// Days since 1970-01-01; `nil` if the text is no day of the calendar.
  static func date(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard text.count == 10, unsafe text[4] == UInt8(ascii: "-"),
      unsafe text[7] == UInt8(ascii: "-"),
      let year = unsafe digits(text, 0..<4), let month = unsafe digits(text, 5..<7),
      let day = unsafe digits(text, 8..<10), (1...12).contains(month), day >= 1,
      day <= length(ofMonth: month, in: year)
    else { return nil }
    return days(year, month, day)
  }

  /// Microseconds since 1970-01-01T00:00:00Z, cut below a microsecond; `nil` if the text is no moment. A day alone is its midnight. A
  /// time without a zone is taken as UTC.
  static func datetime(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard text.count >= 10, let day = unsafe date(UnsafeBufferPointer(rebasing: text[..<10])) else {
      return nil
    }
    if text.count == 10 { return day * microsecondsPerDay }
    guard unsafe text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: " "), text.count >= 16,
      let hour = unsafe digits(text, 11..<13), unsafe text[13] == UInt8(ascii: ":"),
      let minute = unsafe digits(text, 14..<16), hour < 24, minute < 60
    else { return nil }
    var place = 16
    guard let seconds = unsafe seconds(text, &place), let zone = unsafe zone(text, place) else {
      return nil
    }
    return day * microsecondsPerDay + (hour * 60 + minute - zone) * 60_000_000 + seconds
  }

  /// `:07.125` in microseconds; 0 if there are no seconds.
  private static func seconds(_ text: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int64? {
    guard place < text.count, unsafe text[place] == UInt8(ascii: ":") else { return 0 }
    guard place + 3 <= text.count, let whole = unsafe digits(text, place + 1..<place + 3),
      whole < 60
    else { return nil }
    place += 3
    guard place < text.count, unsafe text[place] == UInt8(ascii: ".") else {
      return whole * 1_000_000
    }
    place += 1
    let start = place
    var fraction: Int64 = 0
    var unit: Int64 = 1_000_000
    while place < text.count, unsafe text[place] &- UInt8(ascii: "0") <= 9 {
      unit /= 10
      fraction += unsafe Int64(text[place] - UInt8(ascii: "0")) * unit
      place += 1
    }
    return place > start && place - start <= 9 ? whole * 1_000_000 + fraction : nil
  }

  /// `Z`, `+02:00` or nothing, in minutes east of Greenwich.
  private static func zone(_ text: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int64? {
    if place == text.count { return 0 }
    let sign = unsafe text[place]
    if sign == UInt8(ascii: "Z") { return place + 1 == text.count ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.count == place + 6,
      unsafe text[place + 3] == UInt8(ascii: ":"),
      let hours = unsafe digits(text, place + 1..<place + 3),
      let minutes = unsafe digits(text, place + 4..<place + 6), hours < 24, minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64? {
    var value: Int64 = 0
    for place in range {
      let digit = unsafe text[place] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int64(digit)
    }
    return value
  }

  /// How many days a month has, from 28 to 31.
  package static func length(ofMonth month: Int64, in year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar.
  ///
  /// - Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms, days_from_civil.
  package static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
