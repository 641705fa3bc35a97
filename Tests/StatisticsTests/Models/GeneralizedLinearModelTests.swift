import Foundation
import Tables
import Testing

@testable import Statistics

struct GeneralizedLinearModelTests {
  static let families: [ModelFamily] = [
    .poisson, .negativeBinomial(alpha: 1), .binomial, .gaussian,
  ]

  private static let ones = Array(repeating: 1.0, count: 7)
  private static let counts: [Double] = [2, 1, 3, 1, 1, 1, 1]
  private static let weekend: [Double] = [1, 0, 0, 0, 0, 0, 1]
  private static let weekday: [Double] = [6, 0, 1, 2, 3, 4, 5]

  private func days(_ columns: [[Double]]) throws -> GeneralizedLinearFit {
    try GeneralizedLinearModel(.negativeBinomial(alpha: 1)).fit(Self.counts, on: columns)
  }

  private func isClose(_ answer: Double?, _ expected: Double) -> Bool {
    guard let answer else { return false }
    return abs(answer - expected) <= 1e-7 * abs(expected)
  }

  @Test func `counts of a week are explained as by statsmodels`() throws {
    let fit = try days([Self.ones, Self.weekend, Self.weekday])
    let expected: [(Double, Double, Double)] = [
      (0.54736609, 0.97171767, 0.57323235), (0.49688654, 1.81549577, 0.78432138),
      (-0.11401292, 0.40629254, 0.77900356),
    ]
    for (coefficient, (estimate, error, pValue)) in zip(fit.coefficients, expected) {
      #expect(isClose(coefficient.estimate, estimate))
      #expect(isClose(coefficient.standardError, error))
      #expect(isClose(coefficient.pValue, pValue))
    }
    #expect(isClose(fit.logLikelihood, -11.479292218813221))
    #expect(isClose(fit.nullLogLikelihood, -11.517404875628026))
    #expect(isClose(fit.akaike, 28.958584437626442))
    #expect(isClose(fit.pseudoRSquared, 1 - 11.479292218813221 / 11.517404875628026))
    #expect(fit.stepCount == 5 && fit.rank == 3 && fit.rowCount == 7 && fit.rowsAtBound == 0)
  }

  @Test func `an hour that is always zero changes nothing`() throws {
    let plain = try days([Self.ones, Self.weekend, Self.weekday])
    let fit = try days([Self.ones, Array(repeating: 0, count: 7), Self.weekend, Self.weekday])
    #expect(fit.coefficients[1] == .dependent)
    #expect([0, 2, 3].map { fit.coefficients[$0] } == plain.coefficients)
    #expect(fit.akaike == plain.akaike)
  }

  @Test func `the constant stays where another column is constant too`() throws {
    let plain = try days([Self.ones])
    let fit = try days([Self.ones, Self.ones.map { 3 * $0 }, Self.ones])
    #expect(fit.coefficients == plain.coefficients + [.dependent, .dependent])
    #expect(isClose(fit.coefficients[0].estimate, log(10.0 / 7)))
    #expect(abs((fit.pseudoRSquared ?? .nan)) < 1e-12)
  }

  @Test(arguments: families)
  func `one row is explained by the constant`(_ family: ModelFamily) throws {
    let y = family == .binomial ? 0.25 : 3
    let fit = try GeneralizedLinearModel(family).fit([y], on: [[1], [5]])
    #expect(abs(fit.coefficients[0].estimate - family.predictor(at: y)) < 1e-4)
    #expect(fit.coefficients[1] == .dependent)
    #expect((fit.coefficients[0].pValue == nil) == (family == .gaussian))
    #expect((fit.pseudoRSquared == nil) == (family == .gaussian))
  }

  @Test(arguments: families)
  func `no column leaves the predictor at zero`(_ family: ModelFamily) throws {
    let response = [0.0, 1, 1]
    let fit = try GeneralizedLinearModel(family).fit(response, on: [])
    let expected = response.reduce(0) { $0 + family.row(response: $1, predictor: 0).deviance }
    #expect(abs(fit.deviance - expected) < 1e-14 && fit.coefficients.isEmpty)
    let zero = try GeneralizedLinearModel(family).fit(response, on: [[0, 0, 0]])
    #expect(zero.coefficients == [.dependent] && zero.deviance == fit.deviance)
  }

