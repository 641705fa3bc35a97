import Foundation
import Testing

@testable import Statistics

/// What mpmath says about some points of distributions, to 50 digits (Tests/Golden/distributions.py).
///
/// Probabilities below 10^-300 are not in the file, their logarithms are.
struct GoldenDistributionsTests {
  /// Answers beside what they should be, for one function.
  private struct Comparison {
    let name: String
    private(set) var count = 0
    private(set) var worst = 0.0
    private(set) var worstCase = ""

    init(_ name: String) { self.name = name }

    mutating func add(_ answer: Double, _ expected: Double?, at point: ArraySlice<Double?>) {
      // Below the least normal doubles there are not enough digits to compare.
      guard let expected, expected == 0 || abs(expected) >= 1e-300 else { return }
      count += 1
      let difference = answer.isNaN ? .infinity : abs(answer - expected)
      let error = difference == 0 ? 0 : difference / abs(expected)
      guard error > worst else { return }
      worst = error
      worstCase = "\(point.map { $0 ?? .nan }): \(answer), not \(expected)"
    }

    func check(atMost limit: Double = 2e-14, count least: Int = 400) {
      #expect(count >= least, "\(name)")
      #expect(worst <= limit, "\(name)\(worstCase)")
    }
  }

  private func rows(_ name: String) throws -> [[Double?]] {
    let document = try JSONDecoder().decode(
      [String: [[Double?]]].self, from: Golden.file("distributions.json"))
    return try #require(document[name])
  }

  @Test func `ln gamma is right to the last digits, at its zeros as well`() throws {
    var values = Comparison("logGamma")
    for row in try rows("logGamma") {
      values.add(logGamma(try #require(row[0])), row[1], at: row[..<1])
    }
    values.check(atMost: 1e-15)
  }

  @Test func `normal tails are right`() throws {
    var lower = Comparison("cumulative")
    var upper = Comparison("upperTail")
    var logUpper = Comparison("logUpperTail")
    var twoSided = Comparison("twoSidedTail")
    var complement = Comparison("complementaryError")
    for row in try rows("normal") {
      let z = try #require(row[0])
      lower.add(NormalDistribution.cumulative(z), row[1], at: row[..<1])
      upper.add(NormalDistribution.upperTail(z), row[2], at: row[..<1])
      logUpper.add(NormalDistribution.logUpperTail(z), row[3], at: row[..<1])
      let beyond = z < 0 ? row[1] : row[2]
      twoSided.add(NormalDistribution.twoSidedTail(z), beyond.map { 2 * $0 }, at: row[..<1])
      complement.add(complementaryError(z), row[4], at: row[..<1])
    }
    for comparison in [lower, upper, logUpper, twoSided] { comparison.check() }
    complement.check()
  }

  @Test func `incomplete gamma functions are right`() throws {
    var comparisons = ["P", "ln P", "Q", "ln Q"].map { Comparison($0) }
    for row in try rows("gamma") {
      let tails = incompleteGamma(shape: try #require(row[0]), at: try #require(row[1]))
      let answers = [tails.lower, tails.logLower, tails.upper, tails.logUpper]
      for index in answers.indices {
        comparisons[index].add(answers[index], row[2 + index], at: row[..<2])
      }
    }
    for comparison in comparisons { comparison.check() }
  }

  @Test func `incomplete beta functions are right`() throws {
    var comparisons = ["I", "ln I", "1 - I", "ln(1 - I)"].map { Comparison($0) }
    for row in try rows("beta") {
      let tails = incompleteBeta(
        try #require(row[0]), try #require(row[1]), at: try #require(row[2]))
      let answers = [tails.lower, tails.logLower, tails.upper, tails.logUpper]
      for index in answers.indices {
        comparisons[index].add(answers[index], row[3 + index], at: row[..<3])
      }
    }
    for comparison in comparisons { comparison.check() }
  }

  @Test func `Student's tails are right`() throws {
    var comparisons = ["cumulative", "upperTail", "twoSidedTail"].map { Comparison($0) }
    for row in try rows("student") {
      let student = StudentDistribution(degreesOfFreedom: try #require(row[0]))
      let t = try #require(row[1])
      let answers = [student.cumulative(t), student.upperTail(t), student.twoSidedTail(t)]
      for index in answers.indices {
        comparisons[index].add(answers[index], row[2 + index], at: row[..<2])
      }
    }
    for comparison in comparisons { comparison.check() }
  }

  private static let countNames = [
    "probability", "logProbability", "cumulative", "logCumulative", "upperTail", "logUpperTail",
  ]

  @Test func `Poisson probabilities are right`() throws {
    var comparisons = Self.countNames.map { Comparison($0) }
    for row in try rows("poisson") {
      let poisson = PoissonDistribution(mean: try #require(row[0]))
      let count = Int(try #require(row[1]))
      let answers = [
        poisson.probability(of: count), poisson.logProbability(of: count),
        poisson.cumulative(count), poisson.logCumulative(count),
        poisson.upperTail(from: count), poisson.logUpperTail(from: count),
      ]
      for index in answers.indices {
        comparisons[index].add(answers[index], row[2 + index], at: row[..<2])
      }
    }
    for comparison in comparisons { comparison.check() }
  }

  @Test func `negative binomial probabilities are right`() throws {
    var comparisons = Self.countNames.map { Comparison($0) }
    for row in try rows("negativeBinomial") {
      let binomial = NegativeBinomialDistribution(
        size: try #require(row[0]), probability: try #require(row[1]))
      let count = Int(try #require(row[2]))
      let answers = [
        binomial.probability(of: count), binomial.logProbability(of: count),
        binomial.cumulative(count), binomial.logCumulative(count),
        binomial.upperTail(from: count), binomial.logUpperTail(from: count),
      ]
      for index in answers.indices {
        comparisons[index].add(answers[index], row[3 + index], at: row[..<3])
      }
    }
    for comparison in comparisons { comparison.check() }
  }
}
