import Foundation
import Testing

@testable import Statistics

struct PercentChangeTests {
  @Test func `nothing before is no change`() {
    #expect(PercentChange.rounded(from: 0, to: 5) == nil)
    #expect(PercentChange.rounded(from: 0, to: 0) == nil)
  }

  @Test(
    arguments: [
      // 100 / 800 is exactly between two hundredths.
      (800, 801, 0.12), (800, 803, 0.38), (800, 799, -0.12), (160, 161, 0.62), (160, 163, 1.88),
      (3, 4, 33.33), (3, 1, -66.67), (7, 7, 0), (5, 0, -100), (1, 4_000_000_000, 399_999_999_900),
      // 0.145 and 2.675 are a little more and a little less as doubles.
      (20_000, 20_029, 0.14), (4_000, 4_107, 2.67), (1_000_000, 1_000_001, 0),
      (1_000_000, 999_999, 0), (20_000, 20_001, 0.01), (4_294_967_295, 4_294_967_294, 0),
    ] as [(Int, Int, Double)])
  func `a change is rounded as Python does`(_ before: Int, _ count: Int, _ percent: Double) {
    let found = PercentChange.rounded(from: before, to: count)
    #expect(found == percent)
    #expect(found?.sign == .plus || percent < 0)
  }

  @Test func `a change is the hundredth next to its quotient`() throws {
    var random = Seeded(9)
    for _ in 0..<4_000 {
      let greatest = [40, 900, 100_000, 1 << 32][Int.random(in: 0..<4, using: &random)]
      let before = Int.random(in: 1...greatest, using: &random)
      let count = Int.random(in: 0...greatest, using: &random)
      let found = try #require(PercentChange.rounded(from: before, to: count))
      // C's printf rounds the exact value of the double, halves to even, as Python does.
      let printed = String(format: "%.2f", Double(100 * (count - before)) / Double(before))
      #expect(found == Double(printed), "\(before) -> \(count)")
    }
  }
}
