import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

struct EventLogTests {
  private let place = EventPlace()

  @Test func `what was appended is handed out in its order`() throws {
    var log = try place.log()
    var (mark, other) = (SeriesMark(), SeriesMark())
    try log.append(.made(1), of: "", &mark)
    try log.append(.made(2), of: "a", &other)
    try log.append(Event.made(5..<9), of: "", &mark)
    try log.append(.made(3), of: "a", &other)
    try log.append([], of: "a", &other)
    let (heard, report) = try place.replay()
    #expect(heard.events == ["": [1, 5, 6, 7, 8].map(Event.made), "a": [2, 3].map(Event.made)])
    #expect(report.eventCount == 7)
    #expect(report.tornByteCount == 0)
  }

  @Test func `one event takes 32 bytes, one of a batch 16 and a name its own`() throws {
    var log = try place.log()
    var (mark, other) = (SeriesMark(), SeriesMark())
    #expect(log.position == 0)
    try log.append(.made(1), of: "", &mark)
    #expect(log.position == 32)
    try log.append(Event.made(0..<100), of: "", &mark)
    #expect(log.position == 32 + 16 + 1600)
    try log.append(.made(1), of: "ninechars", &other)
    #expect(log.position == 32 + 16 + 1600 + 32 + 32)
    try log.append(.made(1), of: "ninechars", &other)
    #expect(log.position == 32 + 16 + 1600 + 32 + 32 + 32)
  }

  @Test func `a full segment without a spare refuses, and nothing of what it refuses is written`()
    throws
  {
    var log = try place.log(byteCount: 32 + 3 * 32 + 31 * 8)
    var (mark, other) = (SeriesMark(), SeriesMark())
    for number in 0..<3 { try log.append(.made(number), of: "", &mark) }
    let (before, position) = (try place.bytes(1), log.position)
    #expect(refusal { try log.append(Event.made(0..<15), of: "", &mark) } == .noRoom)
    #expect(refusal { try log.append(Event.made(0..<14), of: "a", &other) } == .noRoom)
    #expect(try place.bytes(1) == before)
    #expect(log.position == position)
    // The name that was refused is not taken for known.
    try log.append(Event.made(0..<13), of: "a", &other)
    #expect(refusal { try log.append(.made(1), of: "", &mark) } == .noRoom)
    let (heard, _) = try place.replay()
    #expect(heard.events == ["": Array(Event.made(0..<3)), "a": Array(Event.made(0..<13))])
  }

  @Test func `a segment is filled to its last word`() throws {
    var log = try place.log(byteCount: 32 + 2 * 32)
    var mark = SeriesMark()
    try log.append(.made(1), of: "", &mark)
    try log.append(.made(2), of: "", &mark)
    #expect(refusal { try log.append(.made(3), of: "", &mark) } == .noRoom)
    #expect(try place.replay().heard.events == ["": [.made(1), .made(2)]])
  }

