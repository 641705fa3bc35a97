import Tables
import Testing

@testable import Statistics

struct PowerSumsTests {
  @Test func `sums about the least value and about the mean are those of a plain look`() throws {
    for seed in 1..<60 {
      var random = Seeded(seed)
      let mantissas = (0..<seed * 3).map { _ in
        Int64.random(in: -7...Int64(1 << (seed % 16)), using: &random)
      }
      let (least, greatest) = (try #require(mantissas.min()), try #require(mantissas.max()))
      for distribution in Distribution.forms(of: mantissas, scale: 0) {
        let powers = try #require(PowerSums(of: distribution, in: least...greatest))
        #expect(powers.origin == least && powers == naive(mantissas, from: least))
        let centered = powers.centered()
        #expect(centered == naive(mantissas, from: centered.origin))
        #expect(centered.sums.0.magnitude * 2 <= UInt128(mantissas.count))
      }
    }
  }

  private func naive(_ mantissas: [Int64], from origin: Int64) -> PowerSums {
    let distances = mantissas.map { Int128($0 - origin) }
    let squares = distances.map { $0 * $0 }
    return PowerSums(
      count: mantissas.count, origin: origin,
      sums: (
        distances.reduce(0, +), squares.reduce(0, +),
        zip(squares, distances).map { $0 * $1 }.reduce(0, +), squares.map { $0 * $0 }.reduce(0, +)
      ))
  }

  @Test func `what might not fit is refused`() {
    #expect(PowerSums(of: .listed([0, 1 << 30]), in: 0...1 << 30) == nil)
    #expect(PowerSums(of: .listed([0, 1 << 30 - 1]), in: 0...1 << 30 - 1) != nil)
    #expect(PowerSums(of: .listed([.min + 1, .max]), in: .min + 1 ... .max) == nil)
    #expect(PowerSums(of: .listed([]), in: 0...0) == nil)
    #expect(PowerSums(of: .doubles([1, 2]), in: 1...2) == nil)
  }

  @Test func `as many values as any memory holds fit where they are counted`() throws {
    let count = 1 << 38
    let distribution = Distribution(
      values: .counts(least: 0, [count] + Array(repeating: 0, count: 1 << 20 - 1) + [count]),
      scale: 0, count: 2 * count, nullCount: 0)
    let centered = try #require(PowerSums(of: distribution, in: 0...1 << 20)).centered()
    let half = Int128(1) << 19
    #expect(centered.sums.0 == 0 && centered.sums.2 == 0)
    #expect(centered.sums.1 == Int128(2 * count) * half * half)
    #expect(centered.sums.3 == Int128(2 * count) * half * half * half * half)
    #expect(Measure.kurtosis.value(of: distribution) == .number(-2))
  }
}
