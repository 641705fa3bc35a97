import Testing

@testable import Statistics

struct RollingWindowTests {
  private static let shapes = [
    WindowShape(chunkLimit: 2, runLimit: 2), WindowShape(chunkLimit: 3, runLimit: 3),
    WindowShape(chunkLimit: 8, runLimit: 2), WindowShape(chunkLimit: 5, runLimit: 4),
    WindowShape(),
  ]

  @Test(arguments: 0..<10)
  func `a thousand random streams are answered as one sorted array is`(_ decade: Int) {
    for seed in decade * 100..<decade * 100 + 100 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: .random(in: 1...80, using: &random))
      var window = RollingWindow(shape: Self.shapes[seed % Self.shapes.count])
      var naive = NaiveWindow()
      for event in stream.events {
        window.insert(event)
        naive.insert(event)
        guard Int.random(in: 0..<20, using: &random) == 0 else { continue }
        compare(window, naive, in: stream.range(&random), stream.quantum, seed)
      }
      for _ in 0..<4 { compare(window, naive, in: stream.range(&random), stream.quantum, seed) }
      compare(window, naive, in: .min ... .max, stream.quantum, seed)
      #expect(window.count == naive.events.count)
      #expect(window.firstNanoseconds == naive.events.first?.nanoseconds)
      #expect(window.lastNanoseconds == naive.events.last?.nanoseconds)
    }
  }

  /// Holds a range of a window against the same of all its events.
  private func compare(
    _ window: RollingWindow, _ naive: NaiveWindow, in range: ClosedRange<Int64>,
    _ quantum: Double, _ seed: Int
  ) {
    let values = naive.values(in: range)
    var gathered = GatheredValues()
    window.read(range, into: &gathered)
    #expect(gathered.values == values, "events out of order, seed \(seed)")
    let summary = window.summary(in: range)
    #expect(summary.count == values.count, "seed \(seed)")
    #expect(summary.min == values.min() && summary.max == values.max(), "seed \(seed)")
    guard !values.isEmpty else {
      #expect(summary == RollingWindow().summary(in: range))
      return
    }
    let exact = ExactMoments(values, quantum: quantum)
    #expect(
      (summary.sum ?? .infinity).isNear(exact.sum)
        && summary.mean?.isNear(exact.mean) == true
        && (summary.populationVariance ?? .infinity).isNear(exact.variance),
      "\(summary) is not \(exact), seed \(seed)")
  }

  @Test func `what is dropped goes by chunks and leaves no residue`() {
    for seed in 0..<150 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: 150)
      var window = RollingWindow(shape: Self.shapes[seed % Self.shapes.count])
      var naive = NaiveWindow()
      var horizon = Int64.min
      for event in stream.events {
        window.insert(event)
        naive.insert(event)
        guard Int.random(in: 0..<15, using: &random) == 0 else { continue }
        horizon = max(horizon, stream.range(&random).lowerBound)
        window.dropChunks(before: horizon)
        naive.drop(before: horizon)
        compare(window, naive, in: horizon ... .max, stream.quantum, seed)
        #expect(window.lastNanoseconds ?? horizon >= horizon)
        #expect(window.count == window.summary(in: .min ... .max).count)
        let first = window.branches.first?.lastOfFirstChunk ?? window.tail.last
        #expect(window.count == 0 || first >= horizon, "a chunk before the horizon, seed \(seed)")
        #expect(window.byteCount >= Allocation(of: window).byteCount)
      }
    }
  }

  @Test func `a window of which all is dropped is as new`() {
    for events in [0, 1, 100, 5000] {
      var window = RollingWindow()
      for number in 0..<events { window.insert(Event(nanoseconds: Int64(number), value: 1)) }
      window.dropChunks(before: .max)
      #expect(window.count == 0 && window.byteCount == RollingWindow().byteCount)
      #expect(window.firstNanoseconds == nil && window.lastNanoseconds == nil)
      window.insert(Event(nanoseconds: -7, value: 2))
      #expect(window.summary(in: -7 ... -7).sum == 2 && window.count == 1)
    }
  }

  @Test func `ten times a tenth have the mean of a tenth after any history`() {
    for seed in 0..<40 {
      var random = Seeded(seed)
      var window = RollingWindow(shape: Self.shapes[seed % 4])
      for _ in 0..<200 {
        let value = Double.random(in: -1e18...1e18, using: &random)
        window.insert(Event(nanoseconds: .random(in: 0...99, using: &random), value: value))
      }
      for _ in 0..<10 { window.insert(Event(nanoseconds: 1000, value: 0.1)) }
      if Bool.random(using: &random) { window.dropChunks(before: 1000) }
      let summary = window.summary(in: 1000...1000)
      #expect(summary.count == 10 && summary.mean == 0.1 && summary.sum == 1)
      #expect(summary.populationVariance == 0 && summary.populationStandardDeviation == 0)
    }
  }

  @Test func `several events at once are the same as one after the other`() {
    for seed in 0..<20 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: 300)
      var (one, all) = (RollingWindow(shape: Self.shapes[seed % 4]), RollingWindow())
      all = one
      for event in stream.events { one.insert(event) }
      all.insert(stream.events[..<100])
      all.insert(stream.events[100...])
      #expect(one.sums(in: .min ... .max) == all.sums(in: .min ... .max))
      #expect(one.allValues == all.allValues && one.count == all.count)
    }
  }

  @Test func `a copy does not see what happens later`() {
    for seed in 0..<60 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: 200)
      var window = RollingWindow(shape: Self.shapes[seed % 4])
      var copies: [(copy: RollingWindow, sums: WindowSums, values: [Double])] = []
      for event in stream.events {
        window.insert(event)
        let chance = Int.random(in: 0..<30, using: &random)
        if chance == 0 { window.dropChunks(before: stream.range(&random).lowerBound) }
        if chance < 3 {
          copies.append((window, window.sums(in: .min ... .max), window.allValues))
        }
      }
      for (copy, sums, values) in copies {
        #expect(copy.sums(in: .min ... .max) == sums && copy.allValues == values)
      }
    }
  }

  @Test func `its bytes are those that were allocated`() {
    for seed in 0..<30 {
      var random = Seeded(seed)
      let stream = SampleStream(&random, count: 400)
      var window = RollingWindow(shape: Self.shapes[seed % 5])
      var copies: [RollingWindow] = []
      for (number, event) in stream.events.enumerated() {
        window.insert(event)
        if number % 97 == 0 { copies.append(window) }
        if number % 40 == 0 { copies.removeAll() }
        guard number % 20 == 0 else { continue }
        let allocation = Allocation(of: window)
        #expect(window.byteCount >= allocation.byteCount)
        // No more than one element of each array beyond it.
        #expect(window.byteCount <= allocation.byteCount + allocation.arrayCount * 208)
      }
    }
  }

  @Test func `a series of one event takes little memory`() {
    var window = RollingWindow()
    window.insert(Event(nanoseconds: 1, value: 1))
    #expect(window.byteCount < 400)
  }

  @Test func `events in order take little more than sixteen bytes each`() {
    var window = RollingWindow()
    let events = (0..<131_072).map { Event(nanoseconds: Int64($0), value: Double($0 % 1000)) }
    window.insert(events[...])
    let share = Double(window.byteCount) / Double(events.count)
    #expect(share >= 16 && share <= 17, "\(share) bytes an event")
    #expect(window.byteCount >= Allocation(of: window).byteCount)
  }

  @Test(arguments: ["random", "reversed", "jittering"])
  func `events out of order take at most 24 bytes each`(_ order: String) {
    var random = Seeded(1)
    var window = RollingWindow()
    let events = (0..<60_000).map { number in
      let time: Int64 =
        switch order {
        case "random": .random(in: 0...1 << 40, using: &random)
        case "reversed": Int64(-number)
        default: Int64(number) + .random(in: 0...40, using: &random)
        }
      return Event(nanoseconds: time, value: .random(in: 0...1, using: &random))
    }
    window.insert(events[...])
    let share = Double(window.byteCount) / Double(events.count)
    #expect(share <= 24, "\(share) bytes an event")
    let (summary, sums) = (window.summary(in: .min ... .max), WindowSums(events.map(\.value)[...]))
    #expect(window.count == events.count && summary.count == events.count)
    #expect(summary.sum?.isNear(sums.sum) == true)
    #expect(summary.populationVariance?.isNear(sums.populationVariance) == true)
  }

  @Test func `a shape with more events than a branch holds grows to several branches`() {
    var window = RollingWindow(shape: WindowShape(chunkLimit: 2, runLimit: 2))
    for number in 0..<200 { window.insert(Event(nanoseconds: Int64(number * 2), value: 1)) }
    #expect(window.branches.count > 10)
    for number in 0..<200 { window.insert(Event(nanoseconds: Int64(number * 2 + 1), value: 1)) }
    #expect(window.count == 400 && window.sums(in: 0...99).count == 100)
    #expect(window.branches.reduce(window.tail.count) { $0 + $1.sums.count } == 400)
  }
}

extension RollingWindow {
  /// All values, in the order of their times.
  fileprivate var allValues: [Double] {
    var gathered = GatheredValues()
    read(.min ... .max, into: &gathered)
    return gathered.values
  }
}
