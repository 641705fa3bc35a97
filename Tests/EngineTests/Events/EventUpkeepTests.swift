import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

struct EventUpkeepTests {
  private static let second: Int64 = 1_000_000_000
  private let place = EventPlace()
  private let state: Guarded<EventState>
  private let waits = SyncWaits()
  private let upkeep: EventUpkeep

  init() throws {
    var options = EventStore.Options()
    options.board.retentionNanoseconds = 100 * Self.second
    options.firstSegmentBytes = 96
    options.segmentBytes = 96
    state = Guarded(EventState(options.board))
    upkeep = EventUpkeep(
      options, state, try place.folder, ReplayReport(), StatisticsRounds { _ in false }, waits,
      try Log(Self.logOptions(place)))
  }

  private static func logOptions(_ place: EventPlace) -> Log.Options {
    var log = Log.Options()
    log.destination = .file(path: place.scratch.path + "/log", rotateBytes: 1 << 20, keptCount: 1)
    return log
  }

  private static func moment(_ seconds: Int64) -> Moment {
    Moment(wallNanoseconds: seconds * second, monotonicNanoseconds: seconds * second)
  }

  private func add(_ seconds: Int64) throws(EventRefusal) {
    try state.withLock { (state) throws(EventRefusal) in
      try state.add(
        Event(nanoseconds: seconds * Self.second, value: 1), to: "", at: seconds * Self.second)
    }
  }

  private var storage: Storage.Condition { state.withLock { $0.storage } }

  @Test func `the next file is made once the log is in use, and not before`() throws {
    upkeep.turn(at: Self.moment(1))
    #expect(try place.names == ["00000001.log"])
    upkeep.turn(at: Self.moment(2))
    #expect(try place.names.count == 1)
    try add(2)
    upkeep.turn(at: Self.moment(2))
    #expect(try place.names == ["00000001.log", "00000002.log"])
    #expect(upkeep.logBytes == 192)
    for second in 3...4 as ClosedRange<Int64> { try add(second) }
    upkeep.turn(at: Self.moment(4))
    #expect(try place.names.count == 3)
  }

  @Test func `a file that cannot be made is tried again in a while`() throws {
    upkeep.turn(at: Self.moment(1))
    try add(1)
    place.failingFiles.arm(1, .noSpace)
    upkeep.makeSegment(at: Self.moment(2))
    #expect(storage == .full && state.withLock { $0.storageReason.contains("No space left") })
    try add(2)
    #expect(throws: EventRefusal.self) { try add(2) }
    place.failingFiles.disarm()
    upkeep.makeSegment(at: Moment(wallNanoseconds: 0, monotonicNanoseconds: 2 * Self.second + 1))
    #expect(storage == .full)
    upkeep.makeSegment(at: Self.moment(3))
    #expect(storage == .sound)
    try add(3)
  }

  @Test func `where there is no room for a usual file, a small one is made`() throws {
    var options = EventStore.Options()
    options.firstSegmentBytes = 96
    options.segmentBytes = 960
    let upkeep = EventUpkeep(
      options, state, try place.folder, ReplayReport(), StatisticsRounds { _ in false }, waits,
      try Log(Self.logOptions(place)))
    upkeep.makeSegment(at: Self.moment(1))
    try add(1)
    place.failingFiles.arm(1, .noSpace)
    upkeep.makeSegment(at: Self.moment(2))
    #expect(storage == .sound && upkeep.logBytes == 192)
  }

  @Test func `files and events go once they are older than the retention`() throws {
    for second in 1...8 as ClosedRange<Int64> {
      upkeep.turn(at: Self.moment(second))
      try add(second)
    }
    upkeep.turn(at: Self.moment(9))
    let count = try place.names.count
    #expect(count >= 4)
    upkeep.turn(at: Self.moment(104))
    #expect(try place.names.count < count && place.names.count > 1)
    upkeep.turn(at: Self.moment(200))
    #expect(state.withLock { $0.board.eventCount } == 0)
    #expect(state.withLock { $0.board.seriesCount } == 0)
    // The one that is written to and its spare stay.
    #expect(try place.names.count <= 2)
  }

  @Test func `a clock that was far ahead ends with events that begin anew`() throws {
    upkeep.turn(at: Self.moment(1000))
    try add(1000)
    upkeep.turn(
      at: Moment(wallNanoseconds: 890 * Self.second, monotonicNanoseconds: 2000 * Self.second))
    #expect(state.withLock { $0.board.eventCount } == 0)
    try add(890)
    #expect(state.withLock { $0.lateCount } == 0)
  }

  @Test func `who waits for the disk hears of the sync, and of its failure`() throws {
    upkeep.turn(at: Self.moment(1))
    try add(1)
    let heard = Guarded([Bool]())
    let hear: @Sendable (Bool) -> Void = { isKept in heard.withLock { $0.append(isKept) } }
    let position = state.withLock { $0.log?.position ?? 0 }
    waits.wait(for: position, hear)
    upkeep.turn(at: Self.moment(1))
    #expect(heard.withLock { $0 } == [true])
    try add(1)
    #expect(truncate(place.path + "/00000001.log", 0) == 0)
    waits.wait(for: position + 32, hear)
    upkeep.turn(at: Self.moment(1))
    #expect(heard.withLock { $0 } == [true, false])
    #expect(storage == .broken)
    #expect(throws: EventRefusal.self) { try add(1) }
  }
}
