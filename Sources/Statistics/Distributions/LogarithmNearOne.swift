/// ln(1 + `rest`), right to two or three units in the last place near zero as well.
///
/// - Parameter rest: above -1, finite.
func logarithmOfOne(plus rest: Double) -> Double {
  guard rest > -0.5, rest < 1 else { return naturalLogarithm(1 + rest) }
  let s = rest / (2 + rest)
  return 2 * s + 2 * s * artanhSeries(s * s)
}

/// ln(1 + `rest`) - `rest`, right to a few units in the last place near zero as well.
///
/// With *s* = *x* / (2 + *x*) it is 2 artanh *s* - *x* = *s* (2 *s*^2 (1/3 + *s*^2/5 + ...) - *x*).
///
/// - Parameter rest: above -1, finite.
func logarithmLessTangent(_ rest: Double) -> Double {
  guard rest > -0.5, rest < 1 else { return naturalLogarithm(1 + rest) - rest }
  let s = rest / (2 + rest)
  return s * (2 * artanhSeries(s * s) - rest)
}

/// artanh(*s*) / *s* - 1 = *s*^2/3 + *s*^4/5 + ... for *s*^2 up to 1/9.
@inline(__always)
private func artanhSeries(_ square: Double) -> Double {
  var series = 0.0
  for divisor in artanhDivisors {
    series = (series + divisor) * square
  }
  return series
}

/// 1/35, 1/33, ..., 1/3.
private let artanhDivisors = stride(from: 35.0, through: 3, by: -2).map { 1 / $0 }
