extension Moments {
  /// The skewness g1 of a population: m3 / m2^1.5 of the central moments; `nil` if all values are equal.
  ///
  /// - Source: D. N. Joanes, C. A. Gill, The Statistician 47 (1998), pp. 183-189.
  package var skewness: Double? {
    guard m2 > 0 else { return nil }
    let spread = (m2 / Double(count)).squareRoot()
    return m3 / Double(count) / spread / spread / spread
  }
}
