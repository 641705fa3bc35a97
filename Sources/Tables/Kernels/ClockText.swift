/// Moments as a clock showed them, in the styles in which tables are exported: `2015-07-31T23:59:58.25+02:00` and everything else that `TimeText`
/// reads, `2015/07/31`, `7/31/2015 11:59 PM`.
///
/// | part | how it is written |
/// | --- | --- |
/// | day | `2015-07-31`, `2015/7/31`, `7/31/2015` (the month first) |
/// | between them | `T`, or blanks |
/// | time, if there is one | `23:59`, `23:59:58`, `23:59:58.25`, `23:59:58,25` |
/// | half of the day, if the hour is one of twelve | ` AM`, `pm` |
/// | zone, if there is one | `Z`, `+02`, `+0200`, `+02:00`, `UTC`, `GMT` |
enum ClockText {
  /// Microseconds since 1970-01-01T00:00 on the clock that the text shows, cut below a microsecond; `nil` if it shows none. A day alone is
  /// its midnight. A zone must be one, and moves nothing.
  @inline(__always)
  static func time(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    var rest = unsafe TimeCursor(text: withoutBlanks(text))
    guard let day = day(&rest) else { return nil }
    let midnight = day * TimeText.microsecondsPerDay
    if rest.isAtEnd { return midnight }
    guard rest.word("t") || rest.blanks(), let time = timeOfDay(&rest), zone(&rest) else {
      return nil
    }
    return midnight + time
  }

  @inline(__always)
  private static func day(_ rest: inout TimeCursor) -> Int64? {
    var (year, month, day): (Int64, Int64, Int64) = (0, 0, 0)
    let isRead =
      if rest.next(4) == hyphen {
        rest.number(digits: 4...4, within: 0...9999, &year) && rest.byte(hyphen)
          && rest.number(digits: 2...2, within: 1...12, &month) && rest.byte(hyphen)
          && rest.number(digits: 2...2, within: 1...31, &day)
      } else if rest.next(1) == slash || rest.next(2) == slash {
        rest.number(digits: 1...2, within: 1...12, &month) && rest.byte(slash)
          && rest.number(digits: 1...2, within: 1...31, &day) && rest.byte(slash)
          && rest.number(digits: 4...4, within: 0...9999, &year)
      } else {
        rest.number(digits: 4...4, within: 0...9999, &year) && rest.byte(slash)
          && rest.number(digits: 1...2, within: 1...12, &month) && rest.byte(slash)
          && rest.number(digits: 1...2, within: 1...31, &day)
      }
    guard isRead, day <= TimeText.length(ofMonth: month, in: year) else { return nil }
    return TimeText.days(year, month, day)
  }

  private static var hyphen: UInt8 { UInt8(ascii: "-") }
  private static var slash: UInt8 { UInt8(ascii: "/") }

  /// The time on a clock of 24 hours, or of twelve with the half of the day behind it, in microseconds.
  @inline(__always)
  private static func timeOfDay(_ rest: inout TimeCursor) -> Int64? {
    var (hour, minute, second, microsecond): (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
    guard rest.number(digits: 1...2, within: 0...23, &hour), rest.byte(UInt8(ascii: ":")),
      rest.number(digits: 2...2, within: 0...59, &minute)
    else { return nil }
    if rest.byte(UInt8(ascii: ":")) {
      guard rest.number(digits: 2...2, within: 0...59, &second) else { return nil }
      if rest.byte(UInt8(ascii: ".")) || rest.byte(UInt8(ascii: ",")) {
        guard rest.fraction(&microsecond) else { return nil }
      }
    }
    _ = rest.blanks()
    var half: Int64 = 0
    if rest.half(&half) {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
      _ = rest.blanks()
    }
    return (hour * 3600 + minute * 60 + second) * 1_000_000 + microsecond
  }

  /// Reads to the end of the text, which is a zone or nothing.
  @inline(__always)
  private static func zone(_ rest: inout TimeCursor) -> Bool {
    if rest.isAtEnd { return true }
    var minutes: Int64 = 0
    guard rest.word("utc") || rest.word("gmt") || rest.offset(&minutes) else { return false }
    return rest.isAtEnd
  }
}
