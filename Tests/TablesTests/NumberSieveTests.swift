import Testing

@testable import Tables

struct NumberSieveTests {
  private func kept(_ values: NumberSegment.Values, scale: Int = 0, _ sieve: NumberSieve) -> [Int] {
    let segment = NumberSegment(values: values, scale: scale)
    var rows = SegmentBits(all: segment.count)
    sieve.keep(segment, in: &rows)
    return (0..<segment.count).filter { rows.words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
  }

  private func only(_ values: [String], isInverted: Bool = false) -> NumberSieve {
    NumberSieve(
      values.compactMap { Quantity($0, as: .decimal) }.map { .only($0) }, isInverted: isInverted)
  }

  @Test func `the ends of each width are values like others and null is none`() {
    let narrow = NumberSegment.Values.narrow([.min, .min + 1, -1, 0, .max])
    #expect(kept(narrow, NumberSieve([.init()])) == [1, 2, 3, 4])
    #expect(kept(narrow, only(["-2147483647", "2147483647"])) == [1, 4])
    #expect(kept(narrow, only(["-2147483648", "2147483648"])) == [])
    #expect(kept(narrow, only(["2147483647"], isInverted: true)) == [1, 2, 3])
    #expect(kept(narrow, only(["-2147483647"], isInverted: true)) == [2, 3, 4])
    let wide = NumberSegment.Values.wide([.min, .min + 1, 0, .max])
    #expect(kept(wide, NumberSieve([], isInverted: true)) == [1, 2, 3])
    #expect(kept(wide, only(["-9223372036854775808", "9223372036854775807"])) == [3])
    #expect(kept(wide, only(["9223372036854775807"], isInverted: true)) == [1, 2])
    let doubles = NumberSegment.Values.double([.nan, -1e308, -0.0, 0, 1e308])
    #expect(kept(doubles, NumberSieve([.init()])) == [1, 2, 3, 4])
    #expect(kept(doubles, only(["0"])) == [2, 3])
    #expect(kept(doubles, only(["-0", "1e308"], isInverted: true)) == [1])
  }

  @Test func `one value or many are found in any order and number of times`() {
    var random = Seeded(6)
    for count in 0...30 {
      let values = (0..<200).map { _ in Int64.random(in: -40...40, using: &random) }
      let wanted = (0..<count).map { _ in Int64.random(in: -50...50, using: &random) }
      for isInverted in [false, true] {
        let expected = values.indices.filter { wanted.contains(values[$0]) != isInverted }
        let sieve = only(wanted.map { "\($0)" }, isInverted: isInverted)
        #expect(kept(.wide(values), sieve) == expected)
        #expect(kept(.narrow(values.map { Int32($0) }), sieve) == expected)
        #expect(kept(.double(values.map { Double($0) }), sieve) == expected)
        let tenths = only(wanted.map { "\(Double($0) / 10)" }, isInverted: isInverted)
        #expect(kept(.wide(values), scale: 1, tenths) == expected)
      }
    }
  }

  @Test func `an interval without its bounds ends between them`() {
    let values = NumberSegment.Values.narrow([10, 11, 12, 13])
    func between(_ from: String, _ to: String, _ isClosed: Bool) -> [Int] {
      let bounds = (Quantity(from, as: .decimal), Quantity(to, as: .decimal))
      let interval = NumberSieve.Interval(from: bounds.0, to: bounds.1, isClosed: isClosed)
      return kept(values, scale: 1, NumberSieve([interval]))
    }
    #expect(between("1.0", "1.3", true) == [0, 1, 2, 3] && between("1", "1.3", false) == [1, 2])
    #expect(between("1.05", "1.25", true) == [1, 2] && between("1.05", "1.25", false) == [1, 2])
    #expect(between("1.3", "1.0", true) == [] && between("1.1", "1.1", false) == [])
  }
}
