import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

struct EventLogFolderTests {
  private let place = EventPlace()

  /// Makes segments of two pages, of which each holds events of a range.
  private func fill(_ ranges: [Range<Int>], of series: String = "") throws {
    for (place, range) in ranges.enumerated() {
      var log = try self.place.log(place + 1, byteCount: 8192)
      var mark = SeriesMark()
      try log.append(Event.made(range), of: series, &mark)
    }
  }

  private func nanoseconds(_ number: Int) -> Int64 { Event.made(number).nanoseconds }

  @Test func `the folder is made in the state folder, for its owner alone`() throws {
    let state = try Folder(path: place.scratch.path + "/state", creating: true)
    let folder = try EventLogFolder(in: state)
    _ = try folder.open(number: 1, byteCount: 4096)
    let path = state.path + "/events"
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["00000001.log"])
    try Data().write(to: URL(fileURLWithPath: place.scratch.path + "/events"))
    #expect(throws: EngineFailure.folder(path: place.path, .notADirectory)) {
      _ = try EventLogFolder(in: Folder(path: place.scratch.path, creating: false))
    }
  }

  @Test func `an empty folder has nothing and begins with number one`() throws {
    let (heard, report) = try place.replay()
    #expect(heard == Heard())
    #expect(report == ReplayReport())
    #expect(report.nextNumber == 1)
  }

  @Test func `whichever call fails, a segment that is not opened leaves nothing`() throws {
    // Made now, since making it may fail as well.
    _ = try place.folder
    for call in 1...4 {
      place.failingFiles.arm(call, .noSpace)
      #expect(throws: Errno.noSpace) { try place.folder.open(number: 1, byteCount: 4096) }
      #expect(try place.names.isEmpty)
    }
    _ = try place.folder.open(number: 1, byteCount: 4096)
    #expect(throws: Errno.exists) { try place.folder.open(number: 1, byteCount: 4096) }
    #expect(try place.names == ["00000001.log"])
  }

  @Test func `segments are handed out by their numbers and cut to what they hold`() throws {
    let ranges = (0..<12).map { 100 * $0..<100 * $0 + 50 }
    try fill(ranges, of: "a")
    let (heard, report) = try place.replay()
    #expect(heard.events == ["a": ranges.flatMap { Event.made($0) }])
    #expect(report.eventCount == 600)
    #expect(report.nextNumber == 13)
    #expect(report.finished.count == 12)
    let byteCount = 32 + 24 + 16 + 50 * 16
    #expect(report.finished.byteCount == 12 * byteCount)
    for number in 1...12 { #expect(try place.bytes(number).count == byteCount) }
    let again = try place.replay()
    #expect(again.heard == heard)
    #expect(again.report == report)
  }

  @Test func `names that are no segment's are left alone`() throws {
    try fill([0..<5])
    for name in ["1.log", "00000002.log.old", "000000003.log", "00000000.log", "-0000001.log"] {
      try Data("x".utf8).write(to: URL(fileURLWithPath: place.path + "/" + name))
    }
    let (heard, report) = try place.replay(horizon: .max)
    #expect(heard == Heard())
    #expect(report.nextNumber == 2)
    #expect(try place.names.count == 5)
  }

  @Test func `numbers beyond eight digits follow`() throws {
    for number in [100_000_000, 99_999_999] {
      var log = try place.log(number)
      var mark = SeriesMark()
      try log.append(.made(number), of: "", &mark)
    }
    let (heard, report) = try place.replay()
    #expect(heard.events == ["": [.made(99_999_999), .made(100_000_000)]])
    #expect(report.nextNumber == 100_000_001)
  }

  @Test func `what is before the horizon is not handed out, and files that hold nothing else go`()
    throws
  {
    try fill([0..<10, 20..<30, 5..<40, 0..<20])
    _ = try place.log(5)
    let (heard, report) = try place.replay(horizon: nanoseconds(29))
    #expect(heard.events == ["": Array(Event.made(29..<30)) + Event.made(29..<40)])
    #expect(report.eventCount == 12)
    #expect(report.expiredCount == 10 + 9 + 24 + 20)
    #expect(report.nextNumber == 6)
    #expect(try place.names == ["00000002.log", "00000003.log"])
    #expect(report.finished.expired(before: .max).map(\.number) == [2, 3])
  }

  @Test func `files are dropped once all they hold is before the horizon`() throws {
    try fill([0..<10, 0..<30, 0..<20])
    var finished = try place.replay().report.finished
    try place.folder.drop(&finished, before: nanoseconds(9))
    #expect(finished.count == 3)
    try place.folder.drop(&finished, before: nanoseconds(9) + 1)
    #expect(try place.names == ["00000002.log", "00000003.log"])
    try place.folder.drop(&finished, before: nanoseconds(29))
    #expect(try place.names == ["00000002.log"])
    #expect(finished.expired(before: .max).map(\.number) == [2])
    #expect(finished.byteCount == 32 + 16 + 30 * 16)
    #expect(try place.replay().heard.events == ["": Array(Event.made(0..<30))])
  }

  @Test func `torn bytes are counted, and left as they are`() throws {
    var log = try place.log(byteCount: 8192)
    var mark = SeriesMark()
    try log.append(Event.made(0..<10), of: "", &mark)
    try log.append(Event.made(10..<20), of: "", &mark)
    var bytes = try place.bytes(1)
    // The first page of the second record never reached the disk.
    let end = 32 + 16 + 160
    for place in end..<end + 40 { bytes[place] = 0 }
    try place.put(bytes, 1)
    let (heard, report) = try place.replay()
    #expect(heard.events == ["": Array(Event.made(0..<10))])
    #expect(report.tornByteCount == 16 + 160)
    #expect(try place.bytes(1) == bytes)
    #expect(try place.replay().report.tornByteCount == 16 + 160)
  }

  @Test func `a segment that is torn does not keep those behind it from being read`() throws {
    try fill([0..<10, 10..<20, 20..<30])
    for number in [1, 2] {
      var bytes = try place.bytes(number)
      bytes[number == 1 ? 100 : 3] ^= 1
      try place.put(bytes, number)
    }
    let (heard, report) = try place.replay()
    #expect(heard.events == ["": Array(Event.made(20..<30))])
    #expect(report.tornByteCount == 2 * (16 + 160) + 32)
    #expect(report.unreadable == ["00000002.log"])
    #expect(try place.names == ["00000002.log", "00000003.log"])
  }

  @Test func `bytes of an old file under a new number never pass`() throws {
    try fill([0..<10])
    let old = try place.bytes(1)
    try place.put(old, 2)
    _ = try place.folder.open(number: 3, byteCount: 8192)
    try place.put(Array(place.bytes(3)[..<32]) + old[32...], 3)
    let (heard, report) = try place.replay()
    #expect(heard.events == ["": Array(Event.made(0..<10))])
    #expect(report.nextNumber == 4)
    #expect(try place.names == ["00000001.log", "00000002.log"])
  }

  @Test func `a file of any length is read, and its last part of a word is nothing`() throws {
    try fill([0..<10])
    let whole = try place.bytes(1)
    let end = 32 + 16 + 160
    for count in [0, 1, 7, 31, 32, 33, end - 1, end, end + 1] {
      try place.put(Array(whole[..<count]), 1)
      let (heard, report) = try place.replay()
      #expect(heard.events == (count < end ? [:] : ["": Array(Event.made(0..<10))]))
      #expect(report.finished.count == (count < end ? 0 : 1))
      // A header that is cut may be anything, and stays.
      #expect(try place.names.isEmpty == (count < 8 || (32..<end).contains(count)))
    }
    #expect(try place.bytes(1).count == end)
  }

  @Test func `a segment of a later release stops the start and stays`() throws {
    try fill([0..<10])
    var bytes = try place.bytes(1)
    bytes[8] = 2
    let words = bytes[..<24].withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    var checksum = WordChecksum()
    for word in words { checksum.append(word) }
    for index in 0..<4 {
      bytes[24 + index] = UInt8(truncatingIfNeeded: checksum.value >> (8 * index))
    }
    try place.put(bytes, 1)
    #expect(
      throws: EngineFailure.state(file: "events/00000001.log", reason: .newer(version: 2, known: 1))
    ) { try place.replay() }
    #expect(try place.bytes(1) == bytes)
  }

  @Test func `a file that cannot be read or cut is named`() throws {
    try fill([0..<10])
    place.failingFiles.arm(1, .inputOutput)
    #expect(
      throws: EngineFailure.state(file: "events/00000001.log", reason: .system(.inputOutput))
    ) { try place.replay() }
    try FileManager.default.createDirectory(
      atPath: place.path + "/00000002.log", withIntermediateDirectories: false)
    #expect(
      throws: EngineFailure.state(file: "events/00000002.log", reason: .system(.isADirectory))
    ) { try place.replay() }
  }
}
