/// Which events are asked about.
package struct EventQuestion: Equatable, Sendable {
  /// How far an event may be ahead of the clock.
  package static let toleranceSeconds: Int64 = 60

  /// The series; empty for events without one.
  package var series = ""
  /// How far back the window reaches.
  package var windowNanoseconds: Int64
  /// Where the window ends; `nil` for now.
  package var endNanoseconds: Int64?

  package init(windowNanoseconds: Int64) {
    self.windowNanoseconds = windowNanoseconds
  }

  /// The times that count, both ends included: to the given end, or to what an event may be ahead of the clock.
  package func range(at now: Int64) -> ClosedRange<Int64> {
    let start = Self.clamped(
      (endNanoseconds ?? now).subtractingReportingOverflow(windowNanoseconds))
    guard endNanoseconds == nil else { return start...max(start, endNanoseconds ?? start) }
    return start...max(start, Self.latest(at: now))
  }

  /// The latest time that an event may have.
  package static func latest(at now: Int64) -> Int64 {
    let (latest, overflow) = now.addingReportingOverflow(toleranceSeconds * 1_000_000_000)
    return overflow ? .max : latest
  }

  private static func clamped(_ difference: (partialValue: Int64, overflow: Bool)) -> Int64 {
    difference.overflow ? .min : difference.partialValue
  }
}
