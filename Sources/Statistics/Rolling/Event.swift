/// A number that was measured at a moment.
package struct Event: Equatable, Sendable {
  /// When it was, in nanoseconds since 1970 (UTC).
  package let nanoseconds: Int64
  /// A finite number.
  package let value: Double

  package init(nanoseconds: Int64, value: Double) {
    self.nanoseconds = nanoseconds
    self.value = value
  }
}
