internal import Posix
internal import Synchronization

/// What the thread of the events does, turn after turn: whatever waits for the disk, and what has to be done from time to time.
final class EventUpkeep: Sendable {
  private let options: EventStore.Options
  private let state: Guarded<EventState>
  private let files: EventLogFolder
  /// The log's files that are full.
  private let finished: Guarded<FinishedSegments>
  private let rounds: StatisticsRounds
  private let waits: SyncWaits
  private let log: Log

  // Moments of the clock that never goes back. One thread at a time sets them.
  private let lastSync = Atomic<Int64>(0)
  private let lastExpiry = Atomic<Int64>(0)
  private let nextTry = Atomic<Int64>(0)
  private let nextNumber: Atomic<Int>

  private static let expiryNanoseconds: Int64 = 1_000_000_000
  private static let retryNanoseconds: Int64 = 500_000_000
  /// The log may take so many times the memory of the events, and as much again as a small server needs.
  private static let logShare = 4
  private static let logSpareBytes = 64 << 20
  /// So many series are looked at under one hold of the lock.
  private static let seriesAtOnce = 256

  init(
    _ options: EventStore.Options, _ state: Guarded<EventState>, _ files: EventLogFolder,
    _ report: ReplayReport, _ rounds: StatisticsRounds, _ waits: SyncWaits, _ log: Log
  ) {
    self.options = options
    self.state = state
    self.files = files
    finished = Guarded(report.finished)
    nextNumber = Atomic(report.nextNumber)
    self.rounds = rounds
    self.waits = waits
    self.log = log
  }

  /// How long to wait between two turns.
  var turnMilliseconds: Int32 { Int32(min(100, max(10, options.syncMilliseconds / 4))) }

  /// What has to be done at a moment.
  func turn(at now: Moment) {
    let monotonic = now.monotonicNanoseconds
    // A sync takes a while itself, and so does a turn.
    let syncNanoseconds = Int64(options.syncMilliseconds) * 500_000
    if waits.isWaitedFor || monotonic - lastSync.load(ordering: .relaxed) >= syncNanoseconds {
      lastSync.store(monotonic, ordering: .relaxed)
      sync()
    }
    makeSegment(at: now)
    if monotonic - lastExpiry.load(ordering: .relaxed) >= Self.expiryNanoseconds {
      lastExpiry.store(monotonic, ordering: .relaxed)
      expire(at: now)
    }
    rounds.begin(at: now)
  }

  /// The size of the log's files.
  var logBytes: Int {
    let full = finished.withLock { $0.byteCount }
    return full + state.withLock { $0.log?.openByteCount ?? 0 }
  }

  // The log's files

  /// Makes the log's next file if it wants one. When that fails, it is tried again in a while.
  func makeSegment(at now: Moment) {
    let isFirst: Bool? = state.withLock { $0.needsSegment ? $0.log == nil : nil }
    guard let isFirst, now.monotonicNanoseconds >= nextTry.load(ordering: .relaxed) else { return }
    let limit = Self.logShare * options.board.memoryLimitBytes + Self.logSpareBytes
    if logBytes >= limit {
      nextTry.store(now.monotonicNanoseconds + Self.retryNanoseconds, ordering: .relaxed)
      return note(.full, "The log of events has the \(limit) bytes that it may have", at: now)
    }
    let number = nextNumber.add(1, ordering: .relaxed).oldValue
    do throws(Errno) {
      let segment =
        isFirst
        ? try files.open(number: number, byteCount: options.firstSegmentBytes)
        : try nextSegment(number)
      let wasFailing = state.withLock { state in
        defer { state.take(segment) }
        return state.storage == .failing || state.storage == .full
      }
      if wasFailing { log.write(.info, at: now, "events can be written again") { _ in } }
    } catch {
      nextTry.store(now.monotonicNanoseconds + Self.retryNanoseconds, ordering: .relaxed)
      note(
        Storage.Condition(error),
        "The log of events could not be made longer: \(error.description)", at: now)
    }
  }

  /// A file of the usual size, or a small one where there is no room for that: as it fills up, older ones get free.
  private func nextSegment(_ number: Int) throws(Errno) -> EventSegment {
    do throws(Errno) {
      return try files.open(number: number, byteCount: options.segmentBytes)
    } catch {
      guard Storage.Condition(error) == .full, options.firstSegmentBytes < options.segmentBytes
      else { throw error }
      return try files.open(number: number, byteCount: options.firstSegmentBytes)
    }
  }

  /// Brings everything that was written so far to the disk. It may block.
  func sync() {
    let (segments, position, full) = state.withLock { state in
      (
        state.log?.takeUnsynced() ?? [], state.log?.position ?? 0,
        state.log?.takeFinished() ?? []
      )
    }
    finished.withLock { finished in
      for segment in full { finished.add(segment) }
    }
    for segment in segments {
      do throws(Errno) {
        try segment.sync()
      } catch {
        note(.broken, "The log of events could not be synced: \(error.description)", at: .now())
        return waits.noteBroken()
      }
    }
    waits.note(synced: position)
  }

  private func note(_ condition: Storage.Condition, _ reason: String, at now: Moment) {
    let isNews = state.withLock { state in
      defer { state.note(condition, reason: reason) }
      return state.storage != condition && state.storage != .broken
    }
    guard isNews else { return }
    log.write(.error, at: now, "events not written") { $0.add("reason", reason) }
  }

  // Expiry

  /// Lets go of what is older than the retention, in memory and on the disk.
  func expire(at now: Moment) {
    let isAnew = state.withLock { $0.board.beginAnew(ifBeforeHorizon: now.wallNanoseconds) }
    if isAnew {
      log.write(.warning, at: now, "the clock was set back: events begin anew") { _ in }
    }
    var place = 0
    var count = 1
    while place < count {
      let range = place..<place + Self.seriesAtOnce
      let (gone, placeCount) = state.withLock { state in
        state.board.advance(to: now.wallNanoseconds)
        return (state.board.expire(range), state.board.placeCount)
      }
      _ = consume gone
      (place, count) = (range.upperBound, placeCount)
    }
    let horizon = state.withLock { $0.board.horizonNanoseconds }
    var left = finished.withLock { $0 }
    let before = left.count
    do throws(EngineFailure) {
      try files.drop(&left, before: horizon)
    } catch {
      log.write(.warning, at: now, "old events not removed") { fields in
        fields.add("reason", "\(error)")
      }
    }
    guard left.count != before else { return }
    let kept = left
    finished.withLock { $0 = kept }
  }
}
