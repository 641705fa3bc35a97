import Foundation
import Posix
import Statistics
import Testing

@testable import Engine

/// A folder of the log of events for one test, and what a test can do with its files.
final class EventPlace {
  let scratch = ScratchFolder()
  let failingFiles = FailingFiles()

  /// As a start of the server finds it.
  var folder: EventLogFolder {
    get throws {
      EventLogFolder(
        try Folder(
          path: path, creating: true, mode: 0o700,
          failing: { [failingFiles] in failingFiles.next() }))
    }
  }

  var path: String { scratch.path + "/events" }

  /// What is in the folder, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  func bytes(_ number: Int) throws -> [UInt8] { try Array(Data(contentsOf: url(number))) }

  func put(_ bytes: [UInt8], _ number: Int) throws { try Data(bytes).write(to: url(number)) }

  private func url(_ number: Int) -> URL {
    URL(fileURLWithPath: path + "/" + EventLogFolder.name(of: number))
  }

  /// A log that begins with a segment.
  func log(_ number: Int = 1, byteCount: Int = 4096) throws -> EventLog {
    EventLog(try folder.open(number: number, byteCount: byteCount))
  }

  /// Everything that a start is handed out.
  func replay(horizon: Int64 = .min) throws -> (heard: Heard, report: ReplayReport) {
    var heard = Heard()
    let report = try folder.replay(horizon: horizon) { heard.take($0, $1) }
    return (heard, report)
  }
}

/// Events that were handed out, each series for itself.
struct Heard: Equatable {
  var events: [String: [Event]] = [:]
  /// How many events each call had.
  var sliceCounts: [Int] = []

  mutating func take(_ series: String, _ slice: ArraySlice<Event>) {
    events[series, default: []] += slice
    sliceCounts.append(slice.count)
  }
}

extension Event {
  /// An event of which the time and the value are made of one number.
  static func made(_ number: Int) -> Event {
    Event(nanoseconds: Int64(number) &* 1_000_000_007, value: Double(number) / 8)
  }

  static func made(_ numbers: Range<Int>) -> ArraySlice<Event> { numbers.map(Event.made)[...] }
}
