package import Tables

/// A mean that hangs on a weighted sum of columns, for responses that scatter as a family says.
///
/// The coefficients of the greatest likelihood are found by Fisher's scoring, each step a weighted least squares fit over a QR factorization.
/// A column that depends on those before it is left out and answered as such.
///
/// - Source: P. McCullagh, J. A. Nelder, Generalized Linear Models, 2nd edition (1989), 2.5. First values, weights, the end of the
///   search and the likelihoods are those of statsmodels' `GLM(...).fit()`, which takes the standard errors from the last
///   step's weights.
package struct GeneralizedLinearModel: Equatable, Sendable {
  package let family: ModelFamily
  package let options: Options

  /// How long to search.
  package struct Options: Equatable, Sendable {
    /// When the search ends.
    package var ending: Ending
    /// How many steps are taken at most, at least one.
    package var stepLimit: Int
    /// How often one step is halved at most.
    package var halvingLimit: Int

    package init(
      ending: Ending = .devianceChange(1e-8), stepLimit: Int = 100, halvingLimit: Int = 40
    ) {
      self.ending = ending
      self.stepLimit = stepLimit
      self.halvingLimit = halvingLimit
    }
  }

  /// What is small enough to end the search.
  package enum Ending: Equatable, Sendable {
    /// The deviance moved by no more than this, or by no more than its own rounding.
    ///
    /// With 1e-8 the answers are those of statsmodels to the last digits. The coefficients themselves may be some 1e-5 away
    /// from those of the greatest likelihood, since the deviance is flat there.
    case devianceChange(Double)
    /// The coefficients moved by no more than this, measured in standard errors (as if the dispersion were 1).
    case stepInErrors(Double)
  }

  package init(_ family: ModelFamily, options: Options = Options()) {
    self.family = family
    self.options = options
  }

  /// Explains a response by columns.
  ///
  /// - Parameters:
  ///   - response: one number per row.
  ///   - columns: of the design, one number per row each; a constant is a column of ones.
  ///   - lanes: may be several; any number of them gives the same answer.
  /// - Throws: `tooFewRows` without rows; `unequalLength`, `notFinite`, `responseNotFinite`, `responseOutOfRange`, `responseAtBound`,
  ///   `dispersionOutOfRange`, `responseTooLarge` for what has no answer; `notConverged`, `diverged`, `outOfRange`; `cancelled`.
  /// - Complexity: O(*rows* x *columns*^2) for each step.
  package func fit(
    _ response: [Double], on columns: [[Double]], lanes: Lanes = .single
  ) throws(ModelFailure) -> GeneralizedLinearFit {
    if case .negativeBinomial(let alpha) = family, !ModelFamily.dispersions.contains(alpha) {
      throw .dispersionOutOfRange(alpha)
    }
    let mean = try checkedMean(of: response, on: lanes)
    let design = try DesignMatrix(columns, rowCount: response.count, on: lanes)
    let factorization = try QRFactorization(of: design, on: lanes)
    let independent = factorization.independentColumns
    let search = ScoringSearch(
      family: family, options: options, design: design.selecting(independent), response: response,
      mean: mean, lanes: lanes)
    let end = try search.end()
    let likelihoods = try search.likelihoods(at: end)
    return try answer(
      end, likelihoods, columns: independent, factors: design.factors, rowCount: response.count)
  }

  /// The mean of responses that the family knows and that are not all on one bound.
  private func checkedMean(
    of response: [Double], on lanes: Lanes
  ) throws(ModelFailure) -> Double {
    guard let first = response.first else { throw .tooFewRows(0, needed: 1) }
    let offender = try DesignMatrix.magnitude(of: response, on: lanes).offender
    if let offender { throw .responseNotFinite(row: offender) }
    var sum = NeumaierSum()
    var isConstant = true
    for (row, value) in response.enumerated() {
      guard family.admits(value) else { throw .responseOutOfRange(row: row, value: value) }
      isConstant = isConstant && value == first
      sum.add(value)
    }
    if isConstant && family.isBound(first) { throw .responseAtBound(first) }
    let mean = isConstant ? first : sum.value / Double(response.count)
    guard mean.isFinite else { throw .responseTooLarge }
    return mean
  }

  private func answer(
    _ end: ScoringSearch.End, _ likelihoods: ScoringSearch.Likelihoods, columns: [Int],
    factors: [Double], rowCount: Int
  ) throws(ModelFailure) -> GeneralizedLinearFit {
    let dispersion = likelihoods.dispersion
    var coefficients = Array(repeating: ModelCoefficient.dependent, count: factors.count)
    let spreads = end.triangle.inverseDiagonal(rank: columns.count)
    for (place, column) in columns.enumerated() {
      let estimate = end.coefficients[place] * factors[column]
      let error = dispersion.map { ($0 * spreads[place]).squareRoot() * factors[column] }
      guard estimate.isFinite, error?.isFinite ?? true else { throw .outOfRange(column: column) }
      coefficients[column] = ModelCoefficient(
        estimate: estimate, normalError: error, isZero: end.coefficients[place] == 0)
    }
    return GeneralizedLinearFit(
      coefficients: coefficients, rowCount: rowCount, rank: columns.count,
      stepCount: end.stepCount, deviance: end.deviance, dispersion: dispersion,
      logLikelihood: likelihoods.full, nullLogLikelihood: likelihoods.null,
      rowsAtBound: end.rowsAtBound)
  }
}

extension ModelCoefficient {
  /// A coefficient whose statistic is held against the normal distribution.
  fileprivate init(estimate: Double, normalError error: Double?, isZero: Bool) {
    let statistic = error.flatMap { $0 > 0 ? estimate / $0 : nil }
    self.init(
      estimate: estimate, standardError: error, statistic: statistic,
      pValue: statistic.map { NormalDistribution.twoSidedTail($0) }
        ?? error.map { _ in isZero ? 1 : 0 })
  }
}
