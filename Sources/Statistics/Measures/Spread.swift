extension Moments {
  /// The variance of a sample, with n - 1 in the denominator; `nil` for fewer than two values.
  ///
  /// - Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.6, Measures of Scale.
  package var variance: Double? { count < 2 ? nil : m2 / Double(count - 1) / unit / unit }

  /// The square root of the variance of a sample; `nil` for fewer than two values.
  package var standardDeviation: Double? {
    count < 2 ? nil : (m2 / Double(count - 1)).squareRoot() / unit
  }

  /// The variance of a population, with n in the denominator.
  package var populationVariance: Double { m2 / Double(count) / unit / unit }

  /// The square root of the variance of a population.
  package var populationStandardDeviation: Double { (m2 / Double(count)).squareRoot() / unit }
}
