/// How unusual the number of events in one week is.
package struct CountAnomaly: Equatable, Sendable {
  package let week: CalendarWeek
  package let count: Int
  /// The probability of so many events or more: 1 for none.
  package let pValue: Double
  /// How many standard deviations of the model the count is above its mean.
  package let zScore: Double
}
