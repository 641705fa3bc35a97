/// Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
package enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let longDays = [
    "Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday",
  ]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text of a second, counted from 1970; years outside 0 to 9999 count as the nearest of them.
  package static func text(secondsSince1970 seconds: Int) -> [UInt8] {
    let bounded = min(max(seconds, -62_167_219_200), 253_402_300_799)
    let day = (bounded >= 0 ? bounded : bounded - 86_399) / 86_400
    let second = bounded - day * 86_400
    let date = Self.date(ofDay: day)
    let name = days[((day % 7) + 7) % 7]
    let month = months[date.month - 1]
    return Array(
      "\(name), \(padded(date.day)) \(month) \(padded(date.year, to: 4)) \(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60)) GMT"
        .utf8)
  }

  /// The second that a text names, counted from 1970.
  ///
  /// The three forms of the standard are read: IMF-fixdate, RFC 850's with two digits for the year, and asctime's.
  ///
  /// - Parameter nowSeconds: decides the century of a two-digit year: not more than 50 years ahead.
  /// - Returns: `nil` for anything else.
  package static func seconds(of text: ArraySlice<UInt8>, nowSeconds: Int) -> Int? {
    guard text.count <= 40, text.allSatisfy({ $0 < 128 }) else { return nil }
    let words = String(decoding: text, as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    if words.count == 6, words[5] == "GMT", words[0].hasSuffix(",") {
      // Sun, 06 Nov 1994 08:49:37 GMT
      return fixed(
        days.contains(String(words[0].dropLast())), day: words[1], month: words[2],
        year: words[3], time: words[4])
    }
    if words.count == 4, words[3] == "GMT", longDays.contains(String(words[0].dropLast())) {
      return shortYear(words, nowSeconds: nowSeconds)
    }
    // Sun Nov  6 08:49:37 1994
    let parts = words.filter { !$0.isEmpty }
    guard parts.count == 5, words.count - parts.count <= 1, days.contains(String(parts[0])) else {
      return nil
    }
    let day = parts[2].utf8.count == 1 ? "0" + parts[2] : String(parts[2])
    return fixed(true, day: day[...], month: parts[1], year: parts[4], time: parts[3])
  }

  /// Sunday, 06-Nov-94 08:49:37 GMT
  private static func shortYear(_ words: [Substring], nowSeconds: Int) -> Int? {
    let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
    guard words[0].hasSuffix(","), parts.count == 3, let short = number(parts[2], digits: 2) else {
      return nil
    }
    let thisYear = date(ofDay: nowSeconds / 86_400).year
    var year = thisYear / 100 * 100 + short
    if year > thisYear + 50 { year -= 100 }
    return fixed(
      true, day: parts[0], month: parts[1], year: padded(year, to: 4)[...], time: words[2])
  }

  private static func fixed(
    _ isDayKnown: Bool, day: Substring, month: Substring, year: Substring, time: Substring
  ) -> Int? {
    let clock = time.split(separator: ":", omittingEmptySubsequences: false)
    guard isDayKnown, clock.count == 3, let day = number(day, digits: 2),
      let month = months.firstIndex(of: String(month)), let year = number(year, digits: 4),
      let hour = number(clock[0], digits: 2), hour < 24,
      let minute = number(clock[1], digits: 2), minute < 60,
      let second = number(clock[2], digits: 2), second <= 60
    else { return nil }
    let dayNumber = Self.day(year: year, month: month + 1, day: day)
    let back = date(ofDay: dayNumber)
    guard back.day == day, back.month == month + 1 else { return nil }
    return dayNumber * 86_400 + hour * 3600 + minute * 60 + second
  }

  private static func number(_ text: Substring, digits: Int) -> Int? {
    guard text.utf8.count == digits, text.utf8.allSatisfy(Characters.isDigit) else { return nil }
    return text.utf8.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func padded(_ number: Int, to width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  /// The civil date of a day counted from 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func day(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
