/// The gamma distribution of scale one, cut at a point: the regularised incomplete gamma functions P (lower) and Q (upper).
///
/// P(a, x) is the integral of t^(a-1) e^-t / Γ(a) from 0 to x, and Q = 1 - P. For shapes up to `IncompleteGamma.fractionLimit` the
/// smaller part is the power series or the continued fraction times x^a e^-x / Γ(a), beyond them it is an integral over the
/// logarithm of t. Where the shape is so small that nearly all lies below the point, the upper part is summed by itself.
///
/// - Parameters:
///   - shape: a, from 10^-100 to 10^100; made for 10^-8 to 10^12.
///   - x: the point, from 0; infinity has all below it.
/// - Returns: both parts with a relative error of about 10^-14, NaN outside the domain.
/// - Source: NIST Digital Library of Mathematical Functions, 8.2.4, 8.7.1, 8.9.2; W. Gautschi, A computational procedure for
///   incomplete gamma functions, ACM TOMS 5 (1979), pp. 466-481, for small shapes.
package func incompleteGamma(shape: Double, at x: Double) -> Tails {
  guard IncompleteGamma.domain ~= shape, x >= 0 else { return .undefined }
  guard x > 0 else { return Tails(lower: 0) }
  guard x < .infinity else { return Tails(upper: 0) }
  return IncompleteGamma(shape: shape, x: x, logX: DoubleDouble(x).logarithm).tails
}

/// What is known of the gamma distribution and the point where it is cut.
struct IncompleteGamma {
  /// In the domain.
  let shape: Double
  /// Above 0, finite.
  let x: Double
  let logX: DoubleDouble

  /// Shapes whose powers and logarithms are within reach.
  static let domain = 1e-100...1e100

  /// Up to this shape series and fractions end after some 600 terms; above it the integral's width is small.
  static let fractionLimit = 4_096.0

  var tails: Tails {
    if shape > Self.fractionLimit { return wideTails }
    if x >= shape + 1 { return Tails(upper: densityFactor * fraction, exponent: exponent) }
    if let upper = upperPartOfSmallShape { return Tails(upper: upper) }
    return Tails(lower: densityFactor / shape * series, exponent: exponent)
  }

  /// x^a e^-x / Γ(a) is *densityFactor* e^*exponent*: the density at the point times x.
  ///
  /// With Stirling's formula the large terms of Γ(a) join those of x^a e^-x in one exponent that is small near the middle.
  var exponent: DoubleDouble {
    shape * (logX - DoubleDouble(shape).logarithm) + DoubleDouble(shape, plus: -x)
  }

  var densityFactor: Double {
    (shape * reciprocalOfTwoPi).squareRoot() * exponential(-stirlingRemainder(shape))
  }

  /// 1 + x/(a+1) + x^2/((a+1)(a+2)) + ..., DLMF 8.7.1.
  var series: Double {
    var term = 1.0
    var sum = 1.0
    for index in 1...2_000 {
      term *= x / (shape + Double(index))
      sum += term
      if term < sum * 1e-17 { break }
    }
    return sum
  }

  /// 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))), DLMF 8.9.2 in its even part.
  var fraction: Double {
    let start = DoubleDouble(x, plus: -shape)
    return continuedFraction(from: start.high + (1 + start.low)) { index in
      let index = Double(index)
      return (index * (shape - index), x + (2 * index + 1 - shape))
    }
  }

  /// Q for a shape below 1/2, as long as it is at most 1/2: what x^a / Γ(a + 1) is short of one, less the rest of the series in -x.
  private var upperPartOfSmallShape: Double? {
    guard shape < 0.5 else { return nil }
    let power = shape * logX.high - logGammaAboveOne(shape)
    var term = 1.0
    var sum = 0.0
    for index in 1...200 {
      term *= -x / Double(index)
      sum += term / (shape + Double(index))
      if abs(term) < 1e-18 { break }
    }
    let upper = -exponentialLessOne(power) - shape * exponential(power) * sum
    return upper <= 0.5 ? upper : nil
  }

  /// With t = x e^s the density falls from the point on as e^(as - x (e^s - 1)).
  private var wideTails: Tails {
    let distance = shape - x
    let integral = TailIntegral(slope: abs(distance), curvature: x)
    let sign = distance > 0 ? -1.0 : 1.0
    let width = integral.value { x * exponentialLessTangent(sign * $0) }
    return distance > 0
      ? Tails(lower: densityFactor * width, exponent: exponent)
      : Tails(upper: densityFactor * width, exponent: exponent)
  }
}

/// 1 / (2π).
let reciprocalOfTwoPi = 0.159_154_943_091_895_35
