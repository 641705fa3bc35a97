import Testing

@testable import Bench

struct NumbersGeneratorTests {
  private static func lines(rows: Int, seed: UInt64) -> [Substring] {
    var generator = NumbersGenerator(seed: seed)
    var bytes: [UInt8] = []
    generator.appendHeader(to: &bytes)
    for _ in 0..<rows { generator.appendRow(to: &bytes) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test func `the same seed gives the same numbers and another seed gives others`() {
    let lines = Self.lines(rows: 3, seed: 1)
    // The first output of the published generator for the state 1, its upper 53 bits as a share of 1000.
    let share = Double(0x910a_2dec_8902_5cc1 as UInt64 >> 11) / 9_007_199_254_740_992
    #expect(Array(lines.prefix(2)) == ["reading,value", "0,\(share * 1000)"])
    #expect(lines == Self.lines(rows: 3, seed: 1) && lines != Self.lines(rows: 3, seed: 2))
  }

  @Test func `hardly a number comes twice, and all lie in their range`() {
    let lines = Self.lines(rows: 5000, seed: 2).dropFirst()
    let numbers = lines.compactMap { Double($0.split(separator: ",")[1]) }
    #expect(numbers.count == 5000 && Set(numbers).count > 4990)
    #expect(numbers.allSatisfy { (0..<1000).contains($0) })
    #expect((480...520).contains(numbers.reduce(0, +) / 5000))
  }
}
