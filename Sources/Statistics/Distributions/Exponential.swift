/// e to a power, times a factor.
///
/// The power is *n* ln 2 + *r* with a small *r*, whose Taylor series ends after a dozen terms. The factor comes in before the scaling,
/// so that a product above the least of numbers does not vanish on the way.
///
/// - Parameters:
///   - power: any number; its error is the relative error of the answer.
///   - factor: from 10^-200 to 10^200 in size, or 0.
/// - Returns: the product, wrong by at most two units in the last place; 0 far below the least of numbers, infinity far above the
///   greatest.
func exponential(_ power: DoubleDouble, times factor: Double = 1) -> Double {
  guard power.high > -3_000 else { return power.high.isNaN ? .nan : 0 }
  guard power.high < 3_000 else { return .infinity }
  let exponent = (power.high * 1.442_695_040_888_963_4).rounded()
  // ln 2 in two parts: the first has so few digits that its product with the exponent is exact.
  let head = power.high - exponent * 0x1.62e42fee00000p-1
  let rest = power.low - exponent * 0x1.a39ef35793c76p-33
  let part = head + rest
  let lost = (head - part) + rest
  let value = 1 + (part + (lost + part * part * taylorSeries(part, from: 2, through: 14)))
  return Double(sign: .plus, exponent: Int(exponent), significand: value * factor)
}

/// e to a power.
@inline(__always)
func exponential(_ power: Double) -> Double { exponential(DoubleDouble(power)) }

/// e^`power` - 1, right to two or three units in the last place near zero as well.
func exponentialLessOne(_ power: Double) -> Double {
  guard abs(power) < 0.5 else { return exponential(power) - 1 }
  return power + power * power * taylorSeries(power, from: 2, through: 14)
}

/// e^`power` - 1 - `power`, right to a few units in the last place near zero as well.
func exponentialLessTangent(_ power: Double) -> Double {
  guard abs(power) < 1 else { return exponential(power) - 1 - power }
  return power * power * taylorSeries(power, from: 2, through: 19)
}

/// The sum of *x*^(*n* - `first`) / *n*! for *n* from `first` to `last`.
@inline(__always)
private func taylorSeries(_ x: Double, from first: Int, through last: Int) -> Double {
  var series = 0.0
  for index in stride(from: last, through: first, by: -1) {
    series = series * x + reciprocalFactorials[index]
  }
  return series
}

private let reciprocalFactorials: [Double] = (0...19).map { number in
  1 / (1...max(number, 1)).reduce(1.0) { $0 * Double($1) }
}
