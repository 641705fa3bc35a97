import Testing

@testable import Statistics

struct QuantileSketchTests {
  private static func sample(_ kind: String, _ random: inout Seeded) -> Double {
    let uniform = Double.random(in: 0..<1, using: &random)
    switch kind {
    case "uniform": return uniform
    case "lognormal":
      let normal = (0..<12).reduce(-6.0) { sum, _ in sum + .random(in: 0..<1, using: &random) }
      return Double(sign: .plus, exponent: Int(normal * 3), significand: 1 + uniform)
    case "negative": return -uniform * 1e9
    case "mixed": return (uniform - 0.5) * 1e-3
    case "zeros": return Bool.random(using: &random) ? 0 : uniform
    case "constant": return -273.15
    case "extreme":
      return Double(
        sign: .plus, exponent: .random(in: -1022...1023, using: &random), significand: 1)
    default: return Double(Int.random(in: -9...9, using: &random))
    }
  }

  @Test(arguments: [
    "uniform", "lognormal", "negative", "mixed", "zeros", "constant", "extreme", "few",
  ])
  func `every estimate is right to the bound`(_ kind: String) {
    var random = Seeded(7)
    let values = (0..<3000).map { _ in Self.sample(kind, &random) }
    var sketch = QuantileSketch()
    sketch.take(values[...])
    let sorted = values.sorted()
    for (estimate, value) in zip(sketch.values(at: Array(sorted.indices)), sorted) {
      let error = (estimate - value).magnitude
      #expect(error <= QuantileSketch.relativeError * value.magnitude, "\(estimate) for \(value)")
    }
  }

  @Test func `the sketch of a whole is made from those of its parts in any order`() {
    var random = Seeded(8)
    let values = (0..<2000).map { _ in Self.sample("lognormal", &random) }
    var whole = QuantileSketch()
    whole.take(values[...])
    let parts = stride(from: 0, to: 2000, by: 250).compactMap { start -> PartSketch? in
      var part = QuantileSketch()
      part.take(values[start..<start + 250])
      return PartSketch(part)
    }
    #expect(parts.count == 8)
    var merged = QuantileSketch()
    for part in parts.shuffled(using: &random) { merged.add(part) }
    let ranks = Array(0..<2000)
    #expect(merged.values(at: ranks) == whole.values(at: ranks))
  }

  @Test func `buckets grow with the values and hold their middle`() {
    var random = Seeded(9)
    var values = (0..<2000).map { _ in Self.sample("extreme", &random) }
    values += values.map { -$0 } + [0, 1, 257.0 / 256, 0x1p-1074, -0x1p-1074, 1.5e308, -1.5e308]
    var last = -1
    for value in values.sorted() {
      let bucket = QuantileSketch.bucket(of: value)
      #expect(bucket >= last && bucket < 1 << 20)
      let middle = QuantileSketch.middle(ofBucket: bucket)
      #expect(QuantileSketch.bucket(of: middle) == bucket || middle == 0)
      last = bucket
    }
    #expect(QuantileSketch.bucket(of: 1) + 1 == QuantileSketch.bucket(of: 257.0 / 256))
  }

  @Test func `below the least normal double estimates err by a bucket at most`() {
    for bits in [0, 1, 1 << 43, 1 << 44, 3 << 44 + 5, 1 << 52 - 1] as [UInt64] {
      for value in [Double(bitPattern: bits), -Double(bitPattern: bits)] where value != 0 {
        let middle = QuantileSketch.middle(ofBucket: QuantileSketch.bucket(of: value))
        #expect((middle - value).magnitude <= 0x1p-1030)
      }
    }
    #expect(QuantileSketch.middle(ofBucket: QuantileSketch.bucket(of: 0)) == 0)
  }

  @Test func `a part without a sketch has to be opened`() {
    var chunk = EventChunk(shape: WindowShape())
    chunk.append(Event(nanoseconds: 1, value: 5))
    var sketch = QuantileSketch()
    let isTaken = sketch.take(chunk)
    #expect(!isTaken && sketch.octaves.isEmpty)
    sketch.add(5)
    #expect(sketch.values(at: [0]).first?.isNear(5, within: 0x1p-9) == true)
  }
}
