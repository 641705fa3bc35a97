internal import JSON
package import Posix

/// Which job numbers may be given: a block that is noted on disk before the first of it is used.
///
/// After a clean stop the note says exactly where to go on. After a crash the rest of the block is left out, so a number is never
/// given twice even though the note is written once per block and not once per job.
package struct JobNumbers: Equatable, Sendable {
  /// The number that the next job gets.
  package var next: Int
  /// The first number that is not reserved.
  package var reservedEnd: Int

  /// A file that bears a number from here on is not ours. A note may go beyond it, by the blocks behind the greatest of ours.
  package static let end = 1_000_000_000_000_000

  package init(next: Int, reservedEnd: Int) {
    self.next = next
    self.reservedEnd = reservedEnd
  }

  /// How many may still be given before the next note.
  package var left: Int { reservedEnd - next }
}

/// The note of the job numbers: the file `job_numbers.json` in the state folder.
package struct JobNumberStore: Sendable {
  private let folder: Folder
  private static let name = "job_numbers.json"

  package init(folder: Folder) {
    self.folder = folder
  }

  /// Reads where the last run stopped and reserves the first block of this one.
  ///
  /// - Parameters:
  ///   - greatestSeen: the greatest number that a result file bears; a lost note cannot make us give it again.
  ///   - count: how many numbers the block has.
  /// - Throws: `EngineFailure.state` if the note cannot be read, makes no sense, or cannot be written.
  package func open(greatestSeen: Int, count: Int) throws(EngineFailure) -> JobNumbers {
    let noted = try read()
    let next = max(noted ?? 1, greatestSeen + 1)
    try reserve(upTo: next + count)
    return JobNumbers(next: next, reservedEnd: next + count)
  }

  /// Notes that numbers below `end` may have been given.
  package func reserve(upTo end: Int) throws(EngineFailure) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("next_free")
    writer.integer(end)
    writer.endObject()
    do {
      try folder.write(writer.bytes + [UInt8(ascii: "\n")], as: Self.name)
    } catch {
      throw .state(file: Self.name, reason: .system(error))
    }
  }

  /// Finds out whether a note could be kept now.
  func probe() throws(Errno) { try folder.probe(byteCount: 1024) }

  private func read() throws(EngineFailure) -> Int? {
    let bytes: [UInt8]?
    do {
      bytes = try folder.read(Self.name, limit: 4096)
    } catch {
      throw .state(file: Self.name, reason: .system(error))
    }
    guard let bytes else { return nil }
    guard let value = try? JSONParser.parse(bytes), case .integer(let next)? = value["next_free"],
      next > 0, next < 2 * JobNumbers.end
    else { throw .state(file: Self.name, reason: .unreadable) }
    return Int(next)
  }
}
