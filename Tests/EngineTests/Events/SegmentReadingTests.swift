import Foundation
import Statistics
import Testing

@testable import Engine

struct SegmentReadingTests {
  private static let seed = EventFormat.header(number: 7).checksum

  /// Writes a record of so many words.
  private static func put(
    _ count: Int, at place: Int, into words: inout [UInt64],
    _ body: (inout MutableSpan<UInt64>) -> Void
  ) {
    var record = [UInt64](repeating: 0, count: count)
    var span = record.mutableSpan
    body(&span)
    words.replaceSubrange(place..<place + count, with: record)
  }

  /// The words of a segment with five records, and what it holds after each of them.
  private static let sample: (words: [UInt64], ends: [Int], heard: [[Event]]) = {
    var words = [UInt64](repeating: 0, count: 60)
    let header = EventFormat.header(number: 7).words
    for place in header.indices { words[place] = header[place] }
    var (ends, heard) = ([4], [[Event]()])
    func write(_ count: Int, _ events: [Event], _ body: (inout MutableSpan<UInt64>) -> Void) {
      put(count, at: ends[ends.count - 1], into: &words, body)
      ends.append(ends[ends.count - 1] + count)
      heard.append(heard[heard.count - 1] + events)
    }
    write(4, [.made(1)]) { EventRecord.write(.made(1), series: 0, to: &$0, seed) }
    write(3, []) { EventRecord.write(name: "a", series: 1, to: &$0, seed) }
    let batch = Array(Event.made(5..<15))
    write(22, batch) { EventRecord.write(batch.span, series: 1, to: &$0, seed) }
    write(4, []) { EventRecord.write(name: "ninechars", series: 2, to: &$0, seed) }
    write(4, [.made(2)]) { EventRecord.write(.made(2), series: 2, to: &$0, seed) }
    return (words, ends, heard)
  }()

  /// Reads words as a start does.
  private func read(_ words: [UInt64]) -> (end: Int, greatest: Int64, events: [Event]) {
    guard case .whole(let seed) = EventFormat.readHeader(words.span, number: 7) else {
      return (0, .min, [])
    }
    var events: [Event] = []
    var gathering = EventGathering(horizon: .min, limit: 1)
    let reading = SegmentReading(words.span, seed: seed, &gathering) { events += $1 }
    return (reading.end, reading.greatestNanoseconds, events)
  }

  /// How many records come before a word.
  private func whole(before word: Int) -> Int { Self.sample.ends.lastIndex { $0 <= word } ?? 0 }

  @Test func `a whole segment is read to its last record`() {
    let found = read(Self.sample.words)
    #expect(found.end == 41)
    #expect(found.greatest == Event.made(14).nanoseconds)
    #expect(found.events == Self.sample.heard.last)
  }

  @Test func `a segment that is cut anywhere holds the records before`() {
    for count in 0..<Self.sample.words.count {
      let zeros = [UInt64](repeating: 0, count: 60 - count)
      for words in [Array(Self.sample.words[..<count]), Self.sample.words[..<count] + zeros] {
        let found = read(words)
        let whole = whole(before: count)
        #expect(found.events == Self.sample.heard[whole])
        #expect(found.end == (count < 4 ? 0 : Self.sample.ends[whole]))
      }
    }
  }

  @Test func `a byte that is changed anywhere leaves the records before`() {
    for byte in 0..<41 * 8 {
      for change in [1, 0x80, 0xFF] as [UInt64] {
        var words = Self.sample.words
        words[byte / 8] ^= change << UInt64(byte % 8 * 8)
        #expect(read(words).events == (byte < 32 ? [] : Self.sample.heard[whole(before: byte / 8)]))
      }
    }
  }

  @Test func `a hole of zeros ends the segment`() {
    for start in 4..<41 {
      var words = Self.sample.words
      for place in start..<min(start + 5, 41) { words[place] = 0 }
      #expect(read(words).events == Self.sample.heard[whole(before: start)])
    }
  }

  @Test func `records of another segment never pass`() {
    var words = Self.sample.words
    let other = EventFormat.header(number: 8)
    for place in 0..<4 { words[place] = other.words[place] }
    var gathering = EventGathering(horizon: .min)
    let reading = SegmentReading(words.span, seed: other.checksum, &gathering) { _, _ in
      Issue.record("an event of another segment")
    }
    #expect(reading.end == 4)
    #expect(read(words).end == 0)
  }

  @Test func `a series without a name, or with a number out of turn, ends the segment`() {
    for (number, named) in [(1, false), (2, true), (0, true), (.max, true), (.max, false)]
      as [(UInt32, Bool)]
    {
      var words = Self.sample.words
      for place in 8..<60 { words[place] = 0 }
      Self.put(named ? 3 : 4, at: 8, into: &words) { part in
        if named {
          EventRecord.write(name: "a", series: number, to: &part, Self.seed)
        } else {
          EventRecord.write(.made(3), series: number, to: &part, Self.seed)
        }
      }
      let found = read(words)
      #expect(found.end == 8)
      #expect(found.events == [.made(1)])
    }
  }
}
