import Testing

@testable import Statistics

struct WindowPartTests {
  private func chunks(_ ranges: [ClosedRange<Int64>]) -> [EventChunk] {
    ranges.map { range in
      var chunk = EventChunk(shape: WindowShape())
      for time in range { chunk.append(Event(nanoseconds: time, value: Double(time))) }
      return chunk
    }
  }

  @Test func `an event belongs to the last part that does not begin after it`() {
    let parts = chunks([0...3, 3...5, 9...9])
    let places: [Int64: Int] = [
      -1: 0, 0: 0, 2: 0, 3: 1, 5: 1, 8: 1, 9: 2, 100: 2, .min: 0, .max: 2,
    ]
    for (time, place) in places { #expect(parts.place(for: time) == place, "\(time)") }
  }

  @Test func `only parts in the range are read`() {
    let parts = chunks([0...3, 4...5, 9...9])
    let ranges: [(ClosedRange<Int64>, [Double])] = [
      (3...9, [3, 4, 5, 9]), (6...8, []), (-5 ... -1, []), (10...12, []), (5...5, [5]),
    ]
    for (range, values) in ranges {
      var gathered = GatheredValues()
      parts.read(range, into: &gathered)
      #expect(gathered.values == values)
    }
    #expect(parts[0].lies(in: 0...3) && !parts[0].lies(in: 1...3) && !parts[0].lies(in: 0...2))
  }

  @Test func `an empty array has allocated nothing`() {
    #expect([Int64]().allocatedByteCount == 0)
    #expect([Int64(1)].allocatedByteCount >= 48)
  }
}
