/// A moment of the calendar in UTC, as RFC 3339 writes it.
package struct Timestamp: Equatable, Sendable {
  /// Of the Gregorian calendar; 0 and less before the year 1.
  package let year: Int
  /// 1 to 12.
  package let month: Int
  /// 1 to 31.
  package let day: Int
  /// 0 to 23.
  package let hour: Int
  /// 0 to 59.
  package let minute: Int
  /// 0 to 59: leap seconds are not counted.
  package let second: Int
  /// 0 to 999.
  package let millisecond: Int

  /// The calendar's view of a number of nanoseconds since 1970-01-01T00:00:00Z, also before it.
  ///
  /// - Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  package init(wallNanoseconds: Int64) {
    let milliseconds = wallNanoseconds.dividedDown(by: 1_000_000)
    let days = milliseconds.dividedDown(by: 86_400_000)
    let inDay = Int(milliseconds - days * 86_400_000)
    let shifted = Int(days) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = inDay / 3_600_000
    minute = inDay / 60_000 % 60
    second = inDay / 1000 % 60
    millisecond = inDay % 1000
  }

  /// Appends `2026-01-02T03:04:05.678Z`.
  package func append(to bytes: inout [UInt8]) {
    appendSecond(to: &bytes)
    Self.append(millisecond, 3, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  /// Appends `2026-01-02T03:04:05.`, which the milliseconds have to follow.
  func appendSecond(to bytes: inout [UInt8]) {
    Self.append(year, 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Self.append(month, 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    Self.append(day, 2, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    Self.append(hour, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.append(minute, 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    Self.append(second, 2, to: &bytes)
    bytes.append(UInt8(ascii: "."))
  }

  private static func append(_ number: Int, _ width: Int, to bytes: inout [UInt8]) {
    var scale = 1
    for _ in 1..<width { scale *= 10 }
    while scale > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
      scale /= 10
    }
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  func dividedDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
