/// What a generalized linear model found.
package struct GeneralizedLinearFit: Equatable, Sendable {
  /// One per column of the design, in its order.
  package let coefficients: [ModelCoefficient]
  /// How many rows were explained.
  package let rowCount: Int
  /// How many columns do not depend on those before them.
  package let rank: Int
  /// How many steps were taken.
  package let stepCount: Int
  /// Twice what the logarithm of the likelihood lacks of that of a model with a coefficient for each row; the sum of the squared
  /// residuals for the Gaussian family.
  package let deviance: Double
  /// What the variance of the family is multiplied with: the residual variance for the Gaussian family, 1 for the others. `nil` if
  /// it would have to be told from no rows at all.
  package let dispersion: Double?
  /// The logarithm of the likelihood; for the Gaussian family its maximum over the variance, and `nil` on a perfect fit, where it has none.
  package let logLikelihood: Double?
  /// The same for the mean of the responses alone. For the Gaussian family it is taken at `dispersion`, as statsmodels does, and so `nil` without one.
  package let nullLogLikelihood: Double?
  /// How many rows have a response on a bound of the family and a mean within a millionth of it.
  ///
  /// Where a column separates the responses, the likelihood grows without end as its coefficient does: the coefficients are then where the
  /// deviance ceased to move, with large standard errors, and this is above zero.
  package let rowsAtBound: Int

  /// McFadden's: 1 - `logLikelihood` / `nullLogLikelihood`; `nil` where one of the two is missing or the second is 0.
  package var pseudoRSquared: Double? {
    guard let logLikelihood, let nullLogLikelihood, nullLogLikelihood != 0 else { return nil }
    return 1 - logLikelihood / nullLogLikelihood
  }

  /// Akaike's criterion, 2 `rank` - 2 `logLikelihood`; the dispersion is not counted among the parameters.
  package var akaike: Double? {
    logLikelihood.map { 2 * Double(rank) - 2 * $0 }
  }
}
