/// The beta distribution cut at a point: the regularised incomplete beta function I_x(a, b) (lower) and what it is short of one.
///
/// I_x(a, b) is the integral of t^(a-1) (1-t)^(b-1) / B(a, b) from 0 to x. While one of a and b is at most
/// `IncompleteBeta.fractionLimit`, the smaller part is a continued fraction times the density; beyond, it is an integral over the
/// logarithm of t / (1 - t). Where a shape is so small that nearly all lies on one side, the other part is summed by itself.
///
/// - Parameters:
///   - a: from 10^-100 to 10^100; made for 10^-8 to 10^12.
///   - b: likewise.
///   - x: the point, from 0 to 1, taken as exact: what it is short of one is not rounded.
/// - Returns: both parts with a relative error of about 10^-14, NaN outside the domain.
/// - Source: NIST Digital Library of Mathematical Functions, 8.17; A. R. DiDonato, A. H. Morris, Significant digit computation of the
///   incomplete beta function ratios, ACM TOMS 18 (1992), pp. 360-373, for the fraction.
package func incompleteBeta(_ a: Double, _ b: Double, at x: Double) -> Tails {
  let domain = IncompleteBeta.domain
  guard domain ~= a, domain ~= b, 0...1 ~= x else { return .undefined }
  guard x > 0 else { return Tails(lower: 0) }
  guard x < 1 else { return Tails(upper: 0) }
  return IncompleteBeta(a: a, b: b, cut: UnitCut(at: x)).tails
}

/// A point between 0 and 1 and how far it is from 1, both to all digits, and their logarithms.
struct UnitCut {
  let below: DoubleDouble
  let above: DoubleDouble
  let logBelow: DoubleDouble
  let logAbove: DoubleDouble

  var mirrored: UnitCut {
    UnitCut(below: above, above: below, logBelow: logAbove, logAbove: logBelow)
  }
}

extension UnitCut {
  /// - Parameter x: above 0 and below 1.
  init(at x: Double) {
    self.init(below: DoubleDouble(x), above: DoubleDouble(1, plus: -x))
  }

  /// - Parameters:
  ///   - below: above 0.
  ///   - above: above 0; together one.
  init(below: DoubleDouble, above: DoubleDouble) {
    self.init(
      below: below, above: above, logBelow: below.logarithm, logAbove: above.logarithm)
  }
}

/// What is known of the beta distribution and the point where it is cut.
struct IncompleteBeta {
  /// In the domain.
  let a: Double
  /// In the domain.
  let b: Double
  let cut: UnitCut

  /// Shapes whose quotients neither overflow nor vanish.
  static let domain = 1e-100...1e100

  /// While the smaller shape is at most this, the fraction ends after some 150 levels; above it the integral's width is small.
  static let fractionLimit = 4_096.0

  var tails: Tails {
    if min(a, b) > Self.fractionLimit {
      return surplus >= 0 ? wideTails : mirrored.wideTails.mirrored
    }
    let isBelowMiddle = cut.below.high * (b + 1) < cut.above.high * (a + 1)
    return isBelowMiddle ? narrowTails : mirrored.narrowTails.mirrored
  }

  private var mirrored: IncompleteBeta { IncompleteBeta(a: b, b: a, cut: cut.mirrored) }

  /// x^a (1-x)^b / B(a, b) is *densityFactor* e^*exponent*.
  ///
  /// With Stirling's formula the large terms of B(a, b) join those of the powers in one exponent that is small near the middle.
  var exponent: DoubleDouble {
    let total = DoubleDouble(a, plus: b)
    let below = cut.logBelow - (DoubleDouble(a) / total).logarithm
    let above = cut.logAbove - (DoubleDouble(b) / total).logarithm
    return a * below + b * above
  }

  var densityFactor: Double {
    let rests = stirlingRemainder(a + b) - stirlingRemainder(a) - stirlingRemainder(b)
    return (a / (a + b) * b * reciprocalOfTwoPi).squareRoot() * exponential(rests)
  }

  /// a (1 - x) - b x: above zero while x lies below the mean.
  private var surplus: Double {
    (a * cut.above - b * cut.below).high
  }

  /// For a point below the middle, when one shape at least is small.
  private var narrowTails: Tails {
    if let upper = upperPartOfSmallShape { return Tails(upper: upper) }
    return Tails(lower: densityFactor * fraction, exponent: exponent)
  }

  /// The fraction of DiDonato and Morris, equation 9, with I_x(a, b) = x^a (1-x)^b / B(a, b) times it.
  ///
  /// Its levels hold x only beside a (1 - x) - b x, so nothing is lost where x is near one.
  private var fraction: Double {
    let x = cut.below.high
    let first = surplus + 1
    let widening = 1 + cut.above.high
    return continuedFraction(from: a / (a + 1) * first) { index in
      let n = Double(index)
      let odd = a + 2 * n - 1
      let product = n * (b - n) * x / odd
      let growth = (a + n) / (a + 2 * n + 1)
      return (
        (a + n - 1) * (a + b + n - 1) / odd * x * product,
        n + product + growth * (first + n * widening)
      )
    }
  }

  /// 1 - I_x(a, b) for an a below 1/2, as long as it is at most 1/2: what x^a / (a B(a, b)) is short of one, less the rest of the
  /// hypergeometric series, DLMF 8.17.7.
  private var upperPartOfSmallShape: Double? {
    guard a < 0.5 else { return nil }
    let x = cut.below.high
    let power = a * cut.logBelow.high - logGammaAboveOne(a) + logGammaRise(from: b, by: a)
    var term = 1.0
    var sum = 0.0
    for index in 1...500 {
      let n = Double(index)
      term *= (n - b) * x / n
      sum += term / (a + n)
      if abs(term) < 1e-18 { break }
    }
    let upper = -exponentialLessOne(power) - a * exponential(power) * sum
    return upper <= 0.5 ? upper : nil
  }

  /// For a point below the mean. With t / (1 - t) = e^-s x / (1 - x) the density falls from the point on as
  /// e^-as (1 - x + x e^-s)^-(a+b), whose logarithm has no singularity within π of the real axis.
  private var wideTails: Tails {
    let x = cut.below.high
    let y = cut.above.high
    let total = a + b
    let integral = TailIntegral(slope: surplus, curvature: total * x * y)
    let width = integral.value { total * Self.bend(x, y, $0) }
    return Tails(lower: densityFactor * width, exponent: exponent)
  }

  /// ln(y + x e^-s) + x s for x + y = 1, from the side from which less cancels.
  private static func bend(_ x: Double, _ y: Double, _ s: Double) -> Double {
    let (part, power) = x < y ? (x, -s) : (y, s)
    return logarithmLessTangent(part * exponentialLessOne(power))
      + part * exponentialLessTangent(power)
  }
}
