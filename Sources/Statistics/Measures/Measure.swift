/// A statistic of one column of numbers. Each is defined, with its source, in the file of its name.
package enum Measure: Equatable, Sendable {
  case count
  case countDistinct
  case sum, mean, min, max, range
  case median
  /// The value below which this share of the values lies (type 7 of Hyndman and Fan).
  case quantile(Double)
  case iqr, mad, mode
  /// Of a sample: n - 1 in the denominator.
  case standardDeviation, variance
  /// Of a population: n in the denominator.
  case populationStandardDeviation, populationVariance
  case standardError
  case coefficientOfVariation
  case geometricMean, harmonicMean
  case skewness, kurtosis
}

/// What a measure comes to.
package enum MeasureValue: Equatable, Sendable {
  /// It is not defined for these values: no value, or one where two are needed.
  case undefined
  case integer(Int64)
  case number(Double)
}
