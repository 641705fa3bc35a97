/// Why numbers have no model. Rows and columns are counted from 0.
package enum ModelFailure: Error, Equatable, Sendable {
  /// Fewer rows than the model needs at the least.
  case tooFewRows(Int, needed: Int)
  /// A column of the design has another length than the response.
  case unequalLength(column: Int, rows: Int, responses: Int)
  /// A number of the design is infinite or NaN.
  case notFinite(column: Int, row: Int)
  /// A number of the response is infinite or NaN.
  case responseNotFinite(row: Int)
  /// The family knows no such response: a count below zero, or a share outside 0 to 1.
  case responseOutOfRange(row: Int, value: Double)
  /// All responses are this value, which the family reaches only with infinite coefficients: no count at all, or shares of 0 or 1 alone.
  case responseAtBound(Double)
  /// The dispersion of the negative binomial family is not from 1e-8 to 1e8.
  case dispersionOutOfRange(Double)
  /// A straight line was asked for over a predictor that is always the same.
  case constantPredictor(Double)
  /// The deviance still moved by `change` when the permitted steps were taken.
  case notConverged(steps: Int, deviance: Double, change: Double)
  /// A step led out of the numbers, however much it was shortened.
  case diverged(step: Int)
  /// The answer for a column is too large or too small for a double.
  case outOfRange(column: Int)
  /// The response is so large that its squares are no doubles any more.
  case responseTooLarge
  /// Nobody wants the answer any more.
  case cancelled
}
