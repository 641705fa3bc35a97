internal import Tables

/// Moments as events name them: `2025-06-26T14:30:00Z` and whatever else ISO 8601 and programs make of it.
///
/// A calendar date, then perhaps `T`, `t` or a blank and a time. Seconds may be left out; behind them may stand `.` or `,` and any number
/// of digits, of which those beyond the nanosecond are cut off. The zone is `Z`, `z`, `+02:00`, `+0200` or `+02`; none is UTC.
enum EventTime {
  private static let secondsPerDay: Int64 = 86_400

  /// Nanoseconds since 1970-01-01T00:00:00Z; `nil` if the text is no moment. A day alone is its midnight. What 64 bits do not hold, before
  /// the end of 1677 or after the spring of 2262, is the least or the greatest number that they do.
  static func nanoseconds(of text: Span<UInt8>) -> Int64? {
    guard text.count >= 10, let day = day(of: text) else { return nil }
    if text.count == 10 { return clamped(seconds: day &* secondsPerDay, 0) }
    guard text.count >= 16, isBetweenDayAndTime(text[10]), text[13] == UInt8(ascii: ":") else {
      return nil
    }
    let (hour, minute) = (pair(in: text, at: 11), pair(in: text, at: 14))
    guard hour < 24, minute < 60 else { return nil }
    var place = 16
    guard let (second, nanoseconds) = seconds(in: text, &place),
      let zone = zone(in: text, from: place)
    else { return nil }
    let ofDay = (hour &* 60 &+ minute) &* 60 &+ second
    return clamped(seconds: day &* secondsPerDay &+ ofDay &- zone, nanoseconds)
  }

  /// Days since 1970-01-01, as the first ten bytes name the day.
  @inline(__always)
  private static func day(of text: Span<UInt8>) -> Int64? {
    let (century, yearOfCentury) = (pair(in: text, at: 0), pair(in: text, at: 2))
    let (month, day) = (pair(in: text, at: 5), pair(in: text, at: 8))
    guard century < 100, yearOfCentury < 100, text[4] == UInt8(ascii: "-"),
      text[7] == UInt8(ascii: "-"), 1 <= month, month <= 12, 1 <= day
    else { return nil }
    let year = century &* 100 &+ yearOfCentury
    guard day <= 28 || day <= TimeText.length(ofMonth: month, in: year) else { return nil }
    return TimeText.days(year, month, day)
  }

  private static func isBetweenDayAndTime(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "T") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "t")
  }

  /// `:07.125` as seconds and nanoseconds; none of both if no colon is there.
  @inline(__always)
  private static func seconds(
    in text: Span<UInt8>, _ place: inout Int
  ) -> (second: Int64, nanoseconds: Int64)? {
    guard place < text.count, text[place] == UInt8(ascii: ":") else { return (0, 0) }
    guard text.count >= place + 3 else { return nil }
    let second = pair(in: text, at: place + 1)
    guard second < 60 else { return nil }
    place += 3
    guard place < text.count,
      text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: ",")
    else { return (second, 0) }
    place += 1
    let start = place
    var nanoseconds: Int64 = 0
    var unit: Int64 = 1_000_000_000
    while place < text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      if digit > 9 { break }
      unit /= 10
      nanoseconds &+= Int64(digit) &* unit
      place &+= 1
    }
    return place > start ? (second, nanoseconds) : nil
  }

  /// Seconds east of Greenwich, as the rest of the text says them.
  @inline(__always)
  private static func zone(in text: Span<UInt8>, from place: Int) -> Int64? {
    if place == text.count { return 0 }
    let sign = text[place]
    if sign | 0x20 == UInt8(ascii: "z") { return place + 1 == text.count ? 0 : nil }
    let isWest = sign == UInt8(ascii: "-")
    guard isWest || sign == UInt8(ascii: "+"), text.count >= place + 3 else { return nil }
    let hours = pair(in: text, at: place + 1)
    var minutes: Int64 = 0
    switch text.count - place {
    case 3: break
    case 5: minutes = pair(in: text, at: place + 3)
    case 6 where text[place + 3] == UInt8(ascii: ":"): minutes = pair(in: text, at: place + 4)
    default: return nil
    }
    guard hours < 24, minutes < 60 else { return nil }
    let seconds = (hours &* 60 &+ minutes) &* 60
    return isWest ? 0 &- seconds : seconds
  }

  /// The number of two digits; 100, more than any has, if they are none.
  @inline(__always)
  private static func pair(in text: Span<UInt8>, at place: Int) -> Int64 {
    let (tens, ones) = (text[place] &- UInt8(ascii: "0"), text[place &+ 1] &- UInt8(ascii: "0"))
    return tens > 9 || ones > 9 ? 100 : Int64(tens &* 10 &+ ones)
  }

  @inline(__always)
  private static func clamped(seconds: Int64, _ nanoseconds: Int64) -> Int64 {
    // A second nearer to zero: the least moment lies in a second whose beginning 64 bits do not hold.
    let (whole, rest) =
      seconds < 0 ? (seconds &+ 1, nanoseconds &- 1_000_000_000) : (seconds, nanoseconds)
    let (scaled, overflows) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowsAgain) = scaled.addingReportingOverflow(rest)
    return overflows || overflowsAgain ? (seconds < 0 ? .min : .max) : sum
  }
}
