import Tables
import Testing

@testable import Statistics

struct LeastSquaresTests {
  /// J. W. Longley, Journal of the American Statistical Association 62 (1967), p. 819: almost collinear, and far from zero.
  private static let longley: [[Double]] = [
    [
      60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655,
      69564, 69331, 70551,
    ],
    Array(repeating: 1, count: 16),
    [
      83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2,
      115.7, 116.9,
    ],
    [
      234_289, 259_426, 258_054, 284_599, 328_975, 346_999, 365_385, 363_112, 397_469, 419_180,
      442_769, 444_546, 482_704, 502_601, 518_173, 554_894,
    ],
    [
      2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806,
      4007,
    ],
    [
      1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572,
      2827,
    ],
    [
      107_608, 108_632, 109_773, 110_929, 112_075, 113_270, 115_094, 116_219, 117_388, 118_734,
      120_445, 121_950, 123_366, 125_368, 127_852, 130_081,
    ],
    (1947...1962).map { Double($0) },
  ]

  @Test func `Longley's data have the certified answers of NIST`() throws {
    let fit = try LeastSquares(of: Self.longley[0], on: Array(Self.longley[1...]))
    let certified: [(Double, Double)] = [
      (-3482258.63459582, 890420.383607373), (15.0618722713733, 84.9149257747669),
      (-0.358191792925910E-01, 0.334910077722432E-01), (-2.02022980381683, 0.488399681651699),
      (-1.03322686717359, 0.214274163161675), (-0.511041056535807E-01, 0.226073200069370),
      (1829.15146461355, 455.478499142212),
    ]
    for (coefficient, (estimate, error)) in zip(fit.coefficients, certified) {
      #expect(abs(coefficient.estimate - estimate) < 1e-9 * abs(estimate))
      #expect(abs((coefficient.standardError ?? 0) - error) < 1e-9 * error)
    }
    let deviation = (fit.residualVariance ?? 0).squareRoot()
    #expect(abs(deviation - 304.854073561965) < 1e-9 * deviation)
    #expect(abs((fit.rSquared ?? 0) - 0.995479004577296) < 1e-13)
    #expect(fit.rank == 7 && fit.degreesOfFreedom == 9)
  }

  @Test func `one predictor gives the straight line`() throws {
    let sample = SampleDesign(rows: 30, columns: 1, seed: 3)
    let fit = try LeastSquares(of: sample.response, on: sample.columns)
    let line = try StraightLine(through: sample.response, over: sample.columns[1])
    #expect(abs(fit.coefficients[0].estimate - line.intercept) < 1e-14)
    #expect(abs(fit.coefficients[1].estimate - line.slope) < 1e-14)
    #expect(abs((fit.coefficients[1].standardError ?? 0) - line.slopeError) < 1e-15)
    #expect(abs((fit.coefficients[0].standardError ?? 0) - line.interceptError) < 1e-15)
    #expect(abs((fit.coefficients[1].pValue ?? 0) - line.pValue) < 1e-12 * line.pValue)
    let correlation = try #require(line.correlation)
    #expect(abs((fit.rSquared ?? 0) - correlation * correlation) < 1e-14)
  }

  @Test func `a perfect fit leaves no doubt`() throws {
    let sample = SampleDesign(rows: 40, columns: 2, seed: 6)
    let response = (0..<40).map { 3 * sample.columns[0][$0] - 0.7 * sample.columns[1][$0] }
    let fit = try LeastSquares(of: response, on: sample.columns)
    #expect(fit.residualSquares == 0 && fit.rSquared == 1)
    #expect(fit.coefficients.map(\.pValue) == [0, 0, 1])
    #expect(fit.coefficients.map(\.standardError) == [0, 0, 0])
    #expect(fit.coefficients.map(\.statistic) == [nil, nil, nil])
  }

