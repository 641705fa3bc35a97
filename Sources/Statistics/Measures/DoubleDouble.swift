/// A number of about 106 bits, held as the sum of two doubles: the second is at most half a unit in the last place of the first, but where
/// `gather` says otherwise.
///
/// It serves sums that must not lose digits, and exponents: a tail probability is e to hundreds that come out of terms of up to 10^13, so a
/// rounding of those terms would be all that is left.
///
/// - Source: T. J. Dekker, Numerische Mathematik 18 (1971), pp. 224-242, for products and quotients, with the splitting of G. W. Veltkamp;
///   D. E. Knuth, The Art of Computer Programming 2, 4.2.2, theorem B, for the error of a sum.
struct DoubleDouble: Equatable, Sendable {
  private(set) var high = 0.0
  private(set) var low = 0.0

  static let zero = DoubleDouble()

  /// The double next to the number.
  var nearest: Double { high + low }
}

extension DoubleDouble {
  @inline(__always)
  init(_ number: Double) {
    high = number
  }

  /// The sum of two numbers, the second of which is not larger than the first unless that is 0.
  @inline(__always)
  init(high: Double, rest: Double) {
    self.high = high + rest
    low = rest - (self.high - high)
  }

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
  ///
  /// For long loops: a fused multiplication is a call of the library where the processor has none that may be counted on.
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

  /// The product of two doubles, exactly unless it lies near the least of numbers.
  @inline(__always)
  static func product(_ one: Double, _ other: Double) -> DoubleDouble {
    let product = one * other
    return DoubleDouble(high: product, low: (-product).addingProduct(one, other))
  }

  @inline(__always)
  static func + (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    let heads = DoubleDouble(one.high, plus: other.high)
    let tails = DoubleDouble(one.low, plus: other.low)
    let first = DoubleDouble(high: heads.high, rest: heads.low + tails.high)
    return DoubleDouble(high: first.high, rest: first.low + tails.low)
  }

  @inline(__always)
  static prefix func - (number: DoubleDouble) -> DoubleDouble {
    DoubleDouble(high: -number.high, low: -number.low)
  }

  @inline(__always)
  static func - (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble { one + -other }

  @inline(__always)
  static func * (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    let heads = product(one.high, other.high)
    return DoubleDouble(
      high: heads.high, rest: heads.low + (one.high * other.low + one.low * other.high))
  }

  @inline(__always)
  static func * (one: Double, other: DoubleDouble) -> DoubleDouble {
    let heads = product(one, other.high)
    return DoubleDouble(high: heads.high, rest: heads.low + one * other.low)
  }

  @inline(__always)
  static func / (one: DoubleDouble, other: DoubleDouble) -> DoubleDouble {
    let first = one.high / other.high
    let rest = one - first * other
    let second = rest.high / other.high
    let third = (rest - second * other).high / other.high
    return DoubleDouble(high: first, rest: second) + DoubleDouble(third)
  }

  /// - Parameter divisor: not 0.
  @inline(__always)
  static func / (dividend: DoubleDouble, divisor: Double) -> DoubleDouble {
    dividend / DoubleDouble(divisor)
  }

  /// The number times a power of two, which loses nothing but what falls below the least doubles.
  func scaled(by power: Double) -> DoubleDouble {
    DoubleDouble(high: high * power, low: low * power)
  }
}
