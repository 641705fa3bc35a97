/// Moments as positions of an axis: as nanoseconds where 64 bits hold all of them, from 1677 to 2262, else as years.
enum MomentScale: Equatable {
  /// In nanoseconds since 1970-01-01T00:00:00Z.
  case nanoseconds([Int64])
  /// In years of the Gregorian calendar and parts of them.
  case years([Double])

  /// - Parameter moments: in microseconds since 1970-01-01T00:00:00Z.
  init(microseconds moments: [Int64]) {
    var nanoseconds: [Int64] = []
    for moment in moments {
      let (product, overflows) = moment.multipliedReportingOverflow(by: 1000)
      guard !overflows else { break }
      nanoseconds.append(product)
    }
    self =
      nanoseconds.count == moments.count
      ? .nanoseconds(nanoseconds) : .years(moments.map(Self.year))
  }

  /// The year of a moment and the share of it that has passed.
  static func year(_ microseconds: Int64) -> Double {
    let microsecondsPerDay = TimeStep.nanosecondsPerDay / 1000
    let day = microseconds.floorDivided(by: microsecondsPerDay)
    let year = CivilDay(daysSince1970: day).year
    let first = CivilDay(year: year, month: 1, day: 1).daysSince1970
    let next = CivilDay(year: year + 1, month: 1, day: 1).daysSince1970
    // The midnight before the earliest moments is beyond 64 bits, so the distance is wrapped.
    let rest = Double(microseconds &- day &* microsecondsPerDay) / Double(microsecondsPerDay)
    return Double(year) + (Double(day - first) + rest) / Double(next - first)
  }
}
