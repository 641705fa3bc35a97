/// The numbers of a column, segment by segment: either all as mantissas of decimal fractions, or all as doubles.
struct NumberColumn: Sendable {
  let segments: [NumberSegment]
  /// How many decimals the finest segment has; 0 for doubles.
  let scale: Int
  /// The greatest magnitude of a mantissa at `scale`.
  let magnitude: UInt64
  /// Whether the values are doubles.
  let isInexact: Bool

  /// Takes segments as they were parsed. If one is of doubles, or the mantissas would not fit 64 bits at a common scale, all become
  /// doubles: how a value is kept must not depend on where the file was cut.
  init(_ parsed: [NumberSegment]) {
    let finest = parsed.map(\.scale).max() ?? 0
    var greatest: UInt64 = 0
    var fits = true
    for segment in parsed {
      let (magnitude, overflow) = segment.magnitude
        .multipliedReportingOverflow(by: UInt64(powersOfTen[finest - segment.scale]))
      if overflow || magnitude > UInt64(Int64.max) || segment.isInexact { fits = false }
      greatest = max(greatest, magnitude)
    }
    isInexact = !fits
    scale = fits ? finest : 0
    magnitude = fits ? greatest : 0
    segments = fits ? parsed : parsed.map { $0.asDoubles() }
  }
}

/// 1, 10, 100, ... as far as 64 bits reach.
let powersOfTen: [Int64] = (0...18).reduce(into: []) { powers, _ in
  powers.append((powers.last ?? 0) == 0 ? 1 : (powers.last ?? 0) * 10)
}

/// The numbers of one segment.
struct NumberSegment: Equatable, Sendable {
  /// What a row without a value bears in place of one.
  static let narrowNull = Int32.min
  static let wideNull = Int64.min

  enum Values: Equatable, Sendable {
    /// Mantissas; null is the least.
    case narrow([Int32])
    /// Mantissas; null is the least.
    case wide([Int64])
    /// The numbers themselves; null is NaN.
    case double([Double])
  }

  var values: Values
  /// The value is the mantissa divided by ten to this power; 0 for doubles.
  var scale = 0
  /// The least and the greatest mantissa; `nil` where all are null or the values are doubles.
  var range: ClosedRange<Int64>?

  var isInexact: Bool {
    if case .double = values { true } else { false }
  }

  var count: Int {
    switch values {
    case .narrow(let values): values.count
    case .wide(let values): values.count
    case .double(let values): values.count
    }
  }

  /// The greatest magnitude of a mantissa; 0 if there is none.
  var magnitude: UInt64 {
    range.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) } ?? 0
  }

  /// The value of a row as the nearest double; `nil` for null.
  subscript(row: Int) -> Double? {
    switch values {
    case .narrow(let values):
      values[row] == Self.narrowNull ? nil : nearestDouble(Int64(values[row]), scale: scale)
    case .wide(let values):
      values[row] == Self.wideNull ? nil : nearestDouble(values[row], scale: scale)
    case .double(let values): values[row].isNaN ? nil : values[row]
    }
  }

  /// As many rows without a value.
  static func nulls(_ count: Int) -> NumberSegment {
    NumberSegment(values: .narrow(Array(repeating: narrowNull, count: count)))
  }

  /// The double next to the value of each row; NaN for null.
  var doubles: [Double] {
    switch values {
    case .narrow(let values):
      values.map { $0 == Self.narrowNull ? .nan : nearestDouble(Int64($0), scale: scale) }
    case .wide(let values):
      values.map { $0 == Self.wideNull ? .nan : nearestDouble($0, scale: scale) }
    case .double(let values): values
    }
  }

  /// The same values as the doubles next to them.
  func asDoubles() -> NumberSegment {
    isInexact ? self : NumberSegment(values: .double(doubles))
  }
}

/// The double next to a decimal fraction.
///
/// Mantissas below 2^53 and powers of ten up to 10^22 are doubles themselves, and one division rounds once.
func nearestDouble(_ mantissa: Int64, scale: Int) -> Double {
  if scale == 0 { return Double(mantissa) }
  if mantissa.magnitude < 1 << 53 { return Double(mantissa) / Double(powersOfTen[scale]) }
  return nearestDouble(Int128(mantissa), over: UInt128(powersOfTen[scale]))
}