  @Test func `a full segment gives way to the spare, where each series gives its name again`()
    throws
  {
    var log = try place.log(byteCount: 32 + 24 + 2 * 32)
    var (mark, other) = (SeriesMark(), SeriesMark())
    #expect(log.needsSpare)
    log.give(spare: try place.folder.open(number: 2, byteCount: 4096))
    #expect(!log.needsSpare)
    try log.append(.made(1), of: "a", &mark)
    try log.append(.made(5), of: "a", &mark)
    #expect(log.takeFinished() == [])
    try log.append(.made(2), of: "b", &other)
    #expect(log.needsSpare)
    #expect(
      log.takeFinished() == [
        FinishedSegment(
          number: 1, greatestNanoseconds: Event.made(5).nanoseconds, byteCount: 32 + 24 + 2 * 32)
      ])
    #expect(log.takeFinished() == [])
    try log.append(.made(3), of: "a", &mark)
    try log.append(.made(4), of: "b", &other)
    #expect(log.position == 2 * 24 + 5 * 32 + 24)
    let (heard, _) = try place.replay()
    #expect(heard.events == ["a": [1, 5, 3].map(Event.made), "b": [2, 4].map(Event.made)])
  }

  @Test func `a batch that fits no empty segment is refused and spares the spare`() throws {
    var log = try place.log()
    var mark = SeriesMark()
    log.give(spare: try place.folder.open(number: 2, byteCount: 4096))
    #expect(refusal { try log.append(Event.made(0..<254), of: "", &mark) } == .noRoom)
    #expect(!log.needsSpare)
    try log.append(Event.made(0..<253), of: "", &mark)
    try log.append(Event.made(0..<253), of: "", &mark)
    #expect(log.needsSpare)
    #expect(try place.replay().report.eventCount == 506)
  }

  @Test func `ten thousand events are one record`() throws {
    var log = try place.log(byteCount: 32 + 24 + 16 + 160_000)
    var mark = SeriesMark()
    try log.append(Event.made(0..<10_000), of: "a", &mark)
    #expect(log.position == 24 + 16 + 160_000)
    #expect(try place.replay().heard.events == ["a": Array(Event.made(0..<10_000))])
  }

  @Test func `the segments to sync are those with bytes since the last time`() throws {
    var log = try place.log(byteCount: 32 + 32)
    var mark = SeriesMark()
    #expect(log.takeUnsynced().isEmpty)
    try log.append(.made(1), of: "", &mark)
    #expect(log.takeUnsynced().map(\.number) == [1])
    log.give(spare: try place.folder.open(number: 2, byteCount: 32 + 32))
    // The one that is left is among them though it has nothing new, so that its mapping ends elsewhere.
    try log.append(.made(2), of: "", &mark)
    log.give(spare: try place.folder.open(number: 3, byteCount: 32 + 32))
    try log.append(.made(3), of: "", &mark)
    #expect(log.takeUnsynced().map(\.number) == [1, 2, 3])
    #expect(log.takeUnsynced().isEmpty)
  }

  @Test func `open segments and their bytes are counted`() throws {
    var log = try place.log()
    #expect(log.openByteCount == 4096)
    log.give(spare: try place.folder.open(number: 2, byteCount: 8192))
    #expect(log.openByteCount == 4096 + 8192)
  }

  @Test func `a file that is cut is damaged for good, and what was refused does not count`() throws
  {
    var log = try place.log(byteCount: 8192)
    var (mark, other) = (SeriesMark(), SeriesMark())
    try log.append(Event.made(0..<250), of: "", &mark)
    let position = log.position
    try FileHandle(forWritingTo: URL(fileURLWithPath: place.path + "/00000001.log"))
      .truncate(atOffset: 4096)
    #expect(refusal { try log.append(Event.made(0..<9), of: "", &mark) } == .damaged)
    #expect(refusal { try log.append(.made(1), of: "", &mark) } == .damaged)
    #expect(refusal { try log.append(.made(1), of: "a", &other) } == .damaged)
    #expect(log.position == position)
    #expect(try place.replay().heard.events == ["": Array(Event.made(0..<250))])
  }

  @Test(arguments: 0..<20)
  func `random streams over small segments are handed out as they were appended`(
    seed: UInt64
  ) throws {
    var numbers = SplitMix(state: seed)
    let names = ["", "a", "Grüße", String(repeating: "n", count: 200)]
    var marks = names.map { _ in SeriesMark() }
    var log = try place.log(byteCount: 2048)
    var (next, finished) = (2, FinishedSegments())
    var expected = Heard()
    for _ in 0..<Int.random(in: 1...300, using: &numbers) {
      let number = Int.random(in: 0..<names.count, using: &numbers)
      let count = Bool.random(using: &numbers) ? 1 : Int.random(in: 0...100, using: &numbers)
      let events = (0..<count).map { _ in
        Event(
          nanoseconds: Int64(truncatingIfNeeded: numbers.next()),
          value: Double(Int64(truncatingIfNeeded: numbers.next())))
      }
      if log.needsSpare, Bool.random(using: &numbers) {
        log.give(spare: try place.folder.open(number: next, byteCount: 2048))
        next += 1
      }
      let failure = refusal {
        if count == 1 {
          try log.append(events[0], of: names[number], &marks[number])
        } else {
          try log.append(events[...], of: names[number], &marks[number])
        }
      }
      if failure == nil, count > 0 { expected.take(names[number], events[...]) }
      for segment in log.takeFinished() { finished.add(segment) }
    }
    for segment in log.takeUnsynced() { try segment.sync() }
    let (heard, report) = try place.replay()
    #expect(heard.events == expected.events)
    #expect(report.tornByteCount == 0)
    let again = try place.replay()
    #expect(again.heard == heard)
    #expect(again.report.finished == report.finished)
    // What the log has told of its segments is what a start finds.
    for segment in finished.expired(before: .max) {
      let found = report.finished.expired(before: .max).first { $0.number == segment.number }
      #expect(found?.greatestNanoseconds == segment.greatestNanoseconds)
    }
  }

  private func refusal(_ body: () throws -> Void) -> EventLogFailure? {
    do {
      try body()
      return nil
    } catch {
      return error as? EventLogFailure
    }
  }
}
