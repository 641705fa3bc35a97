/// The normal distribution of mean 0 and deviation 1.
///
/// Its tails are half the complement of the error function: Q(z) = erfc(z / √2) / 2. The relative error is about 10^-15 down to the
/// least normal double, at z = 37.5; beyond 38.5 the tail is 0, its logarithm goes on. NaN gives NaN.
///
/// - Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.2.
package enum NormalDistribution {
  /// The probability of a value of at most `z`.
  package static func cumulative(_ z: Double) -> Double { upperTail(-z) }

  /// The probability of a value of at least `z`.
  package static func upperTail(_ z: Double) -> Double {
    guard let tails = tails(z) else { return z.isNaN ? .nan : z < 0 ? 1 : 0 }
    return z < 0 ? 1 - tails.beyond : tails.beyond
  }

  /// The probability of a value at least as far from 0 as `z`: the p-value of a z statistic.
  package static func twoSidedTail(_ z: Double) -> Double { 2 * upperTail(abs(z)) }

  /// The natural logarithm of `upperTail`.
  package static func logUpperTail(_ z: Double) -> Double {
    guard let tails = tails(z) else { return z.isNaN ? .nan : z < 0 ? 0 : -.infinity }
    return z < 0 ? logarithmOfOne(plus: -tails.beyond) : tails.logBeyond
  }

  /// The part beyond `z`, or below it when it is negative; none where not even the logarithm of the tail is a number.
  private static func tails(_ z: Double) -> GaussianTails? {
    guard abs(z) < 1e100 else { return nil }
    return GaussianTails(of: abs(z) * 0.5.squareRoot(), square: 0.5 * DoubleDouble.product(z, z))
  }
}
