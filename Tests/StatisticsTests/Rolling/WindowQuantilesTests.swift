import Tables
import Testing

@testable import Statistics

struct WindowQuantilesTests {
  private static let shares = [0, 0.01, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

  private static func window(
    _ values: [Double], _ random: inout Seeded, shape: WindowShape
  ) -> RollingWindow {
    var window = RollingWindow(shape: shape)
    for value in values {
      window.insert(Event(nanoseconds: .random(in: 0...500, using: &random), value: value))
    }
    return window
  }

  private static func naive(_ share: Double, _ sorted: [Double]) -> (
    low: Double, high: Double, point: Double
  ) {
    let place = Double(sorted.count - 1) * share
    let low = sorted[Int(place)]
    let high = sorted[min(Int(place) + 1, sorted.count - 1)]
    return (low, high, low + (high - low) * (place - place.rounded(.down)))
  }

  @Test func `up to the limit quantiles are those of the values`() throws {
    for seed in 0..<30 {
      var random = Seeded(seed)
      let values = (0..<200).map { _ in Double.random(in: -1...1, using: &random) }
      let shape = WindowShape(chunkLimit: 4, runLimit: 3)
      let window = Self.window(values, &random, shape: shape)
      let range: ClosedRange<Int64> = seed % 2 == 0 ? 0...500 : 100...300
      var gathered = GatheredValues()
      window.read(range, into: &gathered)
      let quantiles = try #require(window.quantiles(Self.shares, in: range))
      #expect(quantiles.isExact && quantiles.values.count == Self.shares.count)
      let sorted = gathered.values.sorted()
      for (share, value) in zip(Self.shares, quantiles.values) {
        #expect((value - Self.naive(share, sorted).point).magnitude < 1e-15)
      }
      let measure = Measure.quantile(0.9).value(of: .doubles(gathered.values))
      #expect(measure == .number(quantiles.values[5]))
    }
  }

  @Test func `beyond the limit neighbours are right to the bound`() throws {
    for seed in 0..<60 {
      var random = Seeded(seed)
      let values = (0..<400).map { _ -> Double in
        let value = Double.random(in: 0...1, using: &random)
        switch seed % 5 {
        case 0: return value
        case 1: return value - 0.5
        case 2: return -value * 1e300
        case 3: return Bool.random(using: &random) ? 0 : 1 / value
        default: return 42
        }
      }
      let shape = WindowShape(chunkLimit: 8, runLimit: 4)
      let window = Self.window(values, &random, shape: shape)
      let range: ClosedRange<Int64> = seed % 2 == 0 ? 0...500 : 20...470
      var gathered = GatheredValues()
      window.read(range, into: &gathered)
      let sorted = gathered.values.sorted()
      let answer = window.quantiles(Self.shares, in: range, exactLimit: 100)
      let quantiles = try #require(answer)
      #expect(!quantiles.isExact)
      for (share, value) in zip(Self.shares, quantiles.values) {
        let exact = Self.naive(share, sorted)
        let bound = max(exact.low.magnitude, exact.high.magnitude) * 0x1p-9
        #expect((value - exact.point).magnitude <= bound * (1 + 1e-12), "seed \(seed), \(share)")
      }
      #expect(quantiles.values.first == sorted.first && quantiles.values.last == sorted.last)
    }
  }

  @Test func `runs that are sketched give what their values give`() {
    var random = Seeded(3)
    let values = (0..<2000).map { _ in Double.random(in: 1...1000, using: &random) }
    let window = Self.window(values, &random, shape: WindowShape(chunkLimit: 8, runLimit: 4))
    let sketched = window.branches.flatMap(\.parts).flatMap(\.parts).filter { $0.sketch != nil }
    #expect(sketched.count > 20)
    var (merged, counted) = (QuantileSketch(), QuantileSketch())
    window.read(0...500, into: &merged)
    counted.take(values[...])
    let ranks = Array(0..<2000)
    #expect(merged.values(at: ranks) == counted.values(at: ranks))
  }

  @Test func `no event has no quantile and a share beyond is the nearest one`() throws {
    var window = RollingWindow()
    #expect(window.quantiles([0.5], in: .min ... .max) == nil)
    window.insert([1, 2, 4].map { Event(nanoseconds: 0, value: $0) }[...])
    let quantiles = try #require(window.quantiles([-1, 0.5, 7, .nan], in: 0...0))
    #expect(quantiles == WindowQuantiles(values: [1, 2, 4, 1], isExact: true))
    #expect(window.quantiles([0.5], in: 1...2) == nil)
    let none = try #require(window.quantiles([], in: 0...0))
    #expect(none.values.isEmpty)
  }
}
