import Foundation
import Testing

@testable import Statistics

/// What statsmodels and SciPy find in some designs (Tests/Golden/models.py).
struct GoldenModelsTests {
  struct Document: Decodable {
    let models: [Model]
    let collinear: [Collinear]
    let leastSquares: [Squares]
    let lines: [Line]
  }

  struct Model: Decodable {
    let name: String
    let family: String
    let alpha: Double?
    let response: [Double]
    let columns: [[Double]]
    /// At the end that statsmodels finds by itself.
    let fit: Answer
    /// At the greatest likelihood.
    let peak: Answer?
  }

  struct Answer: Decodable {
    let coefficients: [Double]
    let errors: [Double]
    let pValues: [Double?]
    let logLikelihood: Double
    let nullLogLikelihood: Double
    let pseudoRSquared: Double
    let akaike: Double
    let deviance: Double
    let steps: Int
  }

  struct Collinear: Decodable {
    let name: String
    let family: String
    let alpha: Double?
    let response: [Double]
    let columns: [[Double]]
    let rank: Int
    let logLikelihood: Double
    let nullLogLikelihood: Double
    let akaike: Double
    let deviance: Double
  }

  struct Squares: Decodable {
    let name: String
    let response: [Double]
    let columns: [[Double]]
    let coefficients: [Double]
    let errors: [Double]
    let pValues: [Double]
    let variance: Double
    let rSquared: Double
  }

  struct Line: Decodable {
    let name: String
    let predictor: [Double]
    let response: [Double]
    let slope: Double
    let intercept: Double
    let correlation: Double?
    let pValue: Double
    let slopeError: Double
    let interceptError: Double
  }

  private func document() throws -> Document {
    try JSONDecoder().decode(Document.self, from: Golden.file("models.json"))
  }

  private func family(_ name: String, _ alpha: Double?) throws -> ModelFamily {
    switch name {
    case "poisson": .poisson
    case "binomial": .binomial
    case "gaussian": .gaussian
    case "negativeBinomial": .negativeBinomial(alpha: try #require(alpha))
    default: throw CocoaError(.coderInvalidValue)
    }
  }

  /// Within a billionth of what is expected.
  private func check(
    _ answer: Double?, _ expected: Double?, _ what: String, around scale: Double = 0
  ) {
    guard let answer, let expected else {
      #expect(answer == expected, "\(what): \(answer as Any), not \(expected as Any)")
      return
    }
    #expect(
      abs(answer - expected) <= 1e-9 * max(abs(expected), scale),
      "\(what): \(answer), not \(expected)")
  }

  private func check(_ fit: GeneralizedLinearFit, _ expected: Answer, _ name: String) {
    #expect(fit.coefficients.count == expected.coefficients.count)
    for (place, coefficient) in fit.coefficients.enumerated() {
      let what = "\(name), column \(place)"
      if coefficient == .dependent {
        // A pseudo-inverse by singular values leaves the rounding of a 0.
        #expect(abs(expected.coefficients[place]) < 1e-12)
        continue
      }
      // A coefficient far below its error is known to a billionth of the error.
      let error = expected.errors[place]
      check(coefficient.estimate, expected.coefficients[place], what, around: error * 1e-2)
      check(coefficient.standardError, error, "\(what), error")
      check(coefficient.pValue, expected.pValues[place], "\(what), p")
    }
    check(fit.logLikelihood, expected.logLikelihood, "\(name), likelihood")
    check(fit.nullLogLikelihood, expected.nullLogLikelihood, "\(name), null likelihood")
    check(fit.pseudoRSquared, expected.pseudoRSquared, "\(name), pseudo R^2", around: 1e-3)
    check(fit.akaike, expected.akaike, "\(name), AIC")
    check(fit.deviance, expected.deviance, "\(name), deviance")
  }

  @Test func `models are those of statsmodels, down to where its search ends`() throws {
    let models = try document().models
    for family in ["poisson", "negativeBinomial", "binomial", "gaussian"] {
      #expect(models.filter { $0.family == family }.count >= 40)
    }
    for model in models {
      let family = try family(model.family, model.alpha)
      let fit = try GeneralizedLinearModel(family).fit(model.response, on: model.columns)
      check(fit, model.fit, model.name)
      if family != .gaussian { #expect(fit.stepCount == model.fit.steps, "\(model.name)") }
    }
  }

  @Test func `a longer search finds the greatest likelihood`() throws {
    let models = try document().models.filter { $0.peak != nil }
    #expect(models.count >= 170)
    for model in models {
      let options = GeneralizedLinearModel.Options(
        ending: .stepInErrors(1e-11), stepLimit: 1000)
      let fit = try GeneralizedLinearModel(family(model.family, model.alpha), options: options)
        .fit(model.response, on: model.columns)
      check(fit, try #require(model.peak), model.name)
    }
  }

  @Test func `dependent columns change neither likelihood nor rank`() throws {
    let models = try document().collinear
    #expect(models.count == 8)
    for model in models {
      let fit = try GeneralizedLinearModel(family(model.family, model.alpha))
        .fit(model.response, on: model.columns)
      #expect(fit.rank == model.rank)
      #expect(
        fit.coefficients.filter { $0 == .dependent }.count == model.columns.count - model.rank)
      check(fit.logLikelihood, model.logLikelihood, model.name)
      check(fit.nullLogLikelihood, model.nullLogLikelihood, model.name)
      check(fit.akaike, model.akaike, model.name)
      check(fit.deviance, model.deviance, model.name)
    }
  }

  @Test func `least squares are those of statsmodels`() throws {
    let designs = try document().leastSquares
    #expect(designs.count >= 40)
    for design in designs {
      let fit = try LeastSquares(of: design.response, on: design.columns)
      for (place, coefficient) in fit.coefficients.enumerated() {
        let what = "\(design.name), column \(place)"
        let error = design.errors[place]
        check(coefficient.estimate, design.coefficients[place], what, around: error * 1e-2)
        check(coefficient.standardError, error, "\(what), error")
        check(coefficient.pValue, design.pValues[place], "\(what), p")
      }
      check(fit.residualVariance, design.variance, "\(design.name), variance")
      check(fit.rSquared, design.rSquared, "\(design.name), R^2")
    }
  }

  @Test func `straight lines are those of SciPy`() throws {
    let lines = try document().lines
    #expect(lines.count >= 40)
    for line in lines {
      let answer = try StraightLine(through: line.response, over: line.predictor)
      let name = line.name
      check(answer.slope, line.slope, name, around: line.slopeError * 1e-2)
      check(answer.intercept, line.intercept, name, around: line.interceptError * 1e-2)
      if let correlation = line.correlation {
        check(answer.correlation, correlation, "\(name), correlation", around: 1e-3)
      }
      check(answer.pValue, line.pValue, "\(name), p")
      check(answer.slopeError, line.slopeError, "\(name), error")
      check(answer.interceptError, line.interceptError, "\(name), error of the intercept")
    }
  }
}
