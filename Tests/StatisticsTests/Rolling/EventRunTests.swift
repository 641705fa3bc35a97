import Testing

@testable import Statistics

struct EventRunTests {
  private typealias Run = EventRun<EventChunk>
  private static let shape = WindowShape(chunkLimit: 4, runLimit: 4)

  private func chunk(_ times: ClosedRange<Int64>) -> EventChunk {
    var chunk = EventChunk(shape: Self.shape)
    for time in times { chunk.append(Event(nanoseconds: time, value: Double(time))) }
    return chunk
  }

  /// Four chunks of four events: the times 0 to 15.
  private func fullRun() -> Run {
    var run = Run(chunk(0...3))
    for start in [4, 8, 12] as [Int64] {
      let added = run.append(chunk(start...start + 3))
      #expect(added == nil)
    }
    return run
  }

  @Test func `a run knows the sums of its parts`() {
    let run = fullRun()
    #expect(run.parts.count == 4 && run.first == 0 && run.last == 15 && run.lastOfFirstChunk == 3)
    #expect(run.sums.count == 16 && run.sums.sum == 120 && Run.height == 1)
    #expect(run.byteCount >= run.parts.reduce(run.parts.allocatedByteCount) { $0 + $1.byteCount })
  }

  @Test func `a full run is closed by a chunk behind it and sketched then`() {
    var run = fullRun()
    #expect(run.sketch == nil)
    let before = run.byteCount
    let next = run.append(chunk(16...19))
    #expect(next?.first == 16 && next?.sums.count == 4 && next?.sketch == nil)
    #expect(run.last == 15 && run.sums.count == 16)
    #expect(run.sketch == PartSketch(of: run) && run.byteCount > before)
  }

  @Test func `a late event is counted by the sketch of its run`() {
    var run = fullRun()
    _ = run.append(chunk(16...19))
    for value in [0.5, -3, 7] {
      let rest = run.insert(Event(nanoseconds: 5, value: value))
      // The first of them cuts a chunk, and with it the run.
      if let rest { #expect(rest.sketch == PartSketch(of: rest)) }
      #expect(run.sketch == PartSketch(of: run) && run.sketch != nil)
    }
    #expect(run.sums == WindowSums.read(run) || run.sums.sum == WindowSums.read(run).sum)
  }

  @Test func `the second half of the last run is not closed`() {
    var run = fullRun()
    let rest = run.insert(Event(nanoseconds: 5, value: 1))
    #expect(run.sketch == PartSketch(of: run) && rest?.sketch == nil)
    #expect(run.parts.count == 2 && rest?.parts.count == 3)
    #expect(run.sums.count + (rest?.sums.count ?? 0) == 17)
  }

  @Test func `values that are spread too wide are not sketched`() {
    var run = fullRun()
    _ = run.append(chunk(16...19))
    var size = 16
    for exponent in 0...PartSketch.octaveLimit {
      let value = Double(sign: .plus, exponent: exponent * 2 - 1000, significand: 1)
      let rest = run.insert(Event(nanoseconds: -1, value: value))
      size += rest == nil ? 1 : 0
      if run.sketch == nil { break }
      #expect(run.sketch == PartSketch(of: run))
    }
    #expect(size > 16)
  }

  @Test func `chunks before a time go`() {
    for time in 0...15 as ClosedRange<Int64> {
      var run = fullRun()
      run.dropChunks(before: time)
      let start = time / 4 * 4
      #expect(run.first == start && run.last == 15 && run.sums.count == Int(16 - start))
      #expect(run.sums.sum == WindowSums.read(run).sum)
      #expect(run.byteCount >= run.parts.reduce(0) { $0 + $1.byteCount })
    }
  }

  @Test func `runs of runs hold chunks too`() {
    var run = EventRun<Run>(chunk(0...3))
    #expect(EventRun<Run>.height == 2)
    for start in stride(from: Int64(4), to: 64, by: 4) {
      let added = run.append(chunk(start...start + 3))
      #expect(added == nil)
    }
    #expect(run.parts.count == 4 && run.sums.count == 64 && run.sketch == nil)
    let next = run.append(chunk(64...67))
    #expect(next?.sums.count == 4 && run.sums.count == 64)
    let rest = run.insert(Event(nanoseconds: 30, value: 30))
    #expect(run.sums.count + (rest?.sums.count ?? 0) == 65)
    run.dropChunks(before: 11)
    #expect(run.first == 8 && run.lastOfFirstChunk == 11)
  }
}

extension PartSketch {
  /// The sketch of the values that a part holds.
  fileprivate init?(of part: some WindowPart) {
    var gathered = GatheredValues()
    part.read(.min ... .max, into: &gathered)
    var sketch = QuantileSketch()
    sketch.take(gathered.values[...])
    self.init(sketch)
  }
}

extension WindowSums {
  fileprivate static func read(_ part: some WindowPart) -> WindowSums {
    var gathered = GatheredValues()
    part.read(.min ... .max, into: &gathered)
    return WindowSums(gathered.values[...])
  }
}
