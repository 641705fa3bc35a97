/// One event of a series.
package struct Event: Equatable, Sendable {
  /// When it happened, in nanoseconds since 1970 UTC.
  package let nanoseconds: Int64
  /// What was measured: a finite number, zero without a sign.
  package let value: Double

  package init(nanoseconds: Int64, value: Double) {
    self.nanoseconds = nanoseconds
    self.value = value
  }
}
