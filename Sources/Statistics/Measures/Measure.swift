package import Tables

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

extension Measure {
  /// The measure of some values.
  ///
  /// - Complexity: O(*n*); O(*distinct*) for values that are counted.
  package func value(of distribution: Distribution) -> MeasureValue {
    var summary = Summary(of: distribution, for: [self])
    return summary.value(of: self)
  }

  /// Several measures of the same values: one for each, in their order. What they have in common is computed once.
  package static func values(
    of measures: [Measure], of distribution: Distribution
  ) -> [MeasureValue] {
    var summary = Summary(of: distribution, for: measures)
    return measures.map { summary.value(of: $0) }
  }

  /// The same, until the computation is cancelled, which is looked at between any two passes over the values.
  package static func values(
    of measures: [Measure], of distribution: Distribution, on lanes: Lanes
  ) throws(Cancelled) -> [MeasureValue] {
    var summary = try Summary(of: distribution, for: measures, on: lanes)
    var values: [MeasureValue] = []
    for measure in measures {
      try lanes.check()
      values.append(summary.value(of: measure))
    }
    return values
  }
}

/// What a measure comes to.
package enum MeasureValue: Equatable, Sendable {
  /// It is not defined for these values: no value, or one where two are needed, or an answer beyond the range of doubles.
  case undefined
  case integer(Int64)
  case number(Double)
}
