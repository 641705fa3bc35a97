import Foundation
import Tables

@testable import Statistics

/// The measures of mantissas in the most obvious way: sorted, counted in a dictionary, added up in decimals of 38 digits.
struct NaiveMeasures {
  let sorted: [Int64]
  /// A value is its mantissa divided by this.
  let unit: Double

  init(_ mantissas: [Int64], unit: Double) {
    sorted = mantissas.sorted()
    self.unit = unit
  }

  var greatestMagnitude: Double { Double(sorted.map(\.magnitude).max() ?? 0) / unit }

  private var count: Double { Double(sorted.count) }

  func value(of measure: Measure) -> Double? {
    switch measure {
    case .count: count
    case .countDistinct: Double(Set(sorted).count)
    case .sum: sorted.isEmpty ? nil : double(sum) / unit
    case .mean: sorted.isEmpty ? nil : double(mean) / unit
    case .min: sorted.first.map { Double($0) / unit }
    case .max: sorted.last.map { Double($0) / unit }
    case .range:
      sorted.isEmpty
        ? nil : quantile(1).flatMap { high in quantile(0).map { double(high - $0) / unit } }
    case .median: quantile(0.5).map { double($0) / unit }
    case .quantile(let share): quantile(share).map { double($0) / unit }
    case .iqr: quantile(0.75).flatMap { high in quantile(0.25).map { double(high - $0) / unit } }
    case .mad: medianDeviation.map { double($0) / unit }
    case .mode: mode.map { Double($0) / unit }
    case .variance: sample.map { double(central(2) / Decimal($0)) / unit / unit }
    case .standardDeviation: sample.map { double(central(2) / Decimal($0)).squareRoot() / unit }
    case .populationVariance: whole.map { double(central(2) / $0) / unit / unit }
    case .populationStandardDeviation: whole.map { double(central(2) / $0).squareRoot() / unit }
    case .standardError:
      sample.map { (double(central(2) / Decimal($0)) / count).squareRoot() / unit }
    case .coefficientOfVariation:
      sum == 0 ? nil : sample.map { double(central(2) / Decimal($0)).squareRoot() / double(mean) }
    case .geometricMean:
      isPositive ? exp(sorted.reduce(0) { $0 + log(Double($1)) } / count - log(unit)) : nil
    case .harmonicMean: isPositive ? count / sorted.reduce(0) { $0 + unit / Double($1) } : nil
    case .skewness:
      isSpread ? double(central(3)) / count / pow(double(central(2)) / count, 1.5) : nil
    case .kurtosis:
      isSpread ? double(central(4)) / count / pow(double(central(2)) / count, 2) - 3 : nil
    }
  }

  private var isPositive: Bool { (sorted.first ?? 0) > 0 }
  private var isSpread: Bool { sorted.first != sorted.last }
  private var sample: Int? { sorted.count < 2 ? nil : sorted.count - 1 }
  private var whole: Decimal? { sorted.isEmpty ? nil : Decimal(sorted.count) }
  private var sum: Decimal { sorted.reduce(0) { $0 + Decimal($1) } }
  private var mean: Decimal { sum / Decimal(sorted.count) }

  private func central(_ power: Int) -> Decimal {
    let mean = mean
    return sorted.reduce(0) { $0 + Foundation.pow(Decimal($1) - mean, power) }
  }

  private func quantile(_ share: Double) -> Decimal? {
    quantile(share, of: sorted.map { Decimal($0) })
  }

  private func quantile(_ share: Double, of sorted: [Decimal]) -> Decimal? {
    guard !sorted.isEmpty, share >= 0, share <= 1 else { return nil }
    let place = Double(sorted.count - 1) * share
    let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
    return sorted[low] + (sorted[high] - sorted[low]) * Decimal(place - Double(low))
  }

  private var medianDeviation: Decimal? {
    guard let median = quantile(0.5) else { return nil }
    return quantile(0.5, of: sorted.map { abs(Decimal($0) - median) }.sorted())
  }

  private var mode: Int64? {
    let counts = sorted.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let most = counts.values.max()
    return counts.filter { $0.value == most }.keys.min()
  }

  /// By its digits: `doubleValue` of a decimal is not rounded well.
  private func double(_ decimal: Decimal) -> Double { Double("\(decimal)") ?? .nan }
}

extension Measure {
  /// Every measure, and quantiles at and between the values.
  static let samples: [Measure] = [
    .count, .countDistinct, .sum, .mean, .min, .max, .range, .median, .quantile(0), .quantile(0.1),
    .quantile(1.0 / 3), .quantile(0.95), .quantile(1), .iqr, .mad, .mode, .standardDeviation,
    .variance, .populationStandardDeviation, .populationVariance, .standardError,
    .coefficientOfVariation, .geometricMean, .harmonicMean, .skewness, .kurtosis,
  ]
}

extension MeasureValue {
  /// The answer as a double; `nil` if it is undefined.
  var double: Double? {
    switch self {
    case .undefined: nil
    case .integer(let integer): Double(integer)
    case .number(let number): number
    }
  }

  /// Whether the answer is this one but for a share of it, or of 1 where it is a ratio around 0.
  func isClose(to expected: Double?, tolerance: Double = 1e-12, around scale: Double = 0) -> Bool {
    guard let expected, let double else { return expected == nil && double == nil }
    return abs(double - expected) <= tolerance * max(abs(expected), scale)
  }
}

extension Distribution {
  /// The same mantissas in the forms that a distribution of mantissas can have.
  static func forms(of mantissas: [Int64], scale: Int) -> [Distribution] {
    [counted(mantissas, scale: scale), listed(mantissas, scale: scale)].compactMap { $0 }
  }

  static func listed(_ mantissas: [Int64], scale: Int = 0) -> Distribution {
    Distribution(
      values: .mantissas(mantissas), scale: scale, count: mantissas.count, nullCount: 0)
  }

  /// `nil` where the mantissas lie too far apart, or there are none.
  static func counted(_ mantissas: [Int64], scale: Int = 0) -> Distribution? {
    guard let least = mantissas.min(), let greatest = mantissas.max(),
      Int128(greatest) - Int128(least) <= 1 << 20
    else { return nil }
    var counts = Array(repeating: 0, count: Int(greatest - least) + 1)
    for mantissa in mantissas { counts[Int(mantissa - least)] += 1 }
    return Distribution(
      values: .counts(least: least, counts), scale: scale, count: mantissas.count, nullCount: 0)
  }

  static func doubles(_ doubles: [Double]) -> Distribution {
    Distribution(values: .doubles(doubles), scale: 0, count: doubles.count, nullCount: 0)
  }
}

/// Random numbers that come again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
