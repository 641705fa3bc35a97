import Testing

@testable import Statistics

struct DoubleDoubleTests {
  private static func samples(_ seed: Int) -> [Double] {
    var random = Seeded(seed)
    return (0..<400).map { _ in
      let exponent = Int.random(in: -200...200, using: &random)
      let significand = Double.random(in: 1..<2, using: &random)
      return Double(
        sign: Bool.random(using: &random) ? .plus : .minus, exponent: exponent,
        significand: significand)
    }
  }

  @Test func `a product of two doubles is exact`() {
    let samples = Self.samples(1)
    for (one, other) in zip(samples, samples.dropFirst()) {
      let product = DoubleDouble(one, times: other)
      #expect(product.high == one * other)
      #expect(product.low == (-product.high).addingProduct(one, other))
    }
  }

  @Test func `a sum and a difference of two doubles are exact`() {
    var random = Seeded(2)
    for _ in 0..<400 {
      let shift = Int.random(in: 0...60, using: &random)
      let one = Int64.random(in: -(1 << 52)...1 << 52, using: &random)
      let other = Int64.random(in: -(1 << 52)...1 << 52, using: &random)
      let scaled = Double(other) * Double(Int64(1) << shift)
      let sum = DoubleDouble(Double(one), plus: scaled)
      #expect(Int128(sum.high) + Int128(sum.low) == Int128(one) + Int128(other) << shift)
      let difference = DoubleDouble(Double(one), minus: scaled)
      let exact = Int128(one) - Int128(other) << shift
      #expect(Int128(difference.high) + Int128(difference.low) == exact)
    }
  }

  @Test func `operations keep a hundred bits`() {
    var random = Seeded(3)
    for _ in 0..<400 {
      let (one, other) = (Self.wide(&random), Self.wide(&random))
      let (first, second) = (Self.pair(one), Self.pair(other))
      let bound = (Int128(one.magnitude) + Int128(other.magnitude)) >> 99 + 1
      #expect((Self.whole(first + second) - (one + other)).magnitude <= bound.magnitude)
      #expect((Self.whole(first - second) - (one - other)).magnitude <= bound.magnitude)
      let factor = Int64.random(in: 1...1 << 18, using: &random)
      let (product, quotient) = (Double(factor) * first, first / Double(factor))
      let exact = one * Int128(factor)
      #expect((Self.whole(product) - exact).magnitude <= exact.magnitude >> 99 + 1)
      let back = Self.whole(Double(factor) * quotient)
      #expect((back - one).magnitude <= one.magnitude >> 99 + UInt128(factor))
    }
  }

  @Test func `products of pairs have the parts that single products lose`() {
    let third = DoubleDouble(1, plus: 0) / 3
    let one = third * DoubleDouble(3, plus: 0)
    #expect(one.high == 1 && one.low.magnitude < 0x1p-104)
    let ninth = third * third
    #expect(((9 * ninth).nearest - 1).magnitude == 0 && ninth.low != 0)
  }

  @Test func `what is gathered is what is added`() {
    var random = Seeded(4)
    var (sum, exact) = (DoubleDouble(), Int128(0))
    for _ in 0..<1000 {
      let number = Int64.random(in: -(1 << 53)...1 << 53, using: &random)
      let factor = Int64(1) << Int64.random(in: 0...50, using: &random)
      exact += Int128(number) * Int128(factor)
      sum.gather(DoubleDouble(Double(number) * Double(factor), plus: 0))
    }
    #expect((Self.whole(sum.ordered) - exact).magnitude < exact.magnitude >> 90)
    #expect(sum.ordered.nearest == Double(exact))
  }

  @Test func `a scaled number has scaled parts`() {
    let number = (DoubleDouble(1, plus: 0) / 3).scaled(by: 0x1p-600)
    #expect(number.scaled(by: 0x1p600) == DoubleDouble(1, plus: 0) / 3)
  }

  /// A whole number of up to 106 bits.
  private static func wide(_ random: inout Seeded) -> Int128 {
    Int128(Int64.random(in: -(1 << 50)...1 << 50, using: &random)) << 53
      + Int128(Int64.random(in: 0..<1 << 52, using: &random))
  }

  private static func pair(_ whole: Int128) -> DoubleDouble {
    let high = Double(whole)
    return DoubleDouble(high, plus: Double(whole - Int128(high)))
  }

  private static func whole(_ pair: DoubleDouble) -> Int128 {
    Int128(pair.high) + Int128(pair.low.rounded())
  }
}
