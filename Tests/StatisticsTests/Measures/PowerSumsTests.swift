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
        #expect(powers.origin == least && sums(powers) == naive(mantissas, from: least))
        let centered = powers.centered()
        #expect(sums(centered) == naive(mantissas, from: centered.origin))
        #expect(centered.first.magnitude * 2 <= UInt128(mantissas.count))
        #expect(centered.count == mantissas.count)
      }
    }
  }

  private func sums(_ powers: PowerSums) -> [Int128] {
    [powers.first, powers.second, powers.third, powers.fourth]
  }

  private func naive(_ mantissas: [Int64], from origin: Int64) -> [Int128] {
    (1...4).map { power in
      mantissas.reduce(0) { sum, mantissa in
        sum + (0..<power).reduce(1) { product, _ in product * Int128(mantissa - origin) }
      }
    }
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
    let zeros = Array(repeating: 0, count: 1 << 20 - 3)
    let distribution = Distribution(
      values: .counts(least: -1, [count] + zeros + [count]), scale: 0, count: 2 * count,
      nullCount: 0)
    let range: ClosedRange<Int64> = -1...(1 << 20 - 3)
    let centered = try #require(PowerSums(of: distribution, in: range)).centered()
    let half = Int128(1 << 19 - 1)
    #expect(centered.first == 0 && centered.third == 0)
    #expect(centered.second == Int128(2 * count) * half * half)
    #expect(centered.fourth == Int128(2 * count) * half * half * half * half)
    #expect(Measure.kurtosis.value(of: distribution) == .number(-2))
  }
}
