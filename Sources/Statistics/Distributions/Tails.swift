/// Both parts into which a point cuts a distribution: what lies below it and what lies above.
///
/// The smaller part is kept as *factor* e^*exponent*, so that its logarithm is known where the part itself is below the least of
/// numbers; the other part is what is missing from one.
package struct Tails: Sendable {
  private enum Side { case lower, upper }

  private let direct: Side
  private let exponent: DoubleDouble
  private let factor: Double

  /// The lower part is *factor* e^*exponent*.
  init(lower factor: Double, exponent: DoubleDouble = .zero) {
    direct = .lower
    self.factor = factor
    self.exponent = exponent
  }

  /// The upper part is *factor* e^*exponent*.
  init(upper factor: Double, exponent: DoubleDouble = .zero) {
    direct = .upper
    self.factor = factor
    self.exponent = exponent
  }

  /// Parts of a distribution that does not exist: no numbers.
  static let undefined = Tails(lower: .nan)

  /// The part below the point, from 0 to 1.
  package var lower: Double { part(.lower) }

  /// The part above the point, from 0 to 1.
  package var upper: Double { part(.upper) }

  /// The natural logarithm of the part below the point: minus infinity when there is none.
  package var logLower: Double { logPart(.lower) }

  /// The natural logarithm of the part above the point: minus infinity when there is none.
  package var logUpper: Double { logPart(.upper) }

  /// The same cut seen from the other end.
  var mirrored: Tails {
    switch direct {
    case .lower: Tails(upper: factor, exponent: exponent)
    case .upper: Tails(lower: factor, exponent: exponent)
    }
  }

  private var directPart: Double {
    let part = exponential(exponent, times: factor)
    return part > 1 ? 1 : part
  }

  private func part(_ side: Side) -> Double {
    side == direct ? directPart : 1 - directPart
  }

  private func logPart(_ side: Side) -> Double {
    let part = directPart
    if part.isNaN { return .nan }
    if side != direct { return part < 1 ? logarithmOfOne(plus: -part) : -.infinity }
    return factor > 0 ? scaledLogarithm(of: factor, exponent: exponent) : -.infinity
  }
}

/// The logarithm of *factor* e^*exponent*.
///
/// - Parameter factor: above 0.
func scaledLogarithm(of factor: Double, exponent: DoubleDouble) -> Double {
  exponent.high + (naturalLogarithm(factor) + exponent.low)
}
