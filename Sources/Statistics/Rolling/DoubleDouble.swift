/// A number of about 106 bits, held as the sum of two doubles that is never worked out.
///
/// An operation errs by at most some 2^-104 of its operands. No fused multiplication is used: without one in the processor it would be a
/// call of the library for every product.
///
/// - Source: T. J. Dekker, Numerische Mathematik 18 (1971), pp. 224-242, for products and quotients, with the splitting of G. W. Veltkamp;
///   D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B, for the error of a sum.
struct DoubleDouble: Equatable, Sendable {
  private(set) var high = 0.0
  private(set) var low = 0.0

  /// The double next to the number.
  var nearest: Double { high + low }
}

extension DoubleDouble {
  /// The exact difference of two doubles.
  @inline(__always)
  init(_ minuend: Double, minus subtrahend: Double) {
    self.init(minuend, plus: -subtrahend)
  }

  /// The exact sum of two doubles.
  @inline(__always)
  init(_ one: Double, plus other: Double) {
    high = one + other
    let rounded = high - one
    low = (one - (high - rounded)) + (other - rounded)
  }

  /// The exact product of two doubles whose magnitudes are below 2^480.
  @inline(__always)
  init(_ one: Double, times other: Double) {
    let (oneHigh, oneLow) = Self.halves(of: one)
    let (otherHigh, otherLow) = Self.halves(of: other)
    high = one * other
    low = ((oneHigh * otherHigh - high) + oneHigh * otherLow + oneLow * otherHigh)
    low += oneLow * otherLow
  }

  /// A double as a sum of two that have at most 26 bits each, so that products of them are exact.
  @inline(__always)
  private static func halves(of number: Double) -> (high: Double, low: Double) {
    let shifted = 0x1p27 * number + number
    let high = shifted - (shifted - number)
    return (high, number - high)
  }

  /// Adds a number without bringing the parts in order again: `low` gathers what `high` loses by rounding.
  ///
  /// The next addition need not wait for this one to be rounded, which halves the time of a long sum. `ordered` is to be called at its end.
  ///
  /// - Source: A. Neumaier, Zeitschrift für Angewandte Mathematik und Mechanik 54 (1974), pp. 39-51, method IV; T. Ogita, S. M. Rump,
  ///   S. Oishi, SIAM Journal on Scientific Computing 26 (2005), pp. 1955-1988, algorithm 4.4: as right as a sum of 106 bits.
  @inline(__always)
  mutating func gather(_ number: DoubleDouble) {
    let sum = DoubleDouble(high, plus: number.high)
    high = sum.high
    low += sum.low + number.low
  }

  /// The same number with the double next to it as its first part.
  @inline(__always)
  var ordered: DoubleDouble { DoubleDouble(high, plus: low) }

  @inline(__always)
  static func + (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    let sum = DoubleDouble(one.high, plus: other.high)
    return DoubleDouble(sum.high, plus: sum.low + (one.low + other.low))
  }

  @inline(__always)
  static func - (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    one + DoubleDouble(high: -other.high, low: -other.low)
  }

  @inline(__always)
  static func * (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    let product = DoubleDouble(one.high, times: other.high)
    return DoubleDouble(
      product.high, plus: product.low + (one.high * other.low + one.low * other.high))
  }

  @inline(__always)
  static func * (one: DoubleDouble, other: Double) -> DoubleDouble {
    one * DoubleDouble(high: other, low: 0)
  }

  /// - Parameter divisor: not 0.
  static func / (dividend: DoubleDouble, divisor: Double) -> DoubleDouble {
    let quotient = dividend.nearest / divisor
    let rest = dividend - DoubleDouble(quotient, times: divisor)
    return DoubleDouble(quotient, plus: rest.nearest / divisor)
  }

  /// The number times a power of two, which loses nothing but what falls below the least doubles.
  func scaled(by power: Double) -> DoubleDouble {
    DoubleDouble(high: high * power, low: low * power)
  }
}
