extension Moments {
  /// The standard deviation of the sample as a share of the mean, with the sign of the mean; `nil` for fewer than two values and for
  /// a mean of 0.
  ///
  /// - Source: B. S. Everitt, The Cambridge Dictionary of Statistics (1998), coefficient of variation.
  package var coefficientOfVariation: Double? {
    mean == 0 ? nil : standardDeviation.map { $0 / mean }
  }
}
