extension Moments {
  /// The excess kurtosis g2 of a population: m4 / m2^2 - 3 of the central moments, 0 for a normal distribution; `nil` if all values are equal.
  ///
  /// - Source: D. N. Joanes, C. A. Gill, The Statistician 47 (1998), pp. 183-189.
  package var kurtosis: Double? {
    guard m2 > 0 else { return nil }
    let square = m2 / Double(count)
    return m4 / Double(count) / square / square - 3
  }
}
