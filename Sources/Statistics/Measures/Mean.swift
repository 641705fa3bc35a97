internal import Tables

extension Summary {
  /// The sum of the values over their number, between the least and the greatest of them; `nil` if there is no value.
  ///
  /// Of mantissas it is the double next to the true mean.
  ///
  /// - Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.1, Measures of Location.
  mutating func mean() -> Double? {
    total?.mean(of: distribution, in: extremes)
  }
}

extension Total {
  /// The sum divided by the number of values.
  func mean(of distribution: Distribution, in extremes: Extremes?) -> Double {
    switch self {
    case .mantissas(let sum): return distribution.quotient(sum, by: UInt128(distribution.count))
    case .doubles(let sum, let factor):
      let mean = sum.divided(by: Double(distribution.count)) / factor
      // What the last rounding adds must not lead out of the range of the values, or of doubles.
      guard case .doubles(let range) = extremes else { return mean }
      return max(range.lowerBound, min(mean, range.upperBound))
    }
  }
}
