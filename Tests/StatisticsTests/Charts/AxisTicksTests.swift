import Testing

@testable import Statistics

struct AxisTicksTests {
  @Test(arguments: 0..<40)
  func `marks are few, even, labelled apart, and enclose any range`(_ seed: Int) {
    var random = Seeded(seed)
    for _ in 0..<100 {
      let scale = Self.scale(Int.random(in: -290...290, using: &random))
      let offset = Self.scale(Int.random(in: -12...6, using: &random)) * scale
      let one = Double.random(in: -1...1, using: &random) * scale + offset
      let other = one + Double.random(in: 0...1, using: &random) * scale
      let limit = Int.random(in: 5...11, using: &random)
      let ticks = AxisTicks(covering: one...max(one, other), limit: limit)
      Self.check(ticks, range: one...max(one, other), limit: limit)
    }
  }

  private static func scale(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 1 }

  private static func check(_ ticks: AxisTicks, range: ClosedRange<Double>, limit: Int) {
    let values = ticks.values
    #expect((3...limit).contains(values.count), "\(range): \(values)")
    #expect(values[0] <= range.lowerBound && values[values.count - 1] >= range.upperBound)
    #expect(ticks.labels.count == values.count)
    #expect(Set(ticks.labels).count == values.count, "\(ticks.labels)")
    #expect(Set(values).count == values.count, "\(range): \(values)")
    let gaps = Double(values.count - 1)
    let step = values[values.count - 1] / gaps - values[0] / gaps
    let blur = max(values[0].magnitude, values[values.count - 1].magnitude).ulp * 4
    for place in values.indices.dropFirst() {
      let distance = values[place] - values[place - 1]
      #expect((distance - step).magnitude <= blur, "\(range): \(values)")
    }
    #expect(ticks.labels.allSatisfy { $0.count <= 24 }, "\(ticks.labels)")
  }

  @Test(arguments: [
    (0.0...1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0...100, ["0", "20", "40", "60", "80", "100"]),
    (-5...5, ["−6", "−4", "−2", "0", "2", "4", "6"]),
    (0...17, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5", "15.0", "17.5"]),
    (0.3...0.7, ["0.3", "0.4", "0.5", "0.6", "0.7"]),
    (2011...2016, ["2011", "2012", "2013", "2014", "2015", "2016"]),
    (0...25_000, ["0", "5,000", "10,000", "15,000", "20,000", "25,000"]),
    (0...5_000_000, ["0", "1×10⁶", "2×10⁶", "3×10⁶", "4×10⁶", "5×10⁶"]),
    (0...15_000_000, ["0.0", "2.5", "5.0", "7.5", "10.0", "12.5", "15.0"].map(Self.millions)),
    (
      1_234_567...1_234_570,
      [
        "1,234,567.0", "1,234,567.5", "1,234,568.0", "1,234,568.5", "1,234,569.0", "1,234,569.5",
        "1,234,570.0",
      ]
    ),
    (0...0.00003, ["0", "5×10⁻⁶", "10×10⁻⁶", "15×10⁻⁶", "20×10⁻⁶", "25×10⁻⁶", "30×10⁻⁶"]),
    (
      0...0.02,
      ["0.0000", "0.0025", "0.0050", "0.0075"] + ["0.0100", "0.0125", "0.0150", "0.0175"]
        + ["0.0200"]
    ),
  ])
  func `labels have the digits that the step needs`(
    _ range: ClosedRange<Double>, _ labels: [String]
  ) {
    #expect(AxisTicks(covering: range, limit: labels.count).labels == labels)
  }

  private static func millions(_ significand: String) -> String {
    significand == "0.0" ? "0" : "\(significand)×10⁶"
  }

  @Test(arguments: [
    0.0, 1, -1, 7.5, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude / 100,
    2.2250738585072014e-308, 1e300, 1e307, -1e307, 0.1,
    123_456_789.125, 4_503_599_627_370_496.5,
  ])
  func `one value alone has marks to both sides`(_ value: Double) {
    let ticks = AxisTicks(covering: value...value)
    Self.check(ticks, range: value...value, limit: 8)
    #expect(ticks.values[0] < value && ticks.values[ticks.values.count - 1] > value)
  }

  @Test func `neighbouring doubles have marks that differ`() {
    for value in [1.0, 1e15, -3e200, 1e-200, 0.1, Double.leastNonzeroMagnitude] {
      let range = value...value.nextUp
      Self.check(AxisTicks(covering: range), range: range, limit: 8)
    }
  }

  @Test func `ranges at the ends of the doubles have finite marks`() {
    let great = Double.greatestFiniteMagnitude
    for range in [-great...great, 0...great, -great...0, great...great, -.infinity ... .infinity] {
      let ticks = AxisTicks(covering: range)
      #expect((3...8).contains(ticks.values.count))
      #expect(ticks.values.allSatisfy(\.isFinite) && Set(ticks.labels).count == ticks.labels.count)
    }
    Self.check(AxisTicks(covering: -1e308...1e308), range: -1e308...1e308, limit: 8)
    Self.check(
      AxisTicks(covering: 0...Double.leastNonzeroMagnitude),
      range: 0...Double.leastNonzeroMagnitude,
      limit: 8)
  }

  @Test func `whole steps have no halves`() {
    for greatest in 1...3000 {
      let ticks = AxisTicks(covering: 0...Double(greatest), limit: 7, steps: .whole)
      #expect((2...7).contains(ticks.values.count), "\(ticks.values)")
      #expect(ticks.values.allSatisfy { $0 == $0.rounded() })
      #expect(ticks.values[ticks.values.count - 1] >= Double(greatest))
      #expect(!ticks.labels.contains { $0.contains(".") })
    }
  }

  @Test func `a limit out of bounds is drawn to them`() {
    #expect(
      AxisTicks(covering: 0...1, limit: .min).values == AxisTicks(covering: 0...1, limit: 5).values)
    #expect(AxisTicks(covering: 0...10, limit: .max).values.count == 11)
  }

  @Test func `marks outside of a range can be left out`() {
    let ticks = AxisTicks(covering: 0.5...9.5).within(0.5...9.5)
    #expect(ticks.values == [2, 4, 6, 8] && ticks.labels == ["2", "4", "6", "8"])
  }
}
