/// Something that was measured at a moment.
package struct Event: Equatable, Sendable {
  /// The moment, in nanoseconds since 1970-01-01T00:00:00Z.
  package let nanoseconds: Int64
  /// What was measured: finite, and never -0.
  package let value: Double

  /// Puts a value to its moment.
  package init(nanoseconds: Int64, value: Double) {
    self.nanoseconds = nanoseconds
    self.value = value
  }
}
