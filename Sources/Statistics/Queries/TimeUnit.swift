/// A stretch of time of the calendar, by whose start moments are grouped. All begin in UTC, weeks on Monday.
package enum TimeUnit: String, CaseIterable, Sendable {
  case minute, hour, day, week, month, quarter, year
}
