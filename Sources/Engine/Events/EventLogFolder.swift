internal import Posix

/// What a start has found in the log of events.
struct ReplayReport: Equatable, Sendable {
  /// How many events were handed out.
  var eventCount = 0
  /// How many were from before the horizon.
  var expiredCount = 0
  /// How many bytes behind the last whole records were not zeros: what a power cut or a kill has torn.
  var tornByteCount = 0
  /// The number of the segment to open next.
  var nextNumber = 1
  /// The segments that are kept.
  var finished = FinishedSegments()
  /// Files that are left alone because their headers cannot be read.
  var unreadable: [String] = []
}

/// The files of the log of events: `events/00000001.log` and so on in the state folder. Every call may wait for the disk.
struct EventLogFolder: Sendable {
  private let folder: Folder

  /// - Parameter state: the state folder, in which `events` is made.
  init(in state: Folder) throws(EngineFailure) {
    let path = state.path + "/events"
    do throws(Errno) {
      folder = try Folder(path: path, creating: true, mode: 0o700)
    } catch {
      throw .folder(path: path, error)
    }
  }

  init(_ folder: Folder) { self.folder = folder }

  /// Makes the file of a new segment, on the disk with its name. What was begun is removed when it fails.
  ///
  /// - Parameters:
  ///   - number: above those of all segments before.
  ///   - byteCount: a multiple of eight, with room for the longest record.
  func open(number: Int, byteCount: Int) throws(Errno) -> EventSegment {
    EventSegment(
      try MappedLog(creating: Self.name(of: number), byteCount: byteCount, in: folder),
      number: number)
  }

  /// Hands out all events that are in the log, segment for segment; nobody may append meanwhile.
  ///
  /// Of a segment counts what stands before its first record that is not whole. Where zeros follow, the file is cut down to that; where
  /// anything else does, it is left as it is. A file that holds no event from the horizon on is removed.
  ///
  /// - Parameters:
  ///   - horizon: in nanoseconds since 1970. Events before it are not handed out.
  ///   - take: gets events of a series in the order in which they were appended, some thousands at a time.
  func replay(
    horizon: Int64, _ take: EventGathering.Taker
  ) throws(EngineFailure) -> ReplayReport {
    var report = ReplayReport()
    var gathering = EventGathering(horizon: horizon)
    for number in try numbers() {
      let found = try read(number, &gathering, take)
      report.tornByteCount += found.tornByteCount
      report.nextNumber = number + 1
      let segment = FinishedSegment(
        number: number, greatestNanoseconds: found.greatestNanoseconds,
        byteCount: found.wholeByteCount)
      if segment.byteCount == 0, found.tornByteCount > 0 {
        // Not even its header: somebody may be able to tell what it is.
        report.unreadable.append(Self.name(of: number))
      } else if segment.byteCount <= EventFormat.headerByteCount
        || segment.greatestNanoseconds < horizon
      {
        try remove(number)
      } else {
        if found.byteCount > segment.byteCount, found.tornByteCount == 0 { try cut(segment) }
        report.finished.add(segment)
      }
    }
    report.eventCount = gathering.eventCount
    report.expiredCount = gathering.expiredCount
    return report
  }

  /// Removes the files of the segments of which every event is before a moment.
  func drop(
    _ finished: inout FinishedSegments, before horizon: Int64
  ) throws(EngineFailure) {
    for segment in finished.expired(before: horizon) {
      try remove(segment.number)
      finished.remove(number: segment.number)
    }
  }

  // Leaves

  /// What a file of the log holds.
  private struct Found {
    var byteCount = 0
    /// Up to the end of the last whole record; 0 if the header is not whole.
    var wholeByteCount = 0
    var tornByteCount = 0
    var greatestNanoseconds = Int64.min
  }

  private func read(
    _ number: Int, _ gathering: inout EventGathering, _ take: EventGathering.Taker
  ) throws(EngineFailure) -> Found {
    let file = try naming(number) { () throws(Errno) in
      try MappedFile(path: folder.path + "/" + Self.name(of: number))
    }
    var found = Found(byteCount: file.count)
    var newer: Int?
    file.withWords { words in
      var end = 0
      switch EventFormat.readHeader(words, number: number) {
      case .newer(let version): newer = version
      case .none: break
      case .whole(let checksum):
        let reading = SegmentReading(words, seed: checksum, &gathering, take)
        end = reading.end
        found.greatestNanoseconds = reading.greatestNanoseconds
      }
      found.wholeByteCount = end * 8
      found.tornByteCount = Self.tornWordCount(words, behind: end) * 8
    }
    // What a failing disk did not give must not be cut off.
    if file.changedWhileReading { throw Self.failure(number, .system(.inputOutput)) }
    if let newer {
      throw Self.failure(number, .newer(version: newer, known: Int(EventFormat.version)))
    }
    return found
  }

  /// How many words there are from the end of what is whole up to the last that is not zero.
  private static func tornWordCount(_ words: Span<UInt64>, behind end: Int) -> Int {
    var last = words.count
    while last > end, words[last - 1] == 0 { last -= 1 }
    return last - end
  }

  private func remove(_ number: Int) throws(EngineFailure) {
    try naming(number) { () throws(Errno) in try folder.remove(Self.name(of: number)) }
  }

  private func cut(_ segment: FinishedSegment) throws(EngineFailure) {
    try naming(segment.number) { () throws(Errno) in
      try folder.truncate(Self.name(of: segment.number), to: segment.byteCount)
    }
  }

  /// The numbers of all segments, in order.
  private func numbers() throws(EngineFailure) -> [Int] {
    do throws(Errno) {
      return try folder.names().compactMap(Self.number).sorted()
    } catch {
      throw .folder(path: folder.path, error)
    }
  }

  private func naming<Answer: ~Copyable>(
    _ number: Int, _ body: () throws(Errno) -> Answer
  ) throws(EngineFailure) -> Answer {
    do throws(Errno) {
      return try body()
    } catch {
      throw Self.failure(number, .system(error))
    }
  }

  private static func failure(_ number: Int, _ reason: EngineFailure.Reason) -> EngineFailure {
    .state(file: "events/" + name(of: number), reason: reason)
  }

  static func name(of number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".log"
  }

  /// Far beyond what is ever reached, and far from where counting ends.
  private static let greatestNumber = 1_000_000_000_000

  private static func number(of name: String) -> Int? {
    guard name.hasSuffix(".log"), let number = Int(name.dropLast(4)),
      (1...greatestNumber).contains(number),
      name == Self.name(of: number)
    else { return nil }
    return number
  }
}
