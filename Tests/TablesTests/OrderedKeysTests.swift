import Testing

@testable import Tables

struct OrderedKeysTests {
  /// Keys of all shapes: close, far, equal, a few far from many.
  private func keys(_ seed: Int) -> [UInt64] {
    var random = Seeded(seed)
    let count = [1, 2, 255, 256, 257, 5000, 40_000][seed % 7]
    let greatest: UInt64 = [0, 1, 9, 1 << 12, 1 << 33, .max][seed % 6]
    return (0..<count).map { place in
      place % 1000 == 7
        ? .random(in: 0 ... .max, using: &random)
        : .random(in: 0...greatest, using: &random)
    }
  }

  @Test func `selected keys are those of a sorted array`() {
    for seed in 0..<84 {
      let keys = keys(seed)
      let sorted = keys.sorted()
      var random = Seeded(seed + 1)
      var ranks = (0..<6).map { _ in Int.random(in: 0..<keys.count, using: &random) }.sorted()
      ranks += [keys.count - 1, keys.count - 1]
      var ordered = OrderedKeys(keys)
      #expect(ordered.keys(at: [0] + ranks) == ([0] + ranks).map { sorted[$0] })
      ordered.sort()
      #expect(ordered.keys == sorted && ordered.keys(at: ranks) == ranks.map { sorted[$0] })
      #expect(ordered.keys(at: []).isEmpty)
    }
  }

  @Test func `the most frequent key is the least of those that occur as often`() throws {
    for seed in 0..<84 {
      let keys = keys(seed)
      let counts = keys.reduce(into: [:]) { $0[$1, default: 0] += 1 }
      let most = try #require(counts.values.max())
      let mode = counts.filter { $0.value == most }.keys.min()
      var ordered = OrderedKeys(keys)
      let frequencies = ordered.frequencies()
      let found = try #require(frequencies)
      #expect(found.distinctCount == counts.count && found.mode == mode)
    }
    var none = OrderedKeys([])
    let nothing = none.frequencies()
    #expect(nothing?.mode == nil)
  }

  @Test func `keys are ordered as their values and lead back to them`() {
    let mantissas: [Int64] = [.min, .min + 1, -5, -1, 0, 1, 7, .max]
    let whole = OrderedKeys(mantissas: mantissas).keys
    #expect(whole == whole.sorted() && whole.map(OrderedKeys.mantissa(of:)) == mantissas)
    let doubles = [
      -.greatestFiniteMagnitude, -1.5, -1, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1,
      1.5, .greatestFiniteMagnitude,
    ]
    let keys = OrderedKeys(doubles: doubles).keys
    #expect(keys == keys.sorted() && keys.map(OrderedKeys.double(of:)) == doubles)
    #expect(OrderedKeys(doubles: [-0.0]).keys == OrderedKeys(doubles: [0]).keys)
  }

  @Test func `a sort that is cancelled can be made anew`() throws {
    var random = Seeded(8)
    let numbers = (0..<3_000).map { _ in Int64.random(in: .min ... .max, using: &random) }
    var keys = OrderedKeys(mantissas: numbers)
    let progress = Progress()
    progress.cancel()
    #expect(throws: Cancelled()) { try keys.sort(on: Lanes.single.stopping(with: progress)) }
    try keys.sort(on: .single)
    #expect(keys.keys.map { OrderedKeys.mantissa(of: $0) } == numbers.sorted())
  }
}
