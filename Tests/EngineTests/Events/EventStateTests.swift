import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

struct EventStateTests {
  private static let second: Int64 = 1_000_000_000
  private static let always = Int64.min...Int64.max
  private let place = EventPlace()

  private func state(segmentBytes: Int = 1 << 16) throws -> EventState {
    var options = EventBoard.Options()
    options.retentionNanoseconds = 100 * Self.second
    var state = EventState(options)
    state.take(try segment(1, segmentBytes))
    return state
  }

  private func segment(_ number: Int, _ byteCount: Int = 1 << 16) throws -> EventSegment {
    try place.folder.open(number: number, byteCount: byteCount)
  }

  private static func event(_ seconds: Int64, _ value: Double = 1) -> Event {
    Event(nanoseconds: seconds * second, value: value)
  }

  @Test func `an event is in the log and in its window, or in neither`() throws {
    var state = try state(segmentBytes: 64)
    #expect(state.log?.position == 0 && !state.needsSegment)
    try state.add(Self.event(1), to: "", at: 0)
    #expect(state.log?.position == 32 && state.needsSegment)
    // The next file is not there yet.
    #expect(throws: EventRefusal.busy) { try state.add(Self.event(2), to: "", at: 0) }
    #expect(throws: EventRefusal.busy) {
      try state.add([Self.event(3), Self.event(4)][...], to: "a", at: 0)
    }
    #expect(state.board.eventCount == 1 && state.log?.position == 32)
    #expect(state.acceptedCount == 1 && state.board.seriesCount == 1)
    state.take(try segment(2))
    try state.add(Self.event(2), to: "", at: 0)
    #expect(state.board.summary(of: "", in: Self.always).count == 2)
  }

  @Test func `what is too old counts as taken, and stands nowhere`() throws {
    var state = try state()
    try state.add(Self.event(1), to: "", at: 200 * Self.second)
    #expect(state.log?.position == 0 && state.board.seriesCount == 0)
    let events = [Self.event(1), Self.event(150), Self.event(2)]
    try state.add(events[...], to: "", at: 200 * Self.second)
    #expect(state.board.eventCount == 1)
    #expect(state.acceptedCount == 4 && state.lateCount == 3)
  }

  @Test func `without a log events are refused for the reason that is known`() throws {
    var state = EventState(EventBoard.Options())
    #expect(state.needsSegment)
    #expect(throws: EventRefusal.busy) { try state.add(Self.event(1), to: "", at: 0) }
    state.note(.full, reason: "no room")
    #expect(throws: EventRefusal.storageFull("no room")) {
      try state.add(Self.event(1), to: "", at: 0)
    }
    state.note(.failing, reason: "no right")
    #expect(throws: EventRefusal.storageFailing("no right")) {
      try state.add([Self.event(1)][...], to: "", at: 0)
    }
    state.take(try segment(1))
    #expect(state.storage == .sound)
    try state.add(Self.event(1), to: "", at: 0)
  }

  @Test func `a full disk lets in what fits into the files that are there`() throws {
    var state = try state(segmentBytes: 96)
    state.note(.full, reason: "no room")
    try state.add(Self.event(1), to: "", at: 0)
    try state.add(Self.event(1), to: "", at: 0)
    #expect(throws: EventRefusal.storageFull("no room")) {
      try state.add(Self.event(1), to: "", at: 0)
    }
  }

  @Test func `after a failed sync nothing is taken any more`() throws {
    var state = try state()
    state.note(.broken, reason: "lost")
    state.note(.sound, reason: "")
    #expect(!state.needsSegment)
    #expect(throws: EventRefusal.storageBroken("lost")) {
      try state.add(Self.event(1), to: "", at: 0)
    }
    #expect(state.board.eventCount == 0)
  }
}