  @Test func `a constant response is its own mean`() throws {
    for family in [ModelFamily.poisson, .negativeBinomial(alpha: 2)] {
      let sample = SampleDesign(rows: 9, columns: 1, seed: 1)
      let fit = try GeneralizedLinearModel(family)
        .fit(Array(repeating: 4, count: 9), on: sample.columns)
      #expect(abs(fit.coefficients[0].estimate - log(4)) < 1e-9)
      #expect(abs(fit.coefficients[1].estimate) < 1e-9)
      #expect(abs((fit.pseudoRSquared ?? .nan)) < 1e-9)
    }
  }

  @Test func `a perfect Gaussian fit has no likelihood and no doubt`() throws {
    let sample = SampleDesign(rows: 9, columns: 1, seed: 1)
    let response = (0..<9).map { 2 - 3 * sample.columns[1][$0] }
    let fit = try GeneralizedLinearModel(.gaussian).fit(response, on: sample.columns)
    #expect(fit.logLikelihood == nil && fit.akaike == nil && fit.pseudoRSquared == nil)
    #expect(fit.dispersion == 0)
    #expect(fit.coefficients.map(\.pValue) == [0, 0])
    let flat = try GeneralizedLinearModel(.gaussian)
      .fit(Array(repeating: 0, count: 9), on: sample.columns)
    #expect(flat.coefficients.map(\.pValue) == [1, 1])
  }

  @Test func `separated flags end with large errors and say so`() throws {
    let predictor = (0..<20).map { Double($0) }
    let response = predictor.map { $0 < 10 ? 0.0 : 1 }
    let columns = [Array(repeating: 1.0, count: 20), predictor]
    let fit = try GeneralizedLinearModel(.binomial).fit(response, on: columns)
    #expect(fit.rowsAtBound > 0)
    #expect((fit.coefficients[1].standardError ?? 0) > 100)
    #expect((fit.coefficients[1].pValue ?? 0) > 0.5)
    #expect(fit.deviance < 1e-6)
  }

  @Test(arguments: [ModelFamily.poisson, .negativeBinomial(alpha: 1)])
  func `a group without any count is told as separated`(_ family: ModelFamily) throws {
    let group = (0..<14).map { $0 % 7 > 4 ? 1.0 : 0 }
    let response = (0..<14).map { group[$0] == 1 ? 0.0 : Double($0 % 3 + 1) }
    let fit = try GeneralizedLinearModel(family)
      .fit(response, on: [Array(repeating: 1, count: 14), group])
    #expect(fit.rowsAtBound == 4)
    #expect(fit.coefficients[1].estimate < -10)
    #expect((fit.coefficients[1].pValue ?? 0) > 0.9)
  }

