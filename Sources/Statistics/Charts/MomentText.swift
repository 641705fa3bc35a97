import Tables

/// Moments of charts as texts.
enum MomentText {
  /// A day as `2015-07-31`.
  static func day(_ daysSince1970: Int64) -> String {
    var bytes: [UInt8] = []
    CalendarText.appendDate(daysSince1970, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A moment as `2015-07-31T23:59:58.25Z`, to the microsecond, or as its day if it is midnight in UTC.
  static func moment(_ nanosecondsSince1970: Int64) -> String {
    let day = nanosecondsSince1970.floorDivided(by: TimeStep.nanosecondsPerDay)
    if nanosecondsSince1970.isMultiple(of: TimeStep.nanosecondsPerDay) { return self.day(day) }
    return clock(nanosecondsSince1970.floorDivided(by: 1000))
  }

  /// The same of a moment that is told in microseconds since 1970, which may be beyond 64 bits of nanoseconds.
  static func moment(microseconds: Int64) -> String {
    let microsecondsPerDay = TimeStep.nanosecondsPerDay / 1000
    return microseconds.isMultiple(of: microsecondsPerDay)
      ? day(microseconds.floorDivided(by: microsecondsPerDay)) : clock(microseconds)
  }

  private static func clock(_ microsecondsSince1970: Int64) -> String {
    var bytes: [UInt8] = []
    CalendarText.appendDatetime(microsecondsSince1970, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
