import Testing

@testable import Statistics

struct EventChunkTests {
  private func chunk(_ times: [Int64], limit: Int32 = 8) -> EventChunk {
    var chunk = EventChunk(shape: WindowShape(chunkLimit: limit))
    for (number, time) in times.enumerated() {
      chunk.place(Event(nanoseconds: time, value: Double(number)))
    }
    return chunk
  }

  @Test func `events of one time stay in the order in which they came`() {
    let chunk = chunk([5, 3, 5, 3, 9, 5])
    #expect(chunk.times == [3, 3, 5, 5, 5, 9] && chunk.values == [1, 3, 0, 2, 5, 4])
    #expect(chunk.first == 3 && chunk.last == 9 && chunk.lastOfFirstChunk == 9)
    #expect(chunk.sums.count == 6 && chunk.sums.sum == 15)
  }

  @Test func `a full chunk is cut in halves by an event`() {
    for time in [0, 4, 5, 99] as [Int64] {
      var chunk = chunk([1, 2, 3, 4, 5, 6, 7, 8])
      #expect(chunk.isFull)
      let rest = chunk.insert(Event(nanoseconds: time, value: 100))
      #expect((chunk.times + (rest?.times ?? [])) == ([1, 2, 3, 4, 5, 6, 7, 8, time].sorted()))
      #expect(min(chunk.count, rest?.count ?? 0) == 4)
      #expect(chunk.sums.sum + (rest?.sums.sum ?? 0) == 128)
    }
  }

  @Test func `a chunk that is not full takes an event without another one`() {
    var chunk = chunk([1, 2])
    let rest = chunk.insert(Event(nanoseconds: 0, value: 7))
    #expect(rest == nil && chunk.times == [0, 1, 2] && chunk.values == [7, 0, 1])
  }

  @Test func `a chunk behind a chunk is a part of its own`() {
    var one = chunk([1])
    let added = one.append(chunk([2, 3]))
    #expect(one.times == [1] && added?.times == [2, 3])
    one.dropChunks(before: 100)
    #expect(one.count == 1 && EventChunk(one).times == [1])
  }

  @Test func `a range is read with both its ends`() {
    let chunk = chunk([.min, 2, 2, 4, .max])
    let ranges: [(ClosedRange<Int64>, Int)] = [
      (.min ... .max, 5), (.min ... .min, 1), (2...2, 2), (1...3, 2), (3...3, 0), (4 ... .max, 2),
      (.max ... .max, 1), (5...(.max - 1), 0), ((.min + 1)...1, 0), (.min...2, 3),
    ]
    for (range, count) in ranges {
      var gathered = GatheredValues()
      chunk.read(range, into: &gathered)
      #expect(gathered.values.count == count, "\(range)")
      var sums = WindowSums()
      chunk.read(range, into: &sums)
      #expect(sums == WindowSums(gathered.values[...]) || count == 5)
    }
  }

  @Test func `room grows in steps up to the limit`() {
    var chunk = EventChunk(shape: WindowShape())
    var greatest = 0
    for number in 0..<1024 {
      chunk.append(Event(nanoseconds: Int64(number), value: 1))
      let spare = chunk.times.capacity - chunk.count
      #expect(spare <= max(8, chunk.count / 4 + 4))
      greatest = max(greatest, chunk.times.capacity)
    }
    #expect(chunk.isFull && greatest < 1040)
    var reserved = EventChunk(shape: WindowShape())
    reserved.reserveLimit()
    #expect(reserved.times.capacity >= 1024 && reserved.values.capacity >= 1024)
    #expect(reserved.byteCount > 16 * 1024 && reserved.first > reserved.last)
  }
}
