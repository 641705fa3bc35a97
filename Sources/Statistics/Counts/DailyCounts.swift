internal import Tables

/// How many times fall on each calendar day, from the first day that has one to the last.
struct DailyCounts: Equatable, Sendable {
  /// A thousand years. A wider range comes from a date that stands for none, such as 9999-12-31, and would be days without anything.
  static let dayLimit = 365_250

  /// The first day, counted from 1970-01-01.
  let firstDay: Int64
  /// One per day; 0 for a day without a time.
  let counts: [Double]

  private static let checkedRows = 1 << 16

  /// - Parameter times: microseconds since 1970-01-01T00:00 in any order; `WallClock.none` is left out.
  /// - Throws: `noTimes`, `tooManyDays`, `cancelled`.
  /// - Complexity: O(*times* + *days*).
  init(of times: [Int64], on lanes: Lanes) throws(DailyModelFailure) {
    var (least, greatest) = (Int64.max, WallClock.none)
    try Self.forEach(times, on: lanes) { time in
      least = min(least, time)
      greatest = max(greatest, time)
    }
    guard greatest != WallClock.none else { throw .noTimes }
    let (first, last) = (CivilDay.number(of: least), CivilDay.number(of: greatest))
    guard last - first < Self.dayLimit else {
      throw .tooManyDays(first: first, last: last, limit: Self.dayLimit)
    }
    var counts = Array(repeating: 0.0, count: Int(last - first) + 1)
    try Self.forEach(times, on: lanes) { counts[Int(CivilDay.number(of: $0) - first)] += 1 }
    self.counts = counts
    firstDay = first
  }

  private static func forEach(
    _ times: [Int64], on lanes: Lanes, _ body: (Int64) -> Void
  ) throws(DailyModelFailure) {
    for first in stride(from: 0, to: times.count, by: checkedRows) {
      if lanes.isCancelled { throw .cancelled }
      for time in times[first..<min(first + checkedRows, times.count)]
      where time != WallClock.none {
        body(time)
      }
    }
  }
}
