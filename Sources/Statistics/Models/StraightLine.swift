/// The straight line through points with the least squared distances in the direction of the response.
///
/// - Source: N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition (1998), chapter 1. The answers are those of SciPy's `linregress`,
///   but for points that are all on one line, where its p-value is only nearly 0.
package struct StraightLine: Equatable, Sendable {
  /// By how much the response grows when the predictor grows by one.
  package let slope: Double
  /// The response where the predictor is 0.
  package let intercept: Double
  /// Pearson's correlation, from -1 to 1; `nil` if the response is constant.
  package let correlation: Double?
  /// How likely so steep a slope is where there is none (Student's *t* on both sides): 0 if all points are on the line,
  /// 1 if the response is constant.
  package let pValue: Double
  /// Of the slope; 0 if all points are on the line, as two always are.
  package let slopeError: Double
  /// Of the intercept.
  package let interceptError: Double

  /// - Parameters:
  ///   - response: one number per point.
  ///   - predictor: as many numbers, not all equal.
  /// - Throws: `tooFewRows` for less than two points, `unequalLength`, `notFinite`, `responseNotFinite`, `constantPredictor`,
  ///   `responseTooLarge`, `outOfRange`.
  /// - Complexity: O(*points*), for short series: it cannot be cancelled.
  package init(through response: [Double], over predictor: [Double]) throws(ModelFailure) {
    guard predictor.count == response.count else {
      throw .unequalLength(column: 0, rows: predictor.count, responses: response.count)
    }
    guard response.count >= 2 else { throw .tooFewRows(response.count, needed: 2) }
    let x = Deviations(of: predictor)
    if let row = x.offender { throw .notFinite(column: 0, row: row) }
    if x.isConstant { throw .constantPredictor(predictor[0]) }
    let y = Deviations(of: response)
    if let row = y.offender { throw .responseNotFinite(row: row) }
    let fit = Fit(x, y)
    let ratio = x.factor / y.factor
    slope = fit.slope * ratio
    intercept = fit.intercept / y.factor
    correlation = fit.correlation
    pValue = fit.pValue
    slopeError = fit.slopeError * ratio
    interceptError = fit.interceptError / y.factor
    guard slope.isFinite, intercept.isFinite, slopeError.isFinite, interceptError.isFinite else {
      throw .outOfRange(column: 0)
    }
  }
}

/// Numbers as what they are away from their mean, scaled by a power of two so that the largest number is near 1.
private struct Deviations {
  let factor: Double
  let mean: Double
  let values: [Double]
  /// The sum of their squares.
  let squares: Double
  let isConstant: Bool
  /// The first that is infinite or NaN.
  let offender: Int?

  init(of numbers: [Double]) {
    offender = numbers.firstIndex { !$0.isFinite }
    let greatest = offender == nil ? numbers.reduce(0) { max($0, abs($1)) } : 0
    factor = DesignMatrix.factor(for: greatest)
    let scaled = numbers.map { [factor] in $0 * factor }
    isConstant = !numbers.contains { $0 != numbers[0] }
    var sum = NeumaierSum()
    for number in scaled { sum.add(number) }
    let mean = isConstant ? scaled[0] : sum.divided(by: Double(scaled.count))
    self.mean = mean
    values = scaled.map { $0 - mean }
    var squares = NeumaierSum()
    for value in values { squares.add(value * value) }
    self.squares = squares.value
  }
}

/// The line through deviations.
private struct Fit {
  let slope: Double
  let intercept: Double
  let correlation: Double?
  let pValue: Double
  let slopeError: Double
  let interceptError: Double

  init(_ x: Deviations, _ y: Deviations) {
    let count = Double(x.values.count)
    var products = NeumaierSum()
    for (a, b) in zip(x.values, y.values) { products.add(a * b) }
    slope = products.value / x.squares
    intercept = y.mean - slope * x.mean
    correlation =
      y.isConstant
      ? nil : max(-1, min(products.value / (x.squares.squareRoot() * y.squares.squareRoot()), 1))
    var residuals = NeumaierSum()
    for (a, b) in zip(x.values, y.values) {
      let residual = b - slope * a
      residuals.add(residual * residual)
    }
    // Each deviation may be off by a unit or two of a number near 1.
    let rounding = 4 * .ulpOfOne * count.squareRoot()
    let noise = rounding * (1 + abs(slope))
    let freedom = count - 2
    if freedom == 0 || residuals.value <= noise * noise {
      let isFlat = y.isConstant || freedom > 0 && y.squares <= rounding * rounding
      (pValue, slopeError, interceptError) = (isFlat ? 1 : 0, 0, 0)
    } else {
      slopeError = (residuals.value / freedom / x.squares).squareRoot()
      interceptError = slopeError * (x.squares / count + x.mean * x.mean).squareRoot()
      pValue = StudentDistribution(degreesOfFreedom: freedom).twoSidedTail(slope / slopeError)
    }
  }
}