  @Test func `what the family does not know is refused with its row`() {
    #expect(throws: ModelFailure.responseOutOfRange(row: 2, value: -1)) {
      try GeneralizedLinearModel(.poisson).fit([1, 2, -1], on: [[1, 1, 1]])
    }
    #expect(throws: ModelFailure.responseOutOfRange(row: 0, value: 2)) {
      try GeneralizedLinearModel(.binomial).fit([2, 1], on: [[1, 1]])
    }
    #expect(throws: ModelFailure.responseAtBound(0)) {
      try GeneralizedLinearModel(.negativeBinomial(alpha: 1)).fit([0, 0], on: [[1, 1]])
    }
    #expect(throws: ModelFailure.responseAtBound(1)) {
      try GeneralizedLinearModel(.binomial).fit([1, 1], on: [[1, 1]])
    }
    for alpha in [0, -1, .nan, .infinity, 1e-300] {
      #expect(throws: ModelFailure.self) {
        try GeneralizedLinearModel(.negativeBinomial(alpha: alpha)).fit([1], on: [[1]])
      }
    }
  }

  @Test(arguments: families)
  func `what is no design is refused with its place`(_ family: ModelFamily) {
    let model = GeneralizedLinearModel(family)
    #expect(throws: ModelFailure.tooFewRows(0, needed: 1)) { try model.fit([], on: [[]]) }
    #expect(throws: ModelFailure.unequalLength(column: 0, rows: 1, responses: 2)) {
      try model.fit([0, 1], on: [[1]])
    }
    #expect(throws: ModelFailure.notFinite(column: 1, row: 0)) {
      try model.fit([0, 1], on: [[1, 1], [.nan, 2]])
    }
    #expect(throws: ModelFailure.responseNotFinite(row: 1)) {
      try model.fit([0, .infinity], on: [[1, 1]])
    }
  }

  @Test(arguments: [ModelFamily.poisson, .gaussian])
  func `any number of lanes gives the same answer`(_ family: ModelFamily) throws {
    let sample = SampleDesign(rows: 66_000, columns: 1, seed: 12)
    let model = GeneralizedLinearModel(family)
    let alone = try model.fit(sample.counts, on: sample.columns)
    #expect(try model.fit(sample.counts, on: sample.columns, lanes: .backwards) == alone)
    #expect(alone.coefficients[1...].allSatisfy { ($0.pValue ?? 1) < 1e-6 })
  }

  @Test func `a fit ends when it is cancelled, wherever it stands`() throws {
    let sample = SampleDesign(rows: 3000, columns: 1, seed: 12)
    let model = GeneralizedLinearModel(.poisson)
    let whole = try model.fit(sample.counts, on: sample.columns)
    var questions = 0
    while questions < 400 {
      do {
        let fit = try model.fit(
          sample.counts, on: sample.columns, lanes: .cancelled(after: questions))
        #expect(fit == whole)
        break
      } catch {
        #expect(error == .cancelled)
      }
      questions += 1
    }
    #expect(questions > 10 && questions < 400)
  }

  @Test(arguments: families)
  func `hostile numbers give finite answers or a failure`(_ family: ModelFamily) {
    var random = Seeded(77)
    let palette: [Double] = [
      0, 0, 1, 1, 1, 2, 3, -1, 0.5, 1e-9, 1e9, 1e-300, 1e300, .leastNonzeroMagnitude, 40,
    ]
    let shares: [Double] = [0, 0, 0, 1, 1, 1, 0.5, 1e-300, 1 - 1e-16]
    let counts: [Double] = [0, 0, 0, 1, 1, 2, 3, 7, 100, 1e6, 1e15, 1e300, 1e-300]
    var answered = 0
    for _ in 0..<1500 {
      let rows = Int.random(in: 1...12, using: &random)
      let width = Int.random(in: 0...4, using: &random)
      let reach = Int.random(in: 1...palette.count, using: &random)
      var columns = (0..<width).map { _ in
        (0..<rows).map { _ in palette[Int.random(in: 0..<reach, using: &random)] }
      }
      if Bool.random(using: &random) { columns.append(Array(repeating: 1, count: rows)) }
      let values = family == .binomial ? shares : counts
      let depth = Int.random(in: 1...values.count, using: &random)
      let response = (0..<rows).map { _ in values[Int.random(in: 0..<depth, using: &random)] }
      guard let fit = try? GeneralizedLinearModel(family).fit(response, on: columns) else {
        continue
      }
      answered += 1
      var numbers = [fit.deviance]
      numbers += [fit.dispersion, fit.logLikelihood, fit.nullLogLikelihood].compactMap(\.self)
      for coefficient in fit.coefficients {
        numbers.append(coefficient.estimate)
        numbers += [coefficient.standardError, coefficient.statistic, coefficient.pValue]
          .compactMap(\.self)
        #expect((0...1).contains(coefficient.pValue ?? 0))
      }
      let isFinite = numbers.allSatisfy { $0.isFinite }
      #expect(isFinite, "\(response) on \(columns): \(fit)")
    }
    #expect(answered > 500)
  }
}
