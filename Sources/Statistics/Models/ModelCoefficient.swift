/// What a model says of one column of its design.
package struct ModelCoefficient: Equatable, Sendable {
  /// What the predictor grows by when the column grows by one; 0 for a column that depends on those before it.
  package let estimate: Double
  /// Of the estimate, in its unit; 0 for a dependent column and on a perfect fit, `nil` where no row is left to tell it from.
  package let standardError: Double?
  /// The estimate in standard errors (*z* or *t*); `nil` without a standard error or if it is 0.
  package let statistic: Double?
  /// How likely a statistic as far from 0 as this one is if the column has no effect, from 0 to 1; `nil` for a dependent column.
  package let pValue: Double?

  /// Of a column that depends on those before it: a pseudo-inverse that leaves the column out.
  static let dependent = ModelCoefficient(
    estimate: 0, standardError: 0, statistic: nil, pValue: nil)
}
