package import Tables

/// A response as a weighted sum of columns with the least squared residuals.
///
/// - Source: G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition (2013), 5.3; the tests are those of N. R. Draper, H. Smith, Applied
///   Regression Analysis, 3rd edition (1998), chapter 5.
package struct LeastSquares: Equatable, Sendable {
  /// One per column of the design, in its order; `statistic` is *t*. On a perfect fit `pValue` is 0, or 1 where the estimate itself is rounding.
  package let coefficients: [ModelCoefficient]
  package let rowCount: Int
  /// How many columns do not depend on those before them.
  package let rank: Int
  /// Rows less `rank`.
  package let degreesOfFreedom: Int
  /// The sum of the squared residuals; 0 if nothing but rounding is left.
  package let residualSquares: Double
  /// The same around the mean of the response, or around 0 if the columns cannot make a constant.
  package let totalSquares: Double

  /// In the unit of the response, squared; `nil` if there are no more rows than independent columns.
  package var residualVariance: Double? {
    degreesOfFreedom > 0 ? residualSquares / Double(degreesOfFreedom) : nil
  }

  /// Which share of the squares the columns explain, from 0 to 1; `nil` if the response is constant (0, if the columns make no constant).
  package var rSquared: Double? {
    totalSquares > 0 ? max(0, min(1 - residualSquares / totalSquares, 1)) : nil
  }

  /// Explains a response by columns.
  ///
  /// - Parameters:
  ///   - response: one number per row.
  ///   - columns: of the design, one number per row each; a constant is a column of ones.
  /// - Throws: `tooFewRows` without rows; `unequalLength`, `notFinite`, `responseNotFinite`, `responseTooLarge`, `outOfRange`, `cancelled`.
  /// - Complexity: O(*rows* x *columns*^2).
  package init(
    of response: [Double], on columns: [[Double]], lanes: Lanes = .single
  ) throws(ModelFailure) {
    guard !response.isEmpty else { throw .tooFewRows(0, needed: 1) }
    let ones = Array(repeating: 1.0, count: response.count)
    let design = try QRFactorization(
      of: columns, responses: [response, ones], rowCount: response.count, on: lanes)
    rowCount = response.count
    rank = design.rank
    degreesOfFreedom = max(0, rowCount - rank)
    let squares = design.squares()
    let left = design.residualSquares()
    let isPerfect =
      degreesOfFreedom == 0
      || Self.isRounding(left, of: squares, rank: rank, rowCount: rowCount)
    residualSquares = isPerfect ? 0 : left
    let hasConstant = Self.isRounding(
      design.residualSquares(of: 1), of: Double(rowCount), rank: rank, rowCount: rowCount)
    totalSquares = hasConstant ? try Self.squaresAroundMean(of: response, on: lanes) : squares
    coefficients = try Self.coefficients(
      of: design, squares: squares, residualSquares: residualSquares,
      degreesOfFreedom: degreesOfFreedom)
  }

  private static func coefficients(
    of design: QRFactorization, squares: Double, residualSquares: Double,
    degreesOfFreedom: Int
  ) throws(ModelFailure) -> [ModelCoefficient] {
    let estimates = try design.coefficients()
    let lengths = design.inverseLengths()
    let deviation =
      degreesOfFreedom > 0 ? (residualSquares / Double(degreesOfFreedom)).squareRoot() : nil
    let student = StudentDistribution(degreesOfFreedom: Double(max(1, degreesOfFreedom)))
    var answer = Array(repeating: ModelCoefficient.dependent, count: estimates.count)
    for column in design.independentColumns {
      let error = deviation.map { $0 * lengths[column] }
      guard error?.isFinite ?? true else { throw .outOfRange(column: column) }
      let statistic = error.flatMap { $0 > 0 ? estimates[column] / $0 : nil }
      // What an estimate may be off by if everything were exact but the arithmetic.
      let noise = 1e-14 * squares.squareRoot() * lengths[column]
      answer[column] = ModelCoefficient(
        estimate: estimates[column], standardError: error, statistic: statistic,
        pValue: statistic.map { student.twoSidedTail($0) }
          ?? error.map { _ in abs(estimates[column]) > noise ? 0 : 1 })
    }
    return answer
  }

  /// Whether squares that are left of other squares are nothing but the rounding of reflections.
  static func isRounding(_ left: Double, of squares: Double, rank: Int, rowCount: Int) -> Bool {
    let places = 8 * Double(rank + 1) + Double(rowCount).squareRoot()
    let bound = places * .ulpOfOne
    return left <= bound * bound * squares
  }

  private static func squaresAroundMean(
    of numbers: [Double], on lanes: Lanes
  ) throws(ModelFailure) -> Double {
    guard let first = numbers.first else { return 0 }
    var sum = NeumaierSum()
    var isConstant = true
    for start in stride(from: 0, to: numbers.count, by: DesignMatrix.segmentLength) {
      if lanes.isCancelled { throw .cancelled }
      for row in start..<min(start + DesignMatrix.segmentLength, numbers.count) {
        sum.add(numbers[row])
        isConstant = isConstant && numbers[row] == first
      }
    }
    if isConstant { return 0 }
    let mean = sum.divided(by: Double(numbers.count))
    let deviations = DeviationSums(numbers) { $0 - mean }
    let lack = deviations.first.value * (deviations.first.value / Double(numbers.count))
    return max(0, deviations.second.value - lack)
  }
}
