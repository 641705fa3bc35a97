internal import Tables

/// Times of departure as the upstream names them: RFC 3339, or the local time of ISO 8601 without a zone.
enum DepartureTime {
  /// Whether a text is a day of the calendar and a time of day: `2024-05-01T08:30:00Z`, `2024-05-01 08:30:00.5+02:00`, `2024-05-01T08:30`.
  ///
  /// Seconds, their fraction and the zone may be missing, and 60 seconds are a leap second.
  static func isTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 16, isDay(text), isBetweenDayAndTime(text[10]),
      pair(in: text, at: 11) < 24, text[13] == UInt8(ascii: ":"), pair(in: text, at: 14) < 60
    else { return false }
    var place = 16
    if place < text.count, text[place] == UInt8(ascii: ":") {
      guard text.count >= 19, pair(in: text, at: 17) <= 60 else { return false }
      place = 19
      if place < text.count, text[place] == UInt8(ascii: ".") || text[place] == UInt8(ascii: ",") {
        let start = place + 1
        place = start
        while place < text.count, text[place] &- UInt8(ascii: "0") <= 9 { place += 1 }
        if place == start { return false }
      }
    }
    return isZone(text, from: place)
  }

  private static func isDay(_ text: Span<UInt8>) -> Bool {
    let (century, yearOfCentury) = (pair(in: text, at: 0), pair(in: text, at: 2))
    let (month, day) = (pair(in: text, at: 5), pair(in: text, at: 8))
    return century < 100 && yearOfCentury < 100 && text[4] == UInt8(ascii: "-")
      && text[7] == UInt8(ascii: "-") && 1 <= month && month <= 12 && 1 <= day
      && day <= TimeText.length(ofMonth: month, in: century * 100 + yearOfCentury)
  }

  private static func isBetweenDayAndTime(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "T") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "t")
  }

  /// Whether the rest of a text is empty, `Z`, `+02:00`, `+0200` or `+02`.
  private static func isZone(_ text: Span<UInt8>, from place: Int) -> Bool {
    if place == text.count { return true }
    let sign = text[place]
    if sign | 0x20 == UInt8(ascii: "z") { return place + 1 == text.count }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
    guard text.count >= place + 3, pair(in: text, at: place + 1) < 24 else { return false }
    switch text.count - place {
    case 3: return true
    case 5: return pair(in: text, at: place + 3) < 60
    case 6: return text[place + 3] == UInt8(ascii: ":") && pair(in: text, at: place + 4) < 60
    default: return false
    }
  }

  /// The number of two digits; 100, more than any has, if they are none.
  private static func pair(in text: Span<UInt8>, at place: Int) -> Int64 {
    let (tens, ones) = (text[place] &- UInt8(ascii: "0"), text[place + 1] &- UInt8(ascii: "0"))
    return tens > 9 || ones > 9 ? 100 : Int64(tens * 10 + ones)
  }
}
