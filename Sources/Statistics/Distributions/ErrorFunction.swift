/// The complement of the error function, erfc: the integral of 2 e^(-t^2) / √π from `x` to infinity.
///
/// - Parameter x: any number.
/// - Returns: from 0 to 2, with a relative error of at most 10^-14, in the upper tail as well; 0 from 28 upwards.
/// - Source: NIST Digital Library of Mathematical Functions, 7.2.2 and 7.11.2: erfc(x) = Q(1/2, x^2).
package func complementaryError(_ x: Double) -> Double {
  guard abs(x) < 1e100 else { return x.isNaN ? .nan : x < 0 ? 2 : 0 }
  let tails = GaussianTails(of: abs(x), square: DoubleDouble.product(x, x))
  return x < 0 ? 2 - 2 * tails.beyond : 2 * tails.beyond
}

/// The part of a bell curve e^(-t^2) / √π that lies beyond a point.
///
/// It is half of Q(1/2, x^2), whose density is known in closed form. The square comes in apart, to all digits: its error would be the
/// relative error of the tail.
struct GaussianTails {
  private let exponent: DoubleDouble
  private let factor: Double
  private let isComplement: Bool

  /// - Parameters:
  ///   - x: from 0 to 10^100.
  ///   - square: its square.
  init(of x: Double, square: DoubleDouble) {
    let gamma = IncompleteGamma(shape: 0.5, x: square.high, logX: .zero)
    exponent = -square
    isComplement = square.high < 1.5
    factor = x * reciprocalOfRootPi * (isComplement ? gamma.series : gamma.fraction / 2)
  }

  /// From 0 to 1/2.
  var beyond: Double {
    let part = exponential(exponent, times: factor)
    return isComplement ? 0.5 - part : part
  }

  /// The logarithm of `beyond`, also where it is below the least of numbers.
  var logBeyond: Double {
    isComplement ? naturalLogarithm(beyond) : scaledLogarithm(of: factor, exponent: exponent)
  }
}

/// 1 / √π.
private let reciprocalOfRootPi = 0.564_189_583_547_756_3
