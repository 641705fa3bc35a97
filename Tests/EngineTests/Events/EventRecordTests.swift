import Statistics
import Testing

@testable import Engine

struct EventRecordTests {
  private func written(
    _ count: Int, _ body: (inout MutableSpan<UInt64>) -> Void
  ) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: count)
    var span = words.mutableSpan
    body(&span)
    return words
  }

  private func record(_ events: [Event], series: UInt32 = 3, seed: UInt32 = 9) -> [UInt64] {
    written(EventRecord.Kind.events.wordCount(events.count)) {
      EventRecord.write(events.span, series: series, to: &$0, seed)
    }
  }

  private func record(name: String, series: UInt32 = 1, seed: UInt32 = 9) -> [UInt64] {
    written(EventRecord.Kind.seriesName.wordCount(name.utf8.count)) {
      EventRecord.write(name: name, series: series, to: &$0, seed)
    }
  }

  private func record(in words: [UInt64], at start: Int, _ seed: UInt32) -> EventRecord.Whole? {
    EventRecord.read(words.span, at: start, seed)
  }

  private func name(in words: [UInt64], _ record: EventRecord.Whole) -> String? {
    EventRecord.name(words.span, record)
  }

  private let extremes = [
    Event(nanoseconds: .min, value: -.greatestFiniteMagnitude),
    Event(nanoseconds: -1, value: -0.0), Event(nanoseconds: 0, value: 0),
    Event(nanoseconds: .max, value: .leastNonzeroMagnitude),
  ]

  @Test func `events are read as they were written, to the last bit`() throws {
    let words = [0, 0, 0] + record(extremes, series: .max)
    let read = try #require(record(in: words, at: 3, 9))
    #expect(read.kind == .events)
    #expect(read.series == .max)
    #expect(read.count == 4)
    #expect(read.body == 5..<13)
    let events = stride(from: 5, to: 13, by: 2).map { EventRecord.event(words.span, at: $0) }
    #expect(events == extremes)
    #expect(events.map(\.value.bitPattern) == extremes.map(\.value.bitPattern))
  }

  @Test func `one event is written as a record of one`() {
    for event in extremes {
      let words = written(4) { EventRecord.write(event, series: 3, to: &$0, 9) }
      #expect(words == record([event]))
    }
  }

  @Test(arguments: ["a", "abcdefg", "abcdefgh", "abcdefghi", "Grüße \u{1F600}", "\r\n\0"])
  func `a name is read as it was written`(name: String) throws {
    let words = record(name: name)
    let read = try #require(record(in: words, at: 0, 9))
    #expect(read.kind == .seriesName)
    #expect(read.series == 1)
    #expect(read.body.upperBound == words.count)
    #expect(self.name(in: words, read).map { Array($0.utf8) } == Array(name.utf8))
  }

  @Test func `a name that is no UTF-8 is none`() throws {
    var words = record(name: "ab")
    words[2] = 0xFF
    let whole = EventRecord.Whole(kind: .seriesName, series: 1, count: 1, body: 2..<3)
    #expect(self.name(in: words, whole) == nil)
  }

  @Test func `a record that lacks its end or has a changed bit is none`() {
    for words in [record(extremes), record(name: "a name of twenty two b")] {
      for count in 0..<words.count {
        #expect(record(in: Array(words[..<count]), at: 0, 9) == nil)
        // As a file that was made full of zeros has it.
        let zeros = [UInt64](repeating: 0, count: words.count - count)
        #expect(record(in: words[..<count] + zeros, at: 0, 9) == nil)
      }
      for bit in 0..<words.count * 64 {
        var changed = words
        changed[bit / 64] ^= 1 << UInt64(bit % 64)
        #expect(record(in: changed, at: 0, 9) == nil)
      }
    }
  }

  @Test func `a record of another segment is none`() {
    #expect(record(in: record(extremes), at: 0, 8) == nil)
  }

  @Test func `zeros, an unknown kind and a record of nothing are none`() {
    #expect(record(in: [0, 0, 0, 0], at: 0, 0) == nil)
    #expect(record(in: [], at: 0, 0) == nil)
    for (first, second) in [(1 << 32, 3), (0, 1), (UInt64(UInt32.max) << 32, 1)]
      as [(UInt64, UInt64)]
    {
      var checksum = WordChecksum(continuing: 9)
      checksum.append(first)
      checksum.append(second)
      let words = [first | UInt64(checksum.value), second]
      #expect(record(in: words, at: 0, 9) == nil)
    }
  }
}
