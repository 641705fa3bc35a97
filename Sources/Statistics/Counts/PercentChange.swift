/// By how many percent one count differs from another, to two decimals.
enum PercentChange {
  /// `100 * (count - before) / before` as Python's `round(_, 2)` has it: the double of the quotient to the nearest hundredth, and only
  /// where it is exactly between two to the even one.
  ///
  /// - Parameters:
  ///   - count: from 0 to 2^46.
  ///   - before: in the same range.
  /// - Returns: `nil` if there was nothing before.
  static func rounded(from before: Int, to count: Int) -> Double? {
    guard before > 0 else { return nil }
    let percent = Double(100 * (count - before)) / Double(before)
    let hundredths = Double(hundredths(of: percent.magnitude)) / 100
    return percent < 0 && hundredths > 0 ? -hundredths : hundredths
  }

  /// The whole number next to a hundred times a double, exactly.
  ///
  /// - Parameter percent: from 0 to below 2^53.
  private static func hundredths(of percent: Double) -> UInt64 {
    guard percent > 0, percent.exponent >= -10 else { return 0 }
    // The double is the significand, of 53 bits, divided by a power of two from 2^0 to 2^62.
    let bits = 52 - Int(percent.exponent)
    let hundredfold = (percent.significandBitPattern | 1 << 52) * 100
    let whole = hundredfold >> UInt64(bits)
    let rest = hundredfold & ((1 << UInt64(bits)) - 1)
    guard bits > 0 else { return whole }
    let half = UInt64(1) << UInt64(bits - 1)
    return rest > half || rest == half && whole % 2 == 1 ? whole + 1 : whole
  }
}
