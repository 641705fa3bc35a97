import Testing

@testable import Statistics

struct WindowSumsTests {
  @Test func `sums are the same however they are brought together`() {
    for seed in 0..<120 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: .random(in: 1...300, using: &random))
      let values = stream.events.map(\.value)
      var added = WindowSums()
      for value in values { added.add(value) }
      let cut = Int.random(in: 0...values.count, using: &random)
      var merged = WindowSums(values[..<cut])
      merged.add(WindowSums(values[cut...]))
      let exact = ExactMoments(values, quantum: stream.quantum)
      for sums in [added, merged, WindowSums(values[...])] {
        #expect(sums.count == values.count)
        #expect(sums.min == values.min() && sums.max == values.max())
        #expect(sums.sum.isNear(exact.sum), "seed \(seed)")
        #expect(sums.mean.isNear(exact.mean), "seed \(seed)")
        #expect(sums.populationVariance.isNear(exact.variance), "seed \(seed)")
      }
    }
  }

  @Test func `a small spread far from zero is told to the last digits`() {
    var random = Seeded(5)
    for level in [1e9, -1e15, 4e15] {
      for bits in [1, 4, 10] {
        let values = (0..<1000).map { _ in
          level + Double(Int64.random(in: 0..<1 << bits, using: &random)) * level.ulp
        }
        let exact = ExactMoments(values, quantum: level.ulp)
        // The worst origin is one far from all others.
        for list in [values, [0] + values.dropLast()] {
          let exact = list == values ? exact : ExactMoments(list, quantum: level.ulp)
          let variance = WindowSums(list[...]).populationVariance
          #expect(variance.isNear(exact.variance, within: 1e-14), "\(level), \(bits) bits")
        }
      }
    }
  }

  @Test func `equal values have their value as mean and no variance`() {
    for value in [0.1, 1e308, -1e-308, 0x1p-1074, 123_456_789.123, 0] {
      var sums = WindowSums()
      for _ in 0..<7 { sums.add(value) }
      for _ in 0..<3 { sums.add(sums) }
      #expect(sums.count == 56 && sums.mean == value)
      #expect(sums.populationVariance == 0 && sums.populationStandardDeviation == 0)
    }
  }

  @Test(arguments: [0x1p-1060, 1e-300, 0x1p-420, 1e-126, 1, 0x1p480, 1e150, 1e300])
  func `values of any size have a spread`(_ unit: Double) {
    let sums = WindowSums([1 * unit, 2 * unit, 6 * unit])
    let (mean, deviation) = (3 * unit, (14.0 / 3).squareRoot() * unit)
    #expect(sums.mean == mean)
    #expect(
      sums.populationStandardDeviation.isNear(deviation, within: unit < 0x1p-1022 ? 1e-3 : 1e-15))
  }

  @Test func `extremes do not lead out of the doubles`() {
    let great = Double.greatestFiniteMagnitude
    let both = WindowSums([-great, great])
    #expect(both.sum == 0 && both.mean == 0 && both.populationStandardDeviation == great)
    #expect(both.populationVariance == .infinity)
    let same = WindowSums([great, great, great])
    #expect(same.sum == .infinity && same.mean == great && same.populationVariance == 0)
  }

  @Test func `values of all sizes are brought together in any order`() {
    let values = [0x1p-1030, 3.0, 1e-200, 1e200, -1e200, 0, 5.0]
    for seed in 0..<50 {
      var random = Seeded(seed)
      let order = values.shuffled(using: &random)
      var (added, merged) = (WindowSums(), WindowSums())
      for value in order {
        added.add(value)
        merged.add(WindowSums([value]))
      }
      let deviation = 1e200 * (2.0 / 7).squareRoot()
      for sums in [added, merged, WindowSums(order[...])] {
        #expect(sums.count == 7 && sums.min == -1e200 && sums.max == 1e200)
        #expect(sums.populationStandardDeviation.isNear(deviation, within: 1e-15))
        // What is left of the mean lies below the digits of such a sum.
        #expect(sums.mean.magnitude < 1e200 * 0x1p-100)
      }
    }
  }

  @Test func `no value has neither mean nor spread`() {
    var sums = WindowSums([])
    sums.add(WindowSums())
    #expect(sums == WindowSums() && sums.count == 0)
    #expect(sums.mean.isNaN && sums.populationVariance.isNaN)
  }

  @Test func `a window reads whole parts by their sums and others by their values`() {
    var chunk = EventChunk(shape: WindowShape())
    for number in 1...4 { chunk.append(Event(nanoseconds: Int64(number), value: Double(number))) }
    var sums = WindowSums()
    let isTaken = sums.take(chunk)
    #expect(isTaken && sums.sum == 10)
    sums.take(chunk.values[1...])
    #expect(sums.count == 7 && sums.sum == 19)
  }
}
