import Testing

@testable import Statistics

struct PartSketchTests {
  private func sketch(_ values: [Double]) -> PartSketch? {
    var sketch = QuantileSketch()
    sketch.take(values[...])
    return PartSketch(sketch)
  }

  @Test func `a value that comes later is counted as if it had been there`() throws {
    var random = Seeded(1)
    var values = [1.0]
    var kept = try #require(sketch(values))
    for _ in 0..<300 {
      let value = Double.random(in: -1...1, using: &random) * 1e6
      let isCounted = kept.add(value)
      #expect(isCounted)
      values.append(value)
    }
    #expect(kept == sketch(values))
    #expect(kept.counts.reduce(0) { $0 + Int($1) } == 301)
    #expect(kept.octaves == kept.octaves.sorted() && kept.octaves.count * 256 == kept.counts.count)
  }

  @Test func `no more octaves are kept than the limit`() throws {
    let wide = (0..<PartSketch.octaveLimit).map {
      Double(sign: .plus, exponent: $0 - 20, significand: 1)
    }
    var kept = try #require(sketch(wide))
    #expect(kept.byteCount < 22_000)
    let (known, beyond) = (kept.add(1.99), kept.add(1e30))
    #expect(known && !beyond)
    #expect(sketch(wide + [1e30]) == nil)
  }
}
