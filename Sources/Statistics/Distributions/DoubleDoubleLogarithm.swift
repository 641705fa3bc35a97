extension DoubleDouble {
  /// The natural logarithm of a number above zero, right to about 30 digits, near one as well.
  ///
  /// ln *m* = 2 artanh *s* with *s* = (*m* - 1) / (*m* + 1); only the first terms of the series need all the digits.
  ///
  /// - Precondition: the number is finite and above zero.
  var logarithm: DoubleDouble {
    precondition(high > 0 && high.isFinite, "only finite numbers above zero have a logarithm")
    var exponent = Int(high.exponent)
    if high.significand > 1.414_213_562_373_095_1 { exponent += 1 }
    let one = DoubleDouble(1)
    let part = DoubleDouble(
      high: Double(sign: .plus, exponent: -exponent, significand: high),
      low: Double(sign: .plus, exponent: -exponent, significand: low))
    let s = (part - one) / (part + one)
    let square = s * s
    // From s^44 / 45 the least of what counts down to where a double is too coarse.
    var rough = 0.0
    for power in stride(from: 45, through: 23, by: -2) {
      rough = (rough + 1 / Double(power)) * square.high
    }
    var series = DoubleDouble(rough)
    for reciprocal in Self.reciprocals {
      series = (series + reciprocal) * square
    }
    let logarithm = 2 * (s + s * series)
    return Double(exponent) * Self.logarithmOfTwo + logarithm
  }

  /// 1/21, 1/19, ..., 1/3.
  private static let reciprocals = stride(from: 21.0, through: 3, by: -2).map {
    DoubleDouble(1) / DoubleDouble($0)
  }

  private static let logarithmOfTwo = DoubleDouble(
    high: 0x1.62e42fefa39efp-1, low: 0x1.abc9e3b39803fp-56)
}
