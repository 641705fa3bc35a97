/// How many cities the trial upstream has, and how it misbehaves.
package struct UpstreamOrder: Equatable, Sendable {
  /// 0 lets the kernel choose.
  package var port = 0
  package var cities = 30
  package var countries = 6
  /// Rows of each city and day.
  package var rows = 100
  /// How long each answer is held back.
  package var delayMilliseconds = 0
  /// The share of requests that fail: statuses 500, 503 and 429, and connections that are cut.
  package var errorPercent = 0
  /// The share of cities and days whose rows are no good: JSON that is cut, a delay that is no duration.
  package var garbagePercent = 0
  package var seed = 1

  package init() {}
}
