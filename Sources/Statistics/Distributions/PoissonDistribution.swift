/// The Poisson distribution: how many events there are when they come one by one, independently, `mean` of them on average.
///
/// Its sums are incomplete gamma functions: P(X >= k) = P(k, λ) and P(X <= k) = Q(k + 1, λ). The relative error is about 10^-14 down
/// to the least normal double; counts and means up to 10^12 are what it is made for, counts beyond 2^53 are rounded.
///
/// - Source: NIST Digital Library of Mathematical Functions, 8.4.10; for single counts C. Loader, Fast and accurate
///   computation of binomial probabilities (2000).
package struct PoissonDistribution: Sendable {
  /// λ.
  package let mean: Double
  private let logMean: DoubleDouble

  /// - Parameter mean: from 0 (no event ever) and finite. Outside every answer is NaN.
  package init(mean: Double) {
    self.mean = mean
    logMean = mean > 0 && mean < .infinity ? DoubleDouble(mean).logarithm : .zero
  }

  /// The probability of exactly `count` events: λ^k e^-λ / k!.
  package func probability(of count: Int) -> Double {
    guard mean > 0, mean < .infinity, count > 0 else {
      return exponential(logProbability(of: count))
    }
    let gamma = gamma(count)
    return exponential(gamma.exponent, times: gamma.densityFactor / gamma.shape)
  }

  /// The natural logarithm of `probability`: minus infinity where it is 0.
  package func logProbability(of count: Int) -> Double {
    guard mean >= 0, mean < .infinity else { return .nan }
    guard count > 0, mean > 0 else { return count == 0 ? -mean : -.infinity }
    let gamma = gamma(count)
    return scaledLogarithm(of: gamma.densityFactor / gamma.shape, exponent: gamma.exponent)
  }

  /// The probability of at most `count` events.
  package func cumulative(_ count: Int) -> Double { cut(above: count).lower }

  /// The natural logarithm of `cumulative`.
  package func logCumulative(_ count: Int) -> Double { cut(above: count).logLower }

  /// The probability of `count` events or more: 1 from 0 downwards.
  package func upperTail(from count: Int) -> Double { cut(below: count).upper }

  /// The natural logarithm of `upperTail`.
  package func logUpperTail(from count: Int) -> Double { cut(below: count).logUpper }

  /// Up to `count` and from the next one.
  private func cut(above count: Int) -> Tails {
    count < 0 ? cut(below: 0) : count < .max ? cut(below: count + 1) : cut(below: count)
  }

  /// Below `count` and from it upwards.
  private func cut(below count: Int) -> Tails {
    guard mean >= 0, mean < .infinity else { return .undefined }
    guard count > 0 else { return Tails(lower: 0) }
    guard mean > 0 else { return Tails(upper: 0) }
    return gamma(count).tails.mirrored
  }

  private func gamma(_ count: Int) -> IncompleteGamma {
    IncompleteGamma(shape: Double(count), x: mean, logX: logMean)
  }
}
