import Foundation
import Testing

@testable import Statistics

struct ErrorFunctionTests {
  @Test func `it is that of the C library`() {
    var random = SplitMix(state: 71)
    for _ in 0..<5_000 {
      let x = Double.random(in: -26...26, using: &random)
      #expect(abs(complementaryError(x) - erfc(x)) <= 1e-14 * erfc(x), "\(x)")
    }
  }

  @Test func `both sides add up to two`() {
    for x in stride(from: -7, through: 7, by: 0.01) {
      #expect(abs(complementaryError(x) + complementaryError(-x) - 2) <= 1e-15)
    }
  }

  @Test func `it never grows`() {
    var last = 2.0
    for step in -600...2_800 {
      let value = complementaryError(Double(step) / 100)
      #expect(value <= last * (1 + 4e-15))
      last = value
    }
  }

  @Test func `its ends are two and zero`() {
    #expect(complementaryError(0) == 1)
    #expect(complementaryError(-.infinity) == 2)
    #expect(complementaryError(-1e300) == 2)
    #expect(complementaryError(.infinity) == 0)
    #expect(complementaryError(1e99) == 0)
    #expect(complementaryError(28) == 0)
    #expect(complementaryError(.nan).isNaN)
  }
}
