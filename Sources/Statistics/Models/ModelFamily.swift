/// How responses scatter around the mean that a model gives them, and how the mean hangs on the predictor.
///
/// - Source: P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd edition (1989), chapter 2; for the negative binomial J. M. Hilbe,
///   Negative Binomial Regression, 2nd edition (2011), 8.2.
package enum ModelFamily: Equatable, Sendable {
  /// Counts whose variance is their mean; the predictor is the logarithm of the mean.
  case poisson
  /// Counts of variance *m* + `alpha` *m*^2 around a mean *m*; the predictor is its logarithm. `alpha` stays as it is.
  case negativeBinomial(alpha: Double)
  /// Shares from 0 to 1, mostly 0 and 1 alone; the predictor is the logarithm of the odds.
  case binomial
  /// Numbers of one unknown variance; the predictor is the mean itself.
  case gaussian

  /// Which dispersions a negative binomial family may have; beyond them the likelihood is lost in rounding.
  static let dispersions = 1e-8...1e8

  /// Whether the family knows such a response.
  func admits(_ response: Double) -> Bool {
    switch self {
    case .poisson, .negativeBinomial: response >= 0
    case .binomial: response >= 0 && response <= 1
    case .gaussian: true
    }
  }

  /// Whether no finite predictor gives a mean equal to this response.
  func isBound(_ response: Double) -> Bool {
    switch self {
    case .poisson, .negativeBinomial: response == 0
    case .binomial: response == 0 || response == 1
    case .gaussian: false
    }
  }

  /// Where the search begins for a row, as a predictor: near the response, but not on a bound.
  ///
  /// - Parameter mean: of all responses.
  @inline(__always)
  func firstPredictor(for response: Double, mean: Double) -> Double {
    switch self {
    case .poisson, .negativeBinomial:
      naturalLogarithm(max(response / 2 + mean / 2, .ulpOfOne))
    case .binomial: naturalLogarithm((response + 0.5) / (1.5 - response))
    case .gaussian: response
    }
  }

  /// One row at a predictor.
  @inline(__always)
  func row(response y: Double, predictor: Double) -> Row {
    switch self {
    case .poisson:
      let mean = exponential(predictor)
      let safe = max(mean, .ulpOfOne)
      return Row(
        weight: safe, observed: safe, step: (y - mean) / safe, distance: abs(y - mean),
        deviance: 2 * countDeviance(y, mean))
    case .negativeBinomial(let alpha):
      let mean = exponential(predictor)
      let safe = max(mean, .ulpOfOne)
      let size = 1 / alpha
      // Written so that an infinite mean has a weight too.
      let weight = 1 / (1 / safe + alpha)
      return Row(
        weight: weight, observed: weight * (1 + alpha * y) / (1 + alpha * safe),
        step: (y - mean) / safe, distance: abs(y - mean),
        deviance: 2 * (countDeviance(y, mean) - countDeviance(y + size, mean + size)))
    case .binomial:
      let share = 1 / (1 + exponential(-predictor))
      let rest = 1 / (1 + exponential(predictor))
      let weight = max(share, .ulpOfOne) * max(rest, .ulpOfOne)
      // y - share, without loss where the share is near 1.
      let difference = y * rest - (1 - y) * share
      return Row(
        weight: weight, observed: weight, step: difference / weight, distance: abs(difference),
        deviance: shareDeviance(y, predictor, share, rest))
    case .gaussian:
      let difference = y - predictor
      return Row(
        weight: 1, observed: 1, step: difference, distance: abs(difference),
        deviance: difference * difference)
    }
  }

  /// What one row says about the next step.
  struct Row {
    /// The expected information about the predictor.
    let weight: Double
    /// The information in this very response: minus the second derivative of its log-likelihood.
    let observed: Double
    /// How far the predictor should move for this row alone, by the expected information.
    let step: Double
    /// Between the response and the mean.
    let distance: Double
    let deviance: Double
  }

  /// The part of the log-likelihood that hangs on the response alone.
  func logKernel(response y: Double) -> Double {
    switch self {
    case .poisson: -logGamma(y + 1)
    case .negativeBinomial(let alpha):
      y == 0 ? 0 : logGamma(y + 1 / alpha) - logGamma(1 / alpha) - logGamma(y + 1)
    case .binomial: isBound(y) ? 0 : -logGamma(y + 1) - logGamma(2 - y)
    case .gaussian: -0.5 * Self.logarithmOfTwoPi
    }
  }

  /// The logarithm of the probability (of the density, for the Gaussian family with variance 1) of a response.
  ///
  /// - Parameters:
  ///   - mean: of the distribution, the one that belongs to the predictor.
  ///   - kernel: what `logKernel` says of the response.
  func logLikelihood(
    response y: Double, predictor: Double, mean: Double, kernel: Double
  ) -> Double {
    switch self {
    case .poisson:
      return (y == 0 ? 0 : y * predictor) - mean + kernel
    case .negativeBinomial(let alpha):
      let ratio = alpha * mean
      guard ratio.isFinite else { return -.infinity }
      let known = y == 0 ? 0 : y * (naturalLogarithm(alpha) + predictor)
      return known - (y + 1 / alpha) * logarithmOfOne(plus: ratio) + kernel
    case .binomial:
      return y * predictor - Self.softPlus(predictor) + kernel
    case .gaussian:
      let difference = y - mean
      return -0.5 * difference * difference + kernel
    }
  }

  static let logarithmOfTwoPi = 1.837_877_066_409_345_483_56

  /// The mean, or what is next to it where it has been rounded to a bound.
  func withinBounds(_ mean: Double) -> Double {
    switch self {
    case .poisson, .negativeBinomial: max(mean, .leastNonzeroMagnitude)
    case .binomial: min(max(mean, .leastNonzeroMagnitude), 1 - .ulpOfOne / 2)
    case .gaussian: mean
    }
  }

  /// The mean that belongs to a predictor.
  func mean(at predictor: Double) -> Double {
    switch self {
    case .poisson, .negativeBinomial: exponential(predictor)
    case .binomial: 1 / (1 + exponential(-predictor))
    case .gaussian: predictor
    }
  }

  /// The predictor that belongs to a mean within the bounds.
  func predictor(at mean: Double) -> Double {
    switch self {
    case .poisson, .negativeBinomial: naturalLogarithm(mean)
    case .binomial: naturalLogarithm(mean / (1 - mean))
    case .gaussian: mean
    }
  }

  /// ln(1 + *e*^*x*) without overflow.
  private static func softPlus(_ x: Double) -> Double {
    max(x, 0) + logarithmOfOne(plus: exponential(-abs(x)))
  }

  @inline(__always)
  private func shareDeviance(
    _ y: Double, _ predictor: Double, _ share: Double, _ rest: Double
  ) -> Double {
    if y == 0 { return 2 * Self.softPlus(predictor) }
    if y == 1 { return 2 * Self.softPlus(-predictor) }
    return 2 * (countDeviance(y, share) + countDeviance(1 - y, rest))
  }
}

/// *x* ln(*x* / *m*) + *m* - *x*: what a count is away from a mean, without cancellation where they are close.
///
/// - Returns: 0 or more; infinity where the mean is 0 and the count is not, or the mean is infinite.
/// - Source: C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000), the function `bd0`.
func countDeviance(_ x: Double, _ mean: Double) -> Double {
  if x == 0 { return mean }
  guard mean > 0, mean.isFinite else { return mean.isNaN ? mean : .infinity }
  let difference = x - mean
  guard abs(difference) < 0.1 * (x + mean) else {
    let ratio = x / mean
    let logarithm =
      ratio.isNormal ? naturalLogarithm(ratio) : naturalLogarithm(x) - naturalLogarithm(mean)
    return x * logarithm - difference
  }
  let v = difference / (x + mean)
  var sum = difference * v
  var term = 2 * x * v
  // Each term is at most a hundredth of the one before it.
  for odd in stride(from: 3.0, through: 21, by: 2) {
    term *= v * v
    sum += term / odd
  }
  return sum
}
