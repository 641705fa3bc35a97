internal import Statistics

/// What stands under the lock of the events: their windows and the tail of their log.
///
/// It touches memory alone. Some of that is the log's file: after each sync the kernel may hold up the first writer of a page for a moment.
struct EventState: Sendable {
  var board: EventBoard
  /// `nil` as long as its first file could not be made.
  var log: EventLog?
  /// Whether the log's next file can be made, and what was written can be kept.
  private(set) var storage = Storage.Condition.sound
  private(set) var storageReason = ""
  private(set) var acceptedCount = 0
  private(set) var lateCount = 0
  /// Events that nobody tries any more to take in.
  var refusedCount = 0

  init(_ options: EventBoard.Options) {
    board = EventBoard(options)
  }

  /// Whether the log wants another file made: it has none in reserve, and is in use.
  var needsSegment: Bool {
    guard storage != .broken else { return false }
    return log.map { $0.needsSpare && $0.position > 0 } ?? true
  }

  // Storage

  /// Notes what making or syncing a file has shown.
  mutating func note(_ condition: Storage.Condition, reason: String) {
    guard storage != .broken else { return }
    (storage, storageReason) = (condition, reason)
  }

  /// Takes a new file of the log.
  mutating func take(_ segment: EventSegment) {
    if log == nil { log = EventLog(segment) } else { log?.give(spare: segment) }
    note(.sound, reason: "")
  }

  private func refusal(of failure: EventLogFailure?) -> EventRefusal {
    switch (failure, storage) {
    case (.damaged?, _), (_, .broken): .storageBroken(storageReason)
    case (_, .full): .storageFull(storageReason)
    case (_, .failing): .storageFailing(storageReason)
    case (_, .sound): .busy
    }
  }

  // Events

  /// Takes an event in. One that is too old counts as taken, and is not kept.
  mutating func add(
    _ event: Event, to series: String, at now: Int64
  ) throws(EventRefusal) {
    board.advance(to: now)
    guard event.nanoseconds >= board.horizonNanoseconds else { return noteLate(1) }
    try add(to: series, count: 1) { (board, log, place, mark) throws(EventLogFailure) in
      try log?.append(event, of: series, &mark)
      board.insert(event, at: place)
    }
  }

  /// Takes events of one series in: all of them or none. Those that are too old count as taken.
  mutating func add(
    _ events: ArraySlice<Event>, to series: String, at now: Int64
  ) throws(EventRefusal) {
    board.advance(to: now)
    let horizon = board.horizonNanoseconds
    guard events.contains(where: { $0.nanoseconds < horizon }) else {
      return try addRecent(events, to: series)
    }
    let recent = events.filter { $0.nanoseconds >= horizon }
    if !recent.isEmpty { try addRecent(recent[...], to: series) }
    noteLate(events.count - recent.count)
  }

  private mutating func addRecent(
    _ events: ArraySlice<Event>, to series: String
  ) throws(EventRefusal) {
    try add(to: series, count: events.count) {
      (board, log, place, mark) throws(EventLogFailure) in
      try log?.append(events, of: series, &mark)
      board.insert(events, at: place)
    }
  }

  /// Writes to the log and puts into the window, or does neither.
  @inline(__always)
  private mutating func add(
    to series: String, count: Int,
    _ change: (
      inout EventBoard, inout EventLog?, _ place: Int, inout SeriesMark
    ) throws(EventLogFailure) -> Void
  ) throws(EventRefusal) {
    if log == nil || storage == .broken { throw refusal(of: nil) }
    let place = try board.place(of: series)
    var mark = board.mark(at: place)
    do throws(EventLogFailure) {
      try change(&board, &log, place, &mark)
    } catch {
      board.removeIfEmpty(place)
      throw refused(by: error)
    }
    board.setMark(mark, at: place)
    acceptedCount += count
  }

  private mutating func refused(by failure: EventLogFailure) -> EventRefusal {
    if failure == .damaged {
      note(.broken, reason: "A file of the log of events was damaged while it was written")
    }
    return refusal(of: failure)
  }

  private mutating func noteLate(_ count: Int) {
    acceptedCount += count
    lateCount += count
  }
}
