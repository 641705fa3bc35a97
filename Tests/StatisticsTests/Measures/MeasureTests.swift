import Tables
import Testing

@testable import Statistics

struct MeasureTests {
  private static let shapes: [ClosedRange<Int64>] = [
    0...1, -3...9, 1...100, 5_000_000...5_000_300, -20_000...20_000, 1...2_000_000_000,
    -4_000_000_000_000...9_000_000_000_000, 1...Int64.max, (.min + 1)...Int64.max, 42...42,
  ]

  private func mantissas(_ seed: Int) -> [Int64] {
    var random = Seeded(seed)
    let count = [0, 1, 2, 3, 10, 101, 300][seed % 7]
    let shape = Self.shapes[seed / 7 % Self.shapes.count]
    return (0..<count).map { _ in Int64.random(in: shape, using: &random) }
  }

  /// How far off an answer may be: a share of 1 for ratios around 0, of the greatest value for a point between two values,
  /// else of the answer itself.
  private func scale(of measure: Measure, _ naive: NaiveMeasures) -> Double {
    switch measure {
    case .skewness, .kurtosis: 1
    case .quantile: naive.greatestMagnitude
    default: 0
    }
  }

  @Test func `measures of mantissas are those of a plain look`() {
    for seed in 0..<210 {
      let mantissas = mantissas(seed)
      let scale = seed % 4
      let naive = NaiveMeasures(mantissas, unit: [1, 10, 100, 1000][scale])
      for distribution in Distribution.forms(of: mantissas, scale: scale) {
        let answers = Measure.values(of: Measure.samples, of: distribution)
        for (measure, answer) in zip(Measure.samples, answers) {
          let expected = naive.value(of: measure)
          #expect(
            answer.isClose(to: expected, around: self.scale(of: measure, naive)),
            "\(measure) of \(mantissas.count) in seed \(seed) \(distribution.values): \(expected as Any)"
          )
        }
      }
    }
  }

  // Whole numbers times a power of two are doubles exactly, so the plain look at the whole numbers holds for them.
  @Test(arguments: [-1000, -30, 0, 7, 900])
  func `measures of doubles are those of a plain look`(_ exponent: Int) {
    let factor = Double(sign: .plus, exponent: exponent, significand: 1)
    for seed in 0..<210 {
      let mantissas = mantissas(seed).map { $0 >> 12 }
      let naive = NaiveMeasures(mantissas, unit: 1 / factor)
      let doubles = mantissas.map { Double($0) * factor }
      let answers = Measure.values(of: Measure.samples, of: .doubles(doubles))
      for (measure, answer) in zip(Measure.samples, answers) {
        guard let expected = naive.value(of: measure) else {
          #expect(answer == .undefined, "\(measure) in seed \(seed)")
          continue
        }
        // A geometric mean of the oracle has logarithms near 700 in it; its other answers may leave the range of doubles.
        guard expected.isFinite, expected.magnitude > 0x1p-1000 || expected == 0 else { continue }
        #expect(
          answer.isClose(to: expected, around: self.scale(of: measure, naive)),
          "\(measure) in seed \(seed): \(answer), not \(expected)")
      }
    }
  }

  @Test func `one measure alone is what it is among others`() {
    for seed in 0..<70 {
      for distribution in Distribution.forms(of: mantissas(seed), scale: 1) {
        let together = Measure.values(of: Measure.samples, of: distribution)
        #expect(Measure.samples.map { $0.value(of: distribution) } == together)
        #expect(Measure.values(of: [], of: distribution) == [])
      }
    }
  }

  // A filter decides whether values are counted; the answer must not tell.
  @Test func `counted and listed values have the same measures to the last bit`() throws {
    for seed in 0..<210 {
      let mantissas = mantissas(seed)
      guard let counted = Distribution.counted(mantissas, scale: 2) else { continue }
      let measures = Measure.samples.filter { $0 != .harmonicMean && $0 != .geometricMean }
      let answers = Measure.values(of: measures, of: .listed(mantissas, scale: 2))
      #expect(Measure.values(of: measures, of: counted) == answers)
    }
  }

  @Test func `nothing has no measures but its counts`() {
    for distribution in [Distribution.listed([]), .doubles([])] {
      for measure in Measure.samples {
        let isCount = measure == .count || measure == .countDistinct
        #expect(measure.value(of: distribution) == (isCount ? .integer(0) : .undefined))
      }
    }
  }

  @Test func `whole columns have whole answers`() {
    let whole = Distribution.forms(of: [3, 3, 8], scale: 0)
    let decimal = Distribution.forms(of: [30, 30, 80], scale: 1)
    let measures: [Measure] = [.sum, .min, .max, .range, .mode]
    let answers: [Int64] = [14, 3, 8, 5, 3]
    for distribution in whole {
      #expect(Measure.values(of: measures, of: distribution) == answers.map { .integer($0) })
      #expect(Measure.median.value(of: distribution) == .number(3))
    }
    for distribution in decimal {
      #expect(Measure.values(of: measures, of: distribution) == answers.map { .number(Double($0)) })
    }
  }

  @Test func `equal values have no shape`() {
    for distribution in Distribution.forms(of: [7, 7, 7], scale: 0) + [.doubles([0.1, 0.1, 0.1])] {
      let measures: [Measure] = [.variance, .populationVariance, .skewness, .kurtosis, .iqr, .mad]
      #expect(
        Measure.values(of: measures, of: distribution).map(\.double) == [0, 0, nil, nil, 0, 0])
    }
    let zeros = Distribution.listed([0, 0])
    #expect(Measure.coefficientOfVariation.value(of: zeros) == .undefined)
    #expect(Measure.coefficientOfVariation.value(of: .listed([-1, 1])) == .undefined)
  }

  @Test func `one value has no measure of a sample`() {
    for distribution in Distribution.forms(of: [7], scale: 0) + [.doubles([7])] {
      for measure in [
        Measure.variance, .standardDeviation, .standardError, .coefficientOfVariation,
      ] {
        #expect(measure.value(of: distribution) == .undefined)
      }
      #expect(Measure.populationVariance.value(of: distribution) == .number(0))
    }
  }
}
