/// What the weeks of a history say of how many events a week has.
///
/// Where the counts scatter more than a Poisson distribution of their mean would, they are taken for negative binomial ones of the same mean
/// and variance: p = *m* / *v*, r = *m* p / (1 - p), that is *m*² / (*v* - *m*).
///
/// - Source: F. J. Anscombe, Biometrika 37 (1950), pp. 358-382, for the method of moments.
package struct CountModel: Equatable, Sendable {
  /// A kind of distribution.
  package enum Family: Equatable, Sendable {
    case poisson
    case negativeBinomial(size: Double)

    /// As artifacts call it.
    package var name: String {
      switch self {
      case .poisson: "Poisson"
      case .negativeBinomial: "Negative Binomial"
      }
    }
  }

  package let family: Family
  /// The mean of the history; above 0.
  package let mean: Double
  /// The sample variance of the history, with one less than the number of weeks as its divisor.
  package let variance: Double

  /// Fits the moments of a history. They are exact but for the last rounding, so equal mean and variance are told from others.
  ///
  /// - Parameters:
  ///   - sum: of the counts of the weeks; not negative.
  ///   - squares: the sum of their squares.
  /// - Returns: `nil` for less than two weeks and for weeks without any event.
  init?(weekCount: Int, sum: Int, squares: Int128) {
    guard weekCount >= 2, sum > 0 else { return nil }
    let (weeks, total) = (Int128(weekCount), Int128(sum))
    let deviations = weeks * squares - total * total
    let excess = deviations - total * (weeks - 1)
    mean = Double(sum) / Double(weekCount)
    variance = nearest(deviations) / nearest(weeks * (weeks - 1))
    family =
      excess > 0
      ? .negativeBinomial(size: mean * (nearest(total * (weeks - 1)) / nearest(excess)))
      : .poisson
  }

  /// How far the weeks of some counts are from what is usual.
  func anomalies(of entries: [WeeklySeries.Entry]) -> [CountAnomaly] {
    let tail = upperTail()
    return entries.map { entry in
      CountAnomaly(
        week: entry.week, count: entry.count, pValue: tail(entry.count),
        zScore: deviation > 0 ? (Double(entry.count) - mean) / deviation : 0)
    }
  }

  /// The standard deviation of the distribution.
  private var deviation: Double {
    switch family {
    case .poisson: mean.squareRoot()
    case .negativeBinomial: variance.squareRoot()
    }
  }

  /// How likely so many events in a week, or more, are.
  private func upperTail() -> (Int) -> Double {
    switch family {
    case .poisson:
      let distribution = PoissonDistribution(mean: mean)
      return { distribution.upperTail(from: $0) }
    case .negativeBinomial(let size):
      let distribution = NegativeBinomialDistribution(size: size, mean: mean)
      return { distribution.upperTail(from: $0) }
    }
  }
}

/// The double next to a whole number. From 64 bits it is made at once, from 128 bits by generic code that takes a hundred times as long.
private func nearest(_ number: Int128) -> Double {
  Int64(exactly: number).map { Double($0) } ?? Double(number)
}
