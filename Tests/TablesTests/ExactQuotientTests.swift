import Testing

@testable import Tables

struct ExactQuotientTests {
  private static let quotients: [(Int128, UInt128, Double)] = [
    (0, 7, 0), (1, 3, 1.0 / 3.0), (-10, 4, -2.5), (1, 1 << 100, 0x1p-100),
    // Halfway between two doubles the even one is taken, and a bit more decides otherwise.
    ((1 << 53) + 1, 1, 0x1p53), ((1 << 54) + 6, 2, 0x1.0000000000002p53),
    (((1 << 53) + 1) << 40, 1 << 40, 0x1p53),
    ((((1 << 53) + 1) << 40) + 1, 1 << 40, 0x1.0000000000001p53),
    (100_000_001_0, 10, 100_000_001), (12345678901234567890, 1000, 12345678901234567.890),
    (3, 10_000_000_000_000_000_000, 3e-19),
    (-1_000_000_000_000_000_000_000_000, 3, -333333333333333333333333.3333),
    (Int128.max, 1, 0x1p127),
  ]

  @Test(arguments: quotients)
  func `the quotient is the double next to the fraction`(
    _ dividend: Int128, divisor: UInt128, quotient: Double
  ) {
    #expect(nearestDouble(dividend, over: divisor) == quotient)
  }

  @Test func `it agrees with what a decimal text says`() {
    var random = Seeded(8)
    for _ in 0..<5000 {
      let mantissa =
        Int64.random(in: .min + 1 ... .max, using: &random)
        >> Int64.random(in: 0...40, using: &random)
      let scale = Int.random(in: 0...18, using: &random)
      #expect(nearestDouble(mantissa, scale: scale) == Double("\(mantissa)e-\(scale)"))
      #expect(
        nearestDouble(Int128(mantissa) * 1000, over: UInt128(powersOfTen[scale]) * 1000)
          == Double("\(mantissa)e-\(scale)"))
    }
  }
}
