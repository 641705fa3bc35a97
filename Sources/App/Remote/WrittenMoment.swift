/// Moments as the server writes them: RFC 3339 in UTC.
enum WrittenMoment {
  /// Milliseconds since 1970-01-01T00:00:00Z of a text such as `2026-01-02T03:04:05.678Z`; `nil` for any other kind of text.
  ///
  /// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
  static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = number(bytes[0..<4]), let month = number(bytes[5..<7]),
      let day = number(bytes[8..<10]), let hour = number(bytes[11..<13]),
      let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
      1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 60,
      let fraction = thousandths(bytes[19...].dropLast())
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return ((days - 719_468) * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + fraction
  }

  /// The first three digits behind the point; 0 where there is none.
  private static func thousandths(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard let first = bytes.first else { return 0 }
    let digits = bytes.dropFirst()
    guard first == UInt8(ascii: "."), number(digits.prefix(9)) != nil, digits.count <= 9 else {
      return nil
    }
    let zeros = [UInt8](repeating: UInt8(ascii: "0"), count: 3)
    return number((digits + zeros).prefix(3))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty else { return nil }
    var number: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // At most nine digits are read.
      number = number * 10 + Int64(digit)
    }
    return number
  }
}
