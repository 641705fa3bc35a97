internal import Statistics

/// Where a series stands in the log: which number it has in which segment.
struct SeriesMark: Sendable {
  fileprivate var segment = 0
  fileprivate var number: UInt32 = 0

  /// Stands nowhere yet: the name is given with the first event.
  init() {}
}

/// Why events do not count as appended.
enum EventLogFailure: Error, Equatable, Sendable {
  /// The segment is full, and no spare with room is there yet. Nothing was written.
  case noRoom
  /// What was written to the segment is lost, these events or others: somebody cut the file, or the disk failed. It stays so.
  case damaged
}

/// The tail of the log of events: what is appended outlives this process, however it ends.
///
/// A value that stands under the lock of whoever owns the events. It touches memory alone and never calls the kernel, so it keeps segments
/// that it has finished until they are taken, lest their mapping ends under the lock. Another thread prepares spares and syncs.
struct EventLog: Sendable {
  private var segment: EventSegment
  private var spare: EventSegment?
  /// The first word of the segment that is free.
  private var end = EventFormat.headerWordCount
  private var seriesCount: UInt32 = 0
  private var greatest = Int64.min
  private var leaving: [EventSegment] = []
  private var finished: [FinishedSegment] = []
  private var hasUnsynced = false
  /// How many bytes were ever appended, so that who waits for the disk can compare.
  private(set) var position = 0

  /// - Parameter segment: a new one.
  init(_ segment: EventSegment) {
    self.segment = segment
  }

  /// Appends one event.
  ///
  /// - Parameters:
  ///   - series: the name of its series; the default one's is empty.
  ///   - mark: where this log has put the series, for the next time.
  mutating func append(
    _ event: Event, of series: String, _ mark: inout SeriesMark
  ) throws(EventLogFailure) {
    let wordCount = EventRecord.Kind.events.wordCount(1)
    var start = end
    var following = mark
    if mark.segment != segment.number || end + wordCount > segment.wordCount {
      start = try makeRoom(wordCount, series, &following)
    }
    let (checksum, number) = (segment.checksum, following.number)
    segment.write(start..<start + wordCount) { words in
      EventRecord.write(event, series: number, to: &words, checksum)
    }
    try settle(start + wordCount, following, &mark)
    greatest = max(greatest, event.nanoseconds)
  }

  /// Appends events in one record, so that a start finds all of them or none.
  ///
  /// - Parameters:
  ///   - series: the name of their series; the default one's is empty.
  ///   - mark: where this log has put the series, for the next time.
  /// - Throws: `.noRoom` also if they are more than fit into an empty segment.
  mutating func append(
    _ events: ArraySlice<Event>, of series: String, _ mark: inout SeriesMark
  ) throws(EventLogFailure) {
    guard !events.isEmpty else { return }
    let wordCount = EventRecord.Kind.events.wordCount(events.count)
    var start = end
    var following = mark
    if mark.segment != segment.number || end + wordCount > segment.wordCount {
      start = try makeRoom(wordCount, series, &following)
    }
    let (checksum, number) = (segment.checksum, following.number)
    segment.write(start..<start + wordCount) { words in
      EventRecord.write(events.span, series: number, to: &words, checksum)
    }
    try settle(start + wordCount, following, &mark)
    for event in events { greatest = max(greatest, event.nanoseconds) }
  }

  // The thread that prepares and syncs

  /// Whether no spare is there, so that one is to be prepared.
  var needsSpare: Bool { spare == nil }

  /// Takes an empty segment, with a number above all others, to go on with when the present one is full.
  mutating func give(spare: EventSegment) {
    precondition(self.spare == nil && spare.number > segment.number, "the spare comes next")
    self.spare = spare
  }

  /// The segments that have bytes since the last call. Who syncs all of them has everything up to `position` as it is now on the disk.
  mutating func takeUnsynced() -> [EventSegment] {
    var segments = leaving
    if hasUnsynced { segments.append(segment) }
    leaving = []
    hasUnsynced = false
    return segments
  }

  /// What has been finished since the last call.
  mutating func takeFinished() -> [FinishedSegment] {
    let segments = finished
    finished = []
    return segments
  }

  /// How many bytes the files of the present segment and the spare have.
  var openByteCount: Int { segment.byteCount + (spare?.byteCount ?? 0) }

  // Leaves

  /// Finds the place for a record behind the name of its series, which is written if this segment has not had it.
  ///
  /// - Returns: where the record begins. Nothing counts as appended before `settle`.
  private mutating func makeRoom(
    _ wordCount: Int, _ series: String, _ mark: inout SeriesMark
  ) throws(EventLogFailure) -> Int {
    let named = series.isEmpty ? 0 : EventRecord.Kind.seriesName.wordCount(series.utf8.count)
    let needed = (mark.segment == segment.number ? 0 : named) + wordCount
    if end + needed > segment.wordCount {
      guard let spare, EventFormat.headerWordCount + named + wordCount <= spare.wordCount else {
        throw .noRoom
      }
      goOver(to: spare)
    }
    if mark.segment == segment.number { return end }
    mark.segment = segment.number
    mark.number = series.isEmpty ? 0 : seriesCount + 1
    if series.isEmpty { return end }
    let (checksum, number) = (segment.checksum, mark.number)
    segment.write(end..<end + named) { words in
      EventRecord.write(name: series, series: number, to: &words, checksum)
    }
    return end + named
  }

  private mutating func goOver(to spare: EventSegment) {
    leaving.append(segment)
    finished.append(
      FinishedSegment(
        number: segment.number, greatestNanoseconds: greatest, byteCount: segment.byteCount))
    segment = spare
    self.spare = nil
    end = EventFormat.headerWordCount
    seriesCount = 0
    greatest = .min
    hasUnsynced = false
  }

  /// Counts everything up to a word as appended, unless it is lost.
  @inline(__always)
  private mutating func settle(
    _ newEnd: Int, _ following: SeriesMark, _ mark: inout SeriesMark
  ) throws(EventLogFailure) {
    if segment.isDamaged { throw .damaged }
    position += (newEnd - end) * 8
    end = newEnd
    hasUnsynced = true
    seriesCount = max(seriesCount, following.number)
    mark = following
  }
}
