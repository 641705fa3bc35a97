package import Tables

/// The mean of some values and the sums of powers of their deviations from it.
///
/// Mantissas are added up as whole numbers, so their moments are right to the last digits even where all values share their first ones. Where
/// 128 bits do not suffice, and for doubles, the deviations from a number near the mean are added up in doubles, and what that number lacks of
/// the mean is made good.
///
/// - Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), pp. 242-247, the corrected two-pass algorithm;
///   P. Pébay, Sandia Report SAND2008-6212 (2008), for the higher moments.
package struct Moments: Equatable, Sendable {
  /// How many values there are, at least one.
  package let count: Int
  package let mean: Double
  /// The sums of the second, third and fourth powers of the deviations from the mean, each deviation multiplied by `unit`.
  package let m2: Double
  package let m3: Double
  package let m4: Double
  /// Ten to the scale of the column; for doubles a power of two that keeps the powers within their range.
  package let unit: Double

  /// The moments of a distribution; `nil` if it has no value.
  package init?(of distribution: Distribution) {
    let extremes = Extremes(of: distribution)
    self.init(of: distribution, extremes, Total(of: distribution, extremes))
  }

  init?(of distribution: Distribution, _ extremes: Extremes?, _ total: Total?) {
    guard let mean = total?.mean(of: distribution, in: extremes) else { return nil }
    switch (extremes, total) {
    case (.mantissas(let range), .mantissas(let sum)):
      if let powers = PowerSums(of: distribution, in: range) {
        self.init(powers.centered(), mean: mean, unit: distribution.unit)
      } else {
        let center = Int64(truncatingIfNeeded: sum / Int128(distribution.count))
        let sums = DeviationSums(of: distribution, from: center)
        self.init(sums, count: distribution.count, mean: mean, unit: distribution.unit)
      }
    case (.doubles(let range), .doubles) where range.lowerBound == range.upperBound:
      self.init(constant: range.lowerBound, count: distribution.count)
    case (.doubles, .doubles(let sum, let factor)):
      let sums = DeviationSums(
        of: distribution, from: sum.divided(by: Double(distribution.count)), factor: factor)
      self.init(sums, count: distribution.count, mean: mean, unit: factor)
    default: return nil
    }
  }

  /// From sums about the whole mantissa next to the mean.
  private init(_ powers: PowerSums, mean: Double, unit: Double) {
    let count = Double(powers.count)
    let (first, second) = (nearest(powers.first), nearest(powers.second))
    let (third, fourth) = (nearest(powers.third), nearest(powers.fourth))
    let (product, overflow) = powers.second.multipliedReportingOverflow(by: Int128(powers.count))
    let rest = first / count
    m2 =
      overflow ? second - rest * first : nearest(product - powers.first * powers.first) / count
    m3 = third - rest * (3 * second - 2 * rest * first)
    m4 = fourth - rest * (4 * third - rest * (6 * second - 3 * rest * first))
    self.count = powers.count
    self.mean = mean
    self.unit = unit
  }

  private init(constant: Double, count: Int) {
    (m2, m3, m4) = (0, 0, 0)
    self.count = count
    mean = constant
    unit = 1
  }

  private init(_ sums: DeviationSums, count: Int, mean: Double, unit: Double) {
    let (first, second) = (sums.first.value, sums.second.value)
    let (third, fourth) = (sums.third.value, sums.fourth.value)
    let rest = first / Double(count)
    m2 = max(0, second - rest * first)
    m3 = third - rest * (3 * second - 2 * rest * first)
    m4 = max(0, fourth - rest * (4 * third - rest * (6 * second - 3 * rest * first)))
    self.count = count
    self.mean = mean
    self.unit = unit
  }
}

extension DeviationSums {
  /// Sums of deviations from a mantissa.
  fileprivate init(of distribution: Distribution, from center: Int64) {
    switch distribution.values {
    case .counts(let least, let counts):
      let first = Double(Int128(least) - Int128(center))
      self.init(counts: counts) { first + Double($0) }
    case .mantissas(let mantissas):
      self.init(mantissas) { mantissa in
        let (distance, overflow) = mantissa.subtractingReportingOverflow(center)
        return overflow ? Double(mantissa) - Double(center) : Double(distance)
      }
    case .doubles(let doubles): self.init(doubles) { $0 - Double(center) }
    }
  }

  /// Sums of deviations from a double, of values that are multiplied by a factor first.
  fileprivate init(of distribution: Distribution, from center: Double, factor: Double) {
    guard case .doubles(let doubles) = distribution.values else {
      preconditionFailure("mantissas have their sums from whole numbers")
    }
    self.init(doubles) { $0 * factor - center }
  }
}

extension Distribution {
  /// The mean and the central moments; `nil` if there is no value.
  package var moments: Moments? { Moments(of: self) }
}

/// The double next to a whole number. From 64 bits it is made at once, from 128 bits by generic code that takes a hundred times as long.
private func nearest(_ number: Int128) -> Double {
  Int64(exactly: number).map(Double.init) ?? Double(number)
}
