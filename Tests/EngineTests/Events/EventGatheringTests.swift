import Statistics
import Testing

@testable import Engine

struct EventGatheringTests {
  /// Words of a record as `EventRecord.read` describes it.
  private func add(
    _ events: ArraySlice<Event>, _ series: UInt32, to gathering: inout EventGathering
  )
    -> Int64
  {
    let words = events.flatMap { [UInt64(bitPattern: $0.nanoseconds), $0.value.bitPattern] }
    let record = EventRecord.Whole(
      kind: .events, series: series, count: events.count, body: 0..<words.count)
    return gathering.add(words.span, record)
  }

  @Test func `events of one series are handed out as one slice`() {
    var gathering = EventGathering(horizon: .min, limit: 5)
    var heard = Heard()
    #expect(add(Event.made(0..<2), 1, to: &gathering) == Event.made(1).nanoseconds)
    #expect(!gathering.isFull)
    #expect(add(Event.made(2..<5), 1, to: &gathering) == Event.made(4).nanoseconds)
    #expect(gathering.isFull)
    gathering.handOut(["", "a"]) { heard.take($0, $1) }
    #expect(heard == Heard(events: ["a": Array(Event.made(0..<5))], sliceCounts: [5]))
    #expect(gathering.eventCount == 5)
    #expect(!gathering.isFull)
    gathering.handOut(["", "a"]) { heard.take($0, $1) }
    #expect(heard.sliceCounts == [5])
  }

  @Test func `events of several series are handed out one series after the other`() {
    var gathering = EventGathering(horizon: .min)
    var heard = Heard()
    for number in 0..<10 {
      _ = add(Event.made(number..<number + 1), [3, 0, 1][number % 3], to: &gathering)
    }
    gathering.handOut(["", "a", "b", "c"]) { heard.take($0, $1) }
    #expect(
      heard.events == [
        "c": [0, 3, 6, 9].map(Event.made), "": [1, 4, 7].map(Event.made),
        "a": [2, 5, 8].map(Event.made),
      ])
    #expect(heard.sliceCounts == [3, 3, 4])
    // And nothing of it is known the next time.
    _ = add(Event.made(0..<1), 2, to: &gathering)
    gathering.handOut(["", "a", "b", "c"]) { heard.take($0, $1) }
    #expect(heard.events["b"] == [.made(0)])
    #expect(gathering.eventCount == 11)
  }

  @Test func `events before the horizon are counted and not handed out`() {
    var gathering = EventGathering(horizon: Event.made(3).nanoseconds, limit: 3)
    var heard = Heard()
    #expect(add(Event.made(0..<6), 0, to: &gathering) == Event.made(5).nanoseconds)
    #expect(add(Event.made(1..<2), 0, to: &gathering) == Event.made(1).nanoseconds)
    gathering.handOut([""]) { heard.take($0, $1) }
    #expect(heard.events == ["": Array(Event.made(3..<6))])
    #expect(gathering.eventCount == 3)
    #expect(gathering.expiredCount == 4)
  }
}
