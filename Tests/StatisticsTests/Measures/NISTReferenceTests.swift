import Foundation
import Tables
import Testing

@testable import Statistics

/// The univariate reference sets of NIST: at least 13 digits of their certified means and standard deviations.
struct NISTReferenceTests {
  struct Reference: Decodable {
    let name: String
    let scale: Int
    let mean: Double
    let standardDeviation: Double
    let mantissas: [Int64]
  }

  private struct Document: Decodable {
    let sets: [Reference]
  }

  /// The sets that NIST defines by a formula: the first value, then two others in turn.
  private static let calculated = [
    Reference(
      name: "NumAcc1", scale: 0, mean: 10_000_002, standardDeviation: 1,
      mantissas: [10_000_001, 10_000_003, 10_000_002]),
    alternating("NumAcc2", 12, 11, 13, mean: 1.2),
    alternating("NumAcc3", 10_000_002, 10_000_001, 10_000_003, mean: 1_000_000.2),
    alternating("NumAcc4", 100_000_002, 100_000_001, 100_000_003, mean: 10_000_000.2),
  ]

  private static func alternating(
    _ name: String, _ first: Int64, _ even: Int64, _ odd: Int64, mean: Double
  ) -> Reference {
    let others = (0..<1000).map { $0 % 2 == 0 ? even : odd }
    return Reference(
      name: name, scale: 1, mean: mean, standardDeviation: 0.1, mantissas: [first] + others)
  }

  static func references() throws -> [Reference] {
    let document = try JSONDecoder().decode(Document.self, from: Golden.file("nist.json"))
    return document.sets + calculated
  }

  @Test func `certified means and deviations hold to thirteen digits`() throws {
    let references = try Self.references()
    #expect(references.count == 8)
    for reference in references {
      for distribution in Distribution.forms(of: reference.mantissas, scale: reference.scale) {
        let answers = Measure.values(of: [.mean, .standardDeviation], of: distribution)
        #expect(answers[0].isClose(to: reference.mean, tolerance: 1e-15), "\(reference.name)")
        #expect(
          answers[1].isClose(to: reference.standardDeviation, tolerance: 4e-15),
          "\(reference.name): \(answers[1])")
      }
    }
  }

  // What is lost here is lost before: 10000000.1 as a double is off by a billionth.
  @Test func `of doubles as many digits hold as the doubles have`() throws {
    for reference in try Self.references() {
      let unit = pow(10, Double(reference.scale))
      let doubles = reference.mantissas.map { Double($0) / unit }
      let answers = Measure.values(of: [.mean, .standardDeviation], of: .doubles(doubles))
      let lost = reference.mean.magnitude.ulp / reference.standardDeviation
      #expect(answers[0].isClose(to: reference.mean, tolerance: 1e-15), "\(reference.name)")
      #expect(
        answers[1].isClose(to: reference.standardDeviation, tolerance: 4e-15 + 2 * lost),
        "\(reference.name): \(answers[1])")
    }
  }

  // NumAcc4 a hundred billion further on: exact sums of powers do not fit 128 bits where another value lies far away.
  @Test func `deviations hold where sums of powers would not fit`() throws {
    let mantissas: [Int64] = (0..<1000).map { 4_000_000_000_000_000_000 + ($0 % 2 == 0 ? 1 : 3) }
    let answers = Measure.values(of: [.mean, .variance], of: .listed(mantissas, scale: 9))
    #expect(answers[0] == .number(4_000_000_000.000_000_002))
    #expect(answers[1].isClose(to: 1e-18 * 1000 / 999, tolerance: 1e-14))
    let far = mantissas + [-4_000_000_000_000_000_000]
    let expected = NaiveMeasures(far, unit: 1e9).value(of: .skewness)
    #expect(Measure.skewness.value(of: .listed(far, scale: 9)).isClose(to: expected))
  }
}

/// What scripts have written for the tests to compare with.
enum Golden {
  static func file(_ name: String, from test: String = #filePath) throws -> Data {
    let tests = URL(filePath: test).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try Data(contentsOf: tests.appending(path: "Golden/\(name)"))
  }
}