  @Test func `a constant response has nothing to explain`() throws {
    let sample = SampleDesign(rows: 12, columns: 1, seed: 2)
    let fit = try LeastSquares(of: Array(repeating: 0.1, count: 12), on: sample.columns)
    #expect(fit.rSquared == nil && fit.totalSquares == 0 && fit.residualSquares == 0)
    #expect(fit.coefficients.map(\.pValue) == [0, 1])
    let zero = try LeastSquares(of: Array(repeating: 0, count: 12), on: sample.columns)
    #expect(zero.coefficients.map(\.pValue) == [1, 1])
    #expect(zero.coefficients.map(\.estimate) == [0, 0])
  }

  @Test func `as many columns as rows leave no errors to tell`() throws {
    let fit = try LeastSquares(of: [3, 5, 4], on: [[1, 1, 1], [0, 1, 2], [0, 1, 4]])
    #expect(fit.degreesOfFreedom == 0 && fit.residualVariance == nil)
    #expect(fit.coefficients.map(\.standardError) == [nil, nil, nil])
    #expect(fit.coefficients.map(\.pValue) == [nil, nil, nil])
    for (coefficient, expected) in zip(fit.coefficients, [3, 3.5, -1.5]) {
      #expect(abs(coefficient.estimate - expected) < 1e-14)
    }
  }

  @Test func `a dependent column is answered as such`() throws {
    let sample = SampleDesign(rows: 20, columns: 1, seed: 7)
    let plain = try LeastSquares(of: sample.response, on: sample.columns)
    let doubled = try LeastSquares(
      of: sample.response, on: sample.columns + [sample.columns[1].map { 2 * $0 - 1 }])
    #expect(doubled.coefficients[2] == .dependent)
    #expect(doubled.rank == 2 && doubled.degreesOfFreedom == 18)
    #expect(abs(doubled.residualSquares - plain.residualSquares) < 1e-13)
  }

  @Test func `without a constant squares are counted from zero`() throws {
    let fit = try LeastSquares(of: [1, 2, 4], on: [[1, 2, 3]])
    #expect(abs(fit.totalSquares - 21) < 1e-13)
    // The slope is 17 / 14, so 21 - 17^2 / 14 is left.
    #expect(abs(fit.residualSquares - (21 - 289.0 / 14)) < 1e-13)
    // Columns that add up to a constant are as good as one.
    let halves = try LeastSquares(of: [1, 2, 4, 5], on: [[1, 1, 0, 0], [0, 0, 1, 1]])
    #expect(abs(halves.totalSquares - 10) < 1e-13)
  }

  @Test func `what has no answer is told`() {
    #expect(throws: ModelFailure.tooFewRows(0, needed: 1)) { try LeastSquares(of: [], on: []) }
    #expect(throws: ModelFailure.notFinite(column: 0, row: 1)) {
      try LeastSquares(of: [1, 2], on: [[1, .infinity]])
    }
    #expect(throws: ModelFailure.responseNotFinite(row: 1)) {
      try LeastSquares(of: [1, .nan], on: [[1, 1]])
    }
    #expect(throws: ModelFailure.responseTooLarge) {
      try LeastSquares(of: [1, 1e200], on: [[1, 1]])
    }
    #expect(throws: ModelFailure.unequalLength(column: 0, rows: 3, responses: 2)) {
      try LeastSquares(of: [1, 2], on: [[1, 1, 1]])
    }
  }

  @Test func `least squares end when they are cancelled`() throws {
    let sample = SampleDesign(rows: 66_000, columns: 1, seed: 2)
    let whole = try LeastSquares(of: sample.response, on: sample.columns)
    var isWhole = false
    for questions in 0..<40 where !isWhole {
      do {
        let fit = try LeastSquares(
          of: sample.response, on: sample.columns, lanes: .cancelled(after: questions))
        #expect(fit == whole)
        isWhole = true
      } catch {
        #expect(error == .cancelled)
      }
    }
    #expect(isWhole)
  }
}
