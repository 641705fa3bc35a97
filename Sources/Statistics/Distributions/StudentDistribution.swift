/// Student's t distribution.
///
/// With x = ν / (ν + t^2) the probability of a value at least as far from 0 as t is I_x(ν/2, 1/2). The relative error is about
/// 10^-14 down to the least normal double. An infinite t has no tail, and NaN gives NaN.
///
/// - Source: M. Abramowitz, I. Stegun, Handbook of Mathematical Functions (1964), 26.7.1.
package struct StudentDistribution: Sendable {
  /// ν.
  package let degreesOfFreedom: Double

  /// Beyond so many degrees of freedom no tail above the least of numbers differs from the normal one in its 13th digit:
  /// the exponents differ by about t^4 / 4ν, and t is at most 38.
  private static let normalLimit = 5e18

  /// - Parameter degreesOfFreedom: from 10^-99, not only whole numbers; infinity is the normal distribution. Outside every answer is
  ///   NaN.
  package init(degreesOfFreedom: Double) {
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of at most `t`.
  package func cumulative(_ t: Double) -> Double { upperTail(-t) }

  /// The probability of a value of at least `t`.
  package func upperTail(_ t: Double) -> Double {
    guard t < 0 else { return twoSidedTail(t) / 2 }
    return 1 - twoSidedTail(t) / 2
  }

  /// The probability of a value at least as far from 0 as `t`: the p-value of a t statistic.
  package func twoSidedTail(_ t: Double) -> Double {
    guard degreesOfFreedom >= 1e-99, !t.isNaN else { return .nan }
    guard abs(t) < .infinity else { return 0 }
    guard degreesOfFreedom < Self.normalLimit else { return NormalDistribution.twoSidedTail(t) }
    guard t != 0, let cut = cut(at: t) else { return 1 }
    return IncompleteBeta(a: degreesOfFreedom / 2, b: 0.5, cut: cut).tails.lower
  }

  /// ν / (ν + t^2); none when t^2 is nothing beside ν.
  private func cut(at t: Double) -> UnitCut? {
    guard abs(t) < 1e20 * degreesOfFreedom.squareRoot() else {
      // ν is nothing beside the square, and their quotient may be below the least of numbers.
      let logRatio =
        DoubleDouble(degreesOfFreedom).logarithm - 2 * DoubleDouble(abs(t)).logarithm
      let ratio = DoubleDouble(exponential(logRatio))
      return UnitCut(below: ratio, above: DoubleDouble(1), logBelow: logRatio, logAbove: -ratio)
    }
    let square = DoubleDouble.product(t, t)
    let sum = DoubleDouble(degreesOfFreedom) + square
    let above = square / sum
    guard above.high > 0 else { return nil }
    return UnitCut(below: DoubleDouble(degreesOfFreedom) / sum, above: above)
  }
}
