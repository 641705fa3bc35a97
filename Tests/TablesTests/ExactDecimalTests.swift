import Testing

@testable import Tables

struct ExactDecimalTests {
  private func neighbours(_ text: String, _ scale: Int) -> [Int128] {
    let (below, above) = ExactDecimal(text.utf8).neighbours(scale: scale)
    return [below, above]
  }

  @Test func `a number with few enough decimals is its own neighbour`() {
    #expect(neighbours("1.25", 2) == [125, 125] && neighbours("1.25", 4) == [12500, 12500])
    #expect(neighbours("-0.50", 1) == [-5, -5] && neighbours("007", 0) == [7, 7])
    #expect(neighbours("1e3", 0) == [1000, 1000] && neighbours("12.5E-1", 2) == [125, 125])
    #expect(neighbours("0", 5) == [0, 0] && neighbours("-0.000e5", 5) == [0, 0])
    #expect(neighbours("+.5", 1) == [5, 5] && neighbours("5.", 1) == [50, 50])
  }

  @Test func `a number with more decimals lies between two`() {
    #expect(neighbours("1.25", 1) == [12, 13] && neighbours("-1.25", 1) == [-13, -12])
    #expect(neighbours("0.00001", 2) == [0, 1] && neighbours("-0.00001", 2) == [-1, 0])
    #expect(neighbours("1e-999999999999999999999", 18) == [0, 1])
    #expect(
      neighbours("9.999", 0) == [9, 10]
        && neighbours("0.10000000000000000001", 18) == [
          100_000_000_000_000_000, 100_000_000_000_000_001,
        ])
  }

  @Test func `what no mantissa reaches is far away`() {
    let far = (0..<20).reduce(Int128(1)) { power, _ in power * 10 }
    #expect(neighbours("1e300", 0) == [far, far] && neighbours("-1e300", 18) == [-far, -far])
    #expect(neighbours("99999999999999999999", 0) == [far - 1, far - 1])
    #expect(neighbours("1e999999999999999999999", 18) == [far, far])
  }

  @Test func `whole numbers of 64 bits are what they are`() {
    for value in [Int64.min, -1, 0, 1, 10, .max] {
      #expect(ExactDecimal(value).neighbours(scale: 0) == (Int128(value), Int128(value)))
      #expect(ExactDecimal(value) == ExactDecimal("\(value).00".utf8))
    }
  }
}
