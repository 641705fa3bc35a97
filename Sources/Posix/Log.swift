internal import CLinux
internal import Glibc

/// The log: one line for each thing worth knowing, to standard error or to a file that is put aside when it grows.
///
/// Whoever logs appends to a buffer under a lock and goes on; a thread of its own writes. The buffer is bounded: lines beyond it are
/// counted, and the count becomes a line.
package final class Log: Sendable {
  package enum Level: Int, Comparable, Sendable, CaseIterable {
    case debug, info, warning, error

    package var name: String {
      switch self {
      case .debug: "debug"
      case .info: "info"
      case .warning: "warning"
      case .error: "error"
      }
    }

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  package enum Format: Sendable {
    /// One JSON object a line.
    case json
    /// For people.
    case text
  }

  package enum Destination: Equatable, Sendable {
    case standardError
    /// A file that is put aside as `path.1` once it has `rotateBytes`; `keptCount` old ones are kept.
    case file(path: String, rotateBytes: Int, keptCount: Int)
  }

  package struct Options: Equatable, Sendable {
    package var destination = Destination.standardError
    package var format = Format.json
    package var level = Level.info
    /// How much may wait to be written.
    package var bufferBytes = 1 << 20

    package init() {}
  }

  private struct Buffer: Sendable {
    var lines: LogFields
    var droppedLines = 0
    var mustReopen = false
    /// How many times somebody asked for all to be written, and how many of these were answered.
    var flushesAsked = 0
    var flushesDone = 0

    init(_ format: Format) { lines = LogFields(format) }

    /// Takes everything for the thread that writes, and leaves it room for the next lines.
    mutating func take(leaving room: [UInt8]) -> Buffer {
      let taken = self
      lines.bytes = room
      droppedLines = 0
      mustReopen = false
      return taken
    }
  }

  private let options: Options
  private let buffer: Guarded<Buffer>
  private let wake: FileDescriptor

  /// Opens the destination and starts the thread that writes.
  package init(_ options: Options) throws(Errno) {
    self.options = options
    buffer = Guarded(Buffer(options.format))
    wake = FileDescriptor(owning: try retrying { eventfd(0, Int32(EFD_CLOEXEC)) })
    let output = try LogOutput(options.destination)
    try Thread.start(name: "tally.log") { [self] in run(output) }
  }

  /// Whether a line of this level is written.
  package func isOn(_ level: Level) -> Bool { level >= options.level }

  /// Writes a line. Nothing is done, and `fields` is not called, when its level is off.
  ///
  /// `fields` is called under the log's lock: it says what is known and does nothing else.
  package func write(
    _ level: Level, at moment: Moment, _ message: StaticString,
    _ fields: (inout LogFields) -> Void = { _ in }
  ) {
    guard isOn(level) else { return }
    let limit = options.bufferBytes
    let wasEmpty = buffer.withLock { buffer in
      let wasEmpty = buffer.lines.bytes.isEmpty
      buffer.lines.begin(level, moment, message)
      fields(&buffer.lines)
      buffer.lines.end()
      if buffer.lines.bytes.count > limit {
        buffer.lines.discardLine()
        buffer.droppedLines += 1
      }
      return wasEmpty
    }
    if wasEmpty { signal() }
  }

  /// Opens the file anew, after somebody moved it away.
  package func reopen() {
    buffer.withLock { $0.mustReopen = true }
    signal()
  }

  /// Waits until every line so far is written, a second at most.
  package func flush() {
    let wanted = buffer.withLock { buffer in
      buffer.flushesAsked += 1
      return buffer.flushesAsked
    }
    signal()
    for _ in 0..<1000 {
      if buffer.withLock({ $0.flushesDone >= wanted }) { return }
      Thread.sleep(milliseconds: 1)
    }
  }

  private func signal() {
    try? wake.writeAll([1, 0, 0, 0, 0, 0, 0, 0])
  }

  /// The life of the writing thread.
  private func run(_ start: LogOutput) {
    var output = start
    var room: [UInt8] = []
    while (try? wake.readAll(limit: 8)) != nil {
      // Lines come in company: one write for what arrives within some milliseconds.
      if !buffer.withLock({ $0.flushesAsked > $0.flushesDone }) { Thread.sleep(milliseconds: 5) }
      var taken = buffer.withLock { $0.take(leaving: room) }
      room = []
      if taken.mustReopen { output.reopen() }
      output.write(taken.lines.bytes)
      if taken.droppedLines > 0 { output.write(dropNotice(taken.droppedLines)) }
      buffer.withLock { $0.flushesDone = max($0.flushesDone, taken.flushesAsked) }
      room = recycled(&taken.lines.bytes)
    }
  }

  /// An emptied array with room for a usual company of lines.
  private func recycled(_ bytes: inout [UInt8]) -> [UInt8] {
    guard bytes.capacity <= Self.keptRoomBytes else { return [] }
    bytes.removeAll(keepingCapacity: true)
    return bytes
  }

  private static let keptRoomBytes = 64 << 10

  private func dropNotice(_ count: Int) -> [UInt8] {
    var lines = LogFields(options.format)
    lines.begin(.warning, .now(), "log lines dropped")
    lines.add("count", count)
    lines.end()
    return lines.bytes
  }
}

/// Where lines go, with the rotation of a file. It belongs to the log's thread.
struct LogOutput: Sendable {
  private let destination: Log.Destination
  /// Shared only to be kept open; the thread alone uses it.
  private var file: SharedDescriptor
  private var size: Int

  private final class SharedDescriptor: Sendable {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
  }

  init(_ destination: Log.Destination) throws(Errno) {
    self.destination = destination
    (file, size) = try Self.open(destination)
  }

  /// Writes lines, putting a full file aside before. What cannot be written is lost: a log must not stop the server.
  mutating func write(_ lines: [UInt8]) {
    guard !lines.isEmpty else { return }
    if case .file(let path, let limit, let keptCount) = destination, size > 0,
      size + lines.count > limit
    {
      Self.putAside(path, keptCount)
      reopen()
    }
    if (try? file.descriptor.writeAll(lines)) != nil { size += lines.count }
  }

  /// Opens the destination anew; the old one stays in use if that fails.
  mutating func reopen() {
    if let opened = try? Self.open(destination) { (file, size) = opened }
  }

  private static func open(
    _ destination: Log.Destination
  ) throws(Errno) -> (SharedDescriptor, Int) {
    switch destination {
    case .standardError:
      let copy = try retrying { tally_fcntl(2, F_DUPFD_CLOEXEC, 3) }
      return (SharedDescriptor(FileDescriptor(owning: copy)), 0)
    case .file(let path, _, _):
      let number = try retrying {
        unsafe tally_openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
      }
      let size = lseek(number, 0, SEEK_END)
      return (SharedDescriptor(FileDescriptor(owning: number)), max(0, Int(size)))
    }
  }

  /// Renames `path` to `path.1`, `path.1` to `path.2` and so on; the oldest goes.
  private static func putAside(_ path: String, _ keptCount: Int) {
    guard keptCount > 0 else {
      _ = unsafe unlink(path)
      return
    }
    for number in stride(from: keptCount, to: 1, by: -1) {
      _ = unsafe rename("\(path).\(number - 1)", "\(path).\(number)")
    }
    _ = unsafe rename(path, "\(path).1")
  }
}
