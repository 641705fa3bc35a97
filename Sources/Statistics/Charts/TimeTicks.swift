/// The moments at which an axis of time bears marks, and their labels.
///
/// Marks stand where the calendar has them, in UTC: at starts of years, months and days, on Mondays, at full hours, minutes and seconds.
package struct TimeTicks: Equatable, Sendable {
  /// In nanoseconds since 1970-01-01T00:00:00Z, rising.
  package let moments: [Int64]
  /// One for each mark: `2024`, `Mar`, `Mar 5`, `06:00`, `06:00:30`, `06:00:30.25`, all in the same form.
  package let labels: [String]
  /// What the labels leave out, the year or the day, where it differs from that of the mark before; else empty.
  package let contexts: [String]

  /// The finest marks within a range that are not more than the limit.
  ///
  /// A range of less than two nanoseconds is widened by twelve hours to both sides. There is at least one mark.
  ///
  /// - Parameters:
  ///   - range: in nanoseconds since 1970-01-01T00:00:00Z.
  ///   - limit: how many marks there may be; below 5 it is taken as 5, above 11 as 11.
  package init(within range: ClosedRange<Int64>, limit: Int = 8) {
    let range = Self.widened(range)
    let limit = Int64(max(5, min(limit, 11)))
    var step = TimeStep.rising[0]
    var moments: [Int64]?
    for coarser in TimeStep.rising where moments == nil {
      step = coarser
      moments = step.moments(within: range, limit: limit)
    }
    self.moments = moments ?? []
    labels = self.moments.map(step.label)
    let contexts = self.moments.map(step.context)
    self.contexts = contexts.indices.map { place in
      place > 0 && contexts[place - 1] == contexts[place] ? "" : contexts[place]
    }
  }

  /// A range in which marks have room.
  static func widened(_ range: ClosedRange<Int64>) -> ClosedRange<Int64> {
    let (width, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    guard !overflows, width < 2 else { return range }
    let half = TimeStep.nanosecondsPerDay / 2
    let low = range.lowerBound.subtractingReportingOverflow(half)
    let high = range.upperBound.addingReportingOverflow(half)
    return (low.overflow ? .min : low.partialValue)...(high.overflow ? .max : high.partialValue)
  }
}

/// A step between marks of time.
enum TimeStep: Equatable {
  /// So many nanoseconds, at most a day; marks are counted from midnight.
  case nanoseconds(Int64)
  /// So many days; weeks begin on Monday.
  case days(Int64)
  /// So many months; 12 are a year.
  case months(Int64)

  static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// All steps, the finest first.
  static let rising: [TimeStep] = {
    let second: Int64 = 1_000_000_000
    var steps: [TimeStep] = []
    var unit: Int64 = 1
    while unit < second {
      steps += [.nanoseconds(unit), .nanoseconds(unit * 2), .nanoseconds(unit * 5)]
      unit *= 10
    }
    let seconds: [Int64] = [1, 2, 5, 10, 15, 30]
    steps += seconds.map { .nanoseconds($0 * second) }
    steps += seconds.map { .nanoseconds($0 * 60 * second) }
    steps += [1, 2, 3, 6, 12].map { .nanoseconds($0 * 3600 * second) }
    steps += [1, 2, 7, 14].map { .days($0) }
    steps += [1, 2, 3, 6].map { .months($0) }
    steps += [1, 2, 5, 10, 20, 50, 100].map { .months($0 * 12) }
    return steps
  }()

  /// The marks in a range; `nil` for more of them than the limit.
  func moments(within range: ClosedRange<Int64>, limit: Int64) -> [Int64]? {
    let (low, high) = (number(before: range.lowerBound), number(before: range.upperBound))
    // A mark that is too early for 64 bits is not in the range.
    let first = moment(low) == range.lowerBound ? low : low + 1
    let (gap, overflows) = high.subtractingReportingOverflow(first)
    guard !overflows, gap < limit else { return nil }
    return (0..<max(0, gap + 1)).compactMap { moment(first + $0) }
  }

  /// The last mark that is not behind a moment.
  private func number(before moment: Int64) -> Int64 {
    let day = moment.floorDivided(by: Self.nanosecondsPerDay)
    switch self {
    case .nanoseconds(let step): return moment.floorDivided(by: step)
    case .days(let step): return (day - firstDay(step)).floorDivided(by: step)
    case .months(let step):
      let date = CivilDay(daysSince1970: day)
      return (date.year * 12 + date.month - 1).floorDivided(by: step)
    }
  }

  /// - Returns: `nil` for a moment that 64 bits do not hold.
  private func moment(_ number: Int64) -> Int64? {
    switch self {
    case .nanoseconds(let step): return Self.product(number, step)
    case .days(let step):
      return Self.product(number * step + firstDay(step), Self.nanosecondsPerDay)
    case .months(let step):
      let month = number * step
      let year = month.floorDivided(by: 12)
      let date = CivilDay(year: year, month: month - year * 12 + 1, day: 1)
      return Self.product(date.daysSince1970, Self.nanosecondsPerDay)
    }
  }

  /// The day from which steps are counted: 1970-01-05 was a Monday.
  private func firstDay(_ step: Int64) -> Int64 {
    step.isMultiple(of: 7) ? 4 : 0
  }

  private static func product(_ left: Int64, _ right: Int64) -> Int64? {
    let (product, overflows) = left.multipliedReportingOverflow(by: right)
    return overflows ? nil : product
  }

  /// What stands at a mark.
  func label(_ moment: Int64) -> String {
    let day = moment.floorDivided(by: Self.nanosecondsPerDay)
    let date = CivilDay(daysSince1970: day)
    switch self {
    case .months(let step) where step.isMultiple(of: 12): return "\(date.year)"
    case .months: return Self.monthNames[Int(date.month - 1)]
    case .days: return "\(Self.monthNames[Int(date.month - 1)]) \(date.day)"
    case .nanoseconds(let step):
      // The midnight before the earliest moments is beyond 64 bits, so the distance is wrapped.
      return Self.clock(moment &- day &* Self.nanosecondsPerDay, step: step)
    }
  }

  /// What the label of a mark leaves out.
  func context(_ moment: Int64) -> String {
    let day = moment.floorDivided(by: Self.nanosecondsPerDay)
    switch self {
    case .months(let step) where step.isMultiple(of: 12): return ""
    case .months, .days: return "\(CivilDay(daysSince1970: day).year)"
    case .nanoseconds: return MomentText.day(day)
    }
  }

  private static let monthNames = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A time of the day, to the minute, to the second, or with the decimals that the step needs.
  private static func clock(_ nanoseconds: Int64, step: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    var text = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2))"
    guard !step.isMultiple(of: 60_000_000_000) else { return text }
    text += ":\(padded(seconds % 60, 2))"
    var (rest, digits) = (step % 1_000_000_000, 9)
    guard rest > 0 else { return text }
    var fraction = nanoseconds % 1_000_000_000
    while rest.isMultiple(of: 10) {
      (rest, fraction, digits) = (rest / 10, fraction / 10, digits - 1)
    }
    return text + ".\(padded(fraction, digits))"
  }

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
