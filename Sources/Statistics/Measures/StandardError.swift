extension Moments {
  /// The standard error of the mean: the standard deviation of the sample over the root of n; `nil` for fewer than two values.
  ///
  /// - Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2, Confidence Limits for the Mean.
  package var standardError: Double? {
    standardDeviation.map { $0 / Double(count).squareRoot() }
  }
}
