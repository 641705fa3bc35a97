/// The years of a stretch of time.
///
/// The year of a day is guessed from the mean length of a year and set right by where years begin, which costs two nanoseconds where the
/// arithmetic of the calendar costs ten.
struct YearCalendar: Sendable {
  /// The year of the first moment.
  let firstYear: Int
  /// The day on which each year begins, and the one after the last; in days since 1970-01-01.
  private let firstDays: [Int64]

  /// - Parameter moments: microseconds since 1970-01-01T00:00.
  init(of moments: ClosedRange<Int64>) {
    let first = CivilDay(daysSince1970: CivilDay.number(of: moments.lowerBound)).year
    let last = CivilDay(daysSince1970: CivilDay.number(of: moments.upperBound)).year
    firstYear = Int(first)
    firstDays = (first...last + 1).map { CivilDay(year: $0, month: 1, day: 1).daysSince1970 }
  }

  /// How many years there are.
  var count: Int { firstDays.count - 1 }

  /// Which of the years a moment is in, from 0, and which day of that year it is, from 0.
  ///
  /// - Precondition: the moment is in the stretch of time.
  @inline(__always)
  func place(of moment: Int64) -> (year: Int, day: Int) {
    let day = CivilDay.number(of: moment)
    var year = Int(Double(day - firstDays[0]) * (400.0 / 146_097))
    // Years differ by a day, and the calendar is off its mean by a day or two at most.
    if firstDays[year] > day { year -= 1 }
    if firstDays[year + 1] <= day { year += 1 }
    return (year, Int(day - firstDays[year]))
  }
}
