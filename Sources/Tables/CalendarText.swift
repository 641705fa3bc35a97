/// Days and moments as texts that `TimeText` reads back.
package enum CalendarText {
  private static let microsecondsPerDay: Int64 = 86_400_000_000
  /// 0000-01-01 and the days up to 9999-12-31: what four digits of a year can say.
  private static let writtenDays: ClosedRange<Int64> = -719_528...2_932_896

  /// Appends a day as `2015-07-31`; one beyond the years of four digits as `+10000-01-01` (ISO 8601-1, 5.2.2.3).
  ///
  /// - Parameter days: since 1970-01-01, in the Gregorian calendar.
  package static func appendDate(_ days: Int64, to bytes: inout [UInt8]) {
    let (year, month, day) = date(days)
    if !(0...9999).contains(year) { bytes.append(UInt8(ascii: year < 0 ? "-" : "+")) }
    append(year.magnitude, digits: 4, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(month.magnitude, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: "-"))
    append(day.magnitude, digits: 2, to: &bytes)
  }

  /// Appends a moment as `2015-07-31T23:59:58.25Z` (RFC 3339), with as many decimals of a second as it has.
  ///
  /// Files may hold moments of a zone that fall into the year 10000 of Greenwich, or the one before the year 0. They are written in a zone far
  /// enough away that the year has four digits.
  ///
  /// - Parameter microseconds: since 1970-01-01T00:00:00Z.
  package static func appendDatetime(_ microseconds: Int64, to bytes: inout [UInt8]) {
    let farthestMinutes: Int64 = 23 * 60 + 59
    var (day, time) = floorDivided(microseconds, by: microsecondsPerDay)
    var zone: StaticString = "Z"
    if day == writtenDays.upperBound + 1 {
      zone = "-23:59"
      (day, time) = moved(day, time, by: -farthestMinutes)
    } else if day == writtenDays.lowerBound - 1 {
      zone = "+23:59"
      (day, time) = moved(day, time, by: farthestMinutes)
    }
    appendDate(day, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    let (seconds, fraction) = (time.magnitude / 1_000_000, time.magnitude % 1_000_000)
    append(seconds / 3600, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds / 60 % 60, digits: 2, to: &bytes)
    bytes.append(UInt8(ascii: ":"))
    append(seconds % 60, digits: 2, to: &bytes)
    if fraction > 0 {
      bytes.append(UInt8(ascii: "."))
      append(fraction, digits: 6, to: &bytes)
      while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }
    bytes.append(contentsOf: zone.description.utf8)
  }

  private static func moved(
    _ day: Int64, _ time: Int64, by minutes: Int64
  ) -> (day: Int64, time: Int64) {
    let (days, rest) = floorDivided(time + minutes * 60_000_000, by: microsecondsPerDay)
    return (day + days, rest)
  }

  /// The day of the Gregorian calendar that is so many days behind 1970-01-01.
  ///
  /// - Source: H. Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days; eras of 400 years are taken out first, so that no
  ///   number of days is too large.
  package static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let daysPerEra: Int64 = 146_097
    var (era, dayOfEra) = floorDivided(days, by: daysPerEra)
    // Eras begin with 0000-03-01, which is 719,468 days, or 4 eras and this many days, before 1970-01-01.
    (era, dayOfEra) = (era + 4, dayOfEra + 135_080)
    if dayOfEra >= daysPerEra { (era, dayOfEra) = (era + 1, dayOfEra - daysPerEra) }
    let leaps = dayOfEra / 1460 - dayOfEra / 36_524 + dayOfEra / 146_096
    let yearOfEra = (dayOfEra - leaps) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  private static func floorDivided(
    _ number: Int64, by divisor: Int64
  ) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// Appends a number with at least so many digits.
  private static func append(_ number: UInt64, digits: Int, to bytes: inout [UInt8]) {
    var unit: UInt64 = 1
    for _ in 1..<digits { unit *= 10 }
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
      unit /= 10
    }
  }
}
