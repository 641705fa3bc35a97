/// A product of positive numbers that neither overflows nor vanishes: the exponent is added up apart.
struct ScaledProduct {
  /// From 1 to below `large`.
  private var significand = 1.0
  private var exponent = 0
  private static let large = 0x1p512

  @inline(__always)
  mutating func multiply(by value: Double) {
    significand *= value.significand
    exponent &+= Int(value.exponent)
    if significand >= Self.large { normalize() }
  }

  /// - Parameter power: how often to multiply, at least once.
  mutating func multiply(by value: Double, power: Int) {
    let factor = Self.power(value, power)
    significand *= factor.significand
    exponent += factor.exponent
    normalize()
  }

  /// The root of so many equal factors, right to the last digit or two: an error of the product is divided by their number.
  ///
  /// Without a logarithm, whose last digit differs between systems: the bits of the root are found one after the other.
  func root(_ degree: Int) -> Double {
    var product = self
    product.normalize()
    let whole = Int((Double(product.exponent) / Double(degree)).rounded(.down))
    // What the exponent does not share evenly stays with the significand: the rest of the root lies from 1 to 2.
    product.exponent -= whole * degree
    var root = 1.0
    var step = 0.5
    while step >= .ulpOfOne {
      if !product.isLess(than: Self.power(root + step, degree)) { root += step }
      step /= 2
    }
    return Double(sign: .plus, exponent: whole, significand: root)
  }

  private func isLess(than other: ScaledProduct) -> Bool {
    (exponent, significand) < (other.exponent, other.significand)
  }

  private mutating func normalize() {
    exponent += Int(significand.exponent)
    significand = significand.significand
  }

  private static func power(_ value: Double, _ power: Int) -> ScaledProduct {
    var answer = ScaledProduct()
    var square = ScaledProduct(significand: value.significand, exponent: Int(value.exponent))
    var rest = power
    while rest > 0 {
      if rest & 1 == 1 { answer.multiply(by: square) }
      square.multiply(by: square)
      rest >>= 1
    }
    return answer
  }

  private mutating func multiply(by other: ScaledProduct) {
    significand *= other.significand
    exponent += other.exponent
    normalize()
  }
}
