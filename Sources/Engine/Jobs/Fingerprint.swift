/// What tells one question from another: 128 bits of a digest over the kind of work, its parameters and the data it is about.
package struct Fingerprint: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64

  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes[8...].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The sixteen bytes.
  package var bytes: [UInt8] {
    [high, low].flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
  }
}
