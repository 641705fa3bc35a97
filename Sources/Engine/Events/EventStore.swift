internal import Posix
package import Statistics

/// The events of one server: taken in, written to the log, kept in windows and asked about.
///
/// An event is written to the log's mapped file and put in its window under one lock, which touches memory alone. A thread of its own does
/// the rest: it syncs the log, makes its next file before it is needed, removes what has expired, and begins rounds of statistics.
package final class EventStore: Sendable {
  /// Bounds and intervals.
  package struct Options: Sendable {
    /// Bounds of what is kept in memory.
    package var board = EventBoard.Options()
    /// How long an event may be answered before it is on the disk. At 0 the answer waits for the disk.
    package var syncMilliseconds = 1000
    /// The size of a file of the log.
    var segmentBytes = 16 << 20
    /// The size of the first file after a start; often it is the only one.
    var firstSegmentBytes = 1 << 20

    package init() {}
  }

  package let options: Options
  private let state: Guarded<EventState>
  private let bell: Bell
  private let rounds: StatisticsRounds
  private let waits = SyncWaits()
  private let upkeep: EventUpkeep

  /// Takes up the events of earlier runs.
  ///
  /// - Parameter offload: has a lane do something; `false` if all are busy and too many wait.
  /// - Throws: `EngineFailure` if the folder of the log cannot be used. A full disk is none: reads go on, and events are refused.
  init(
    _ options: Options, in folder: Folder, log: Log, at now: Moment,
    offload: @escaping StatisticsRounds.Offload
  ) throws(EngineFailure) {
    self.options = options
    rounds = StatisticsRounds(offload)
    var restored = EventState(options.board)
    restored.board.advance(to: now.wallNanoseconds)
    let files = try EventLogFolder(in: folder)
    var restoring = EventRestoring()
    let report = try files.replay(horizon: restored.board.horizonNanoseconds) { series, events in
      restoring.take(events, of: series, into: &restored.board)
    }
    restoring.finish(into: &restored.board)
    Self.tell(report, log, at: now)
    state = Guarded(restored)
    upkeep = EventUpkeep(options, state, files, report, rounds, waits, log)
    upkeep.makeSegment(at: now)
    do throws(Errno) {
      bell = try Bell()
      try bell.start(upkeep)
    } catch {
      throw .folder(path: "the thread that keeps events", error)
    }
  }

  deinit { bell.end() }

  private static func tell(_ report: ReplayReport, _ log: Log, at now: Moment) {
    let isWhole = report.tornByteCount == 0
    guard !isWhole || report.eventCount > 0 else { return }
    log.write(isWhole ? .info : .warning, at: now, "events restored") { fields in
      fields.add("events", report.eventCount)
      fields.add("expired", report.expiredCount)
      if !isWhole { fields.add("torn_bytes", report.tornByteCount) }
      for name in report.unreadable { fields.add("unreadable", name) }
    }
  }

  // Taking events

  /// Takes an event in.
  ///
  /// It outlasts the process from then on. One that is older than the retention is taken, and never counts.
  ///
  /// - Parameters:
  ///   - series: its name; empty for events without one.
  ///   - now: what the clock says.
  /// - Returns: where the log stands, for `whenKept`.
  package func add(
    _ event: Event, to series: String, at now: Int64
  ) throws(EventRefusal) -> Int {
    do throws(EventRefusal) {
      return try added { (state) throws(EventRefusal) in
        try state.add(event, to: series, at: now)
      }
    } catch {
      state.withLock { $0.refusedCount += 1 }
      throw error
    }
  }

  /// Takes events of one series in, one after the other, until one is refused.
  ///
  /// - Parameter patienceMilliseconds: how long it may wait for the log's next file, less what it has waited when it returns; 0 in loops.
  /// - Returns: how many were taken, why the next one was not, and where the log stands.
  package func add(
    _ events: ArraySlice<Event>, to series: String, at now: Int64,
    patienceMilliseconds: inout Int
  ) -> (count: Int, refusal: EventRefusal?, position: Int) {
    var start = events.startIndex
    var position = 0
    while start < events.endIndex {
      let end = min(start + Self.pieceCount, events.endIndex)
      let piece = events[start..<end]
      do throws(EventRefusal) {
        position = try added { (state) throws(EventRefusal) in
          try state.add(piece, to: series, at: now)
        }
        start = end
      } catch {
        guard error == .busy, patienceMilliseconds > 0 else {
          state.withLock { $0.refusedCount += events.endIndex - start }
          return (start - events.startIndex, error, position)
        }
        patienceMilliseconds -= 1
        Thread.sleep(milliseconds: 1)
      }
    }
    return (events.count, nil, position)
  }

  /// So many events are put in at once; others wait meanwhile.
  private static let pieceCount = 512

  private func added(
    _ change: (inout EventState) throws(EventRefusal) -> Void
  ) throws(EventRefusal) -> Int {
    let (position, rings) = try state.withLock { (state) throws(EventRefusal) in
      let needed = state.needsSegment
      try change(&state)
      return (state.log?.position ?? 0, !needed && state.needsSegment)
    }
    if rings { bell.ring() }
    return position
  }

  /// Calls back once the log is kept up to a position, as far as the options promise: at once, or when it is on the disk.
  ///
  /// - Parameter answer: told whether it is kept; called by any thread, also at once.
  package func whenKept(_ position: Int, _ answer: @escaping @Sendable (Bool) -> Void) {
    guard options.syncMilliseconds == 0 else { return answer(true) }
    waits.wait(for: position, answer)
    bell.ring()
  }

  // Answers

  /// What is said about some events. It costs microseconds, however many there are.
  ///
  /// - Parameter now: what the clock says.
  package func summary(of question: EventQuestion, at now: Int64) -> WindowSummary {
    let range = question.range(at: now)
    return state.withLock { state in
      state.board.advance(to: now)
      return state.board.summary(of: question.series, in: range)
    }
  }

  /// What is said about the same events at some moments. All answers are about the same state.
  ///
  /// - Parameter moments: where the window ends each time, in nanoseconds since 1970.
  package func summaries(
    of question: EventQuestion, endingAt moments: [Int64], at now: Int64
  ) -> [WindowSummary] {
    let ranges = moments.map { moment in
      var question = question
      question.endNanoseconds = moment
      return question.range(at: now)
    }
    return state.withLock { state in
      state.board.advance(to: now)
      return ranges.map { state.board.summary(of: question.series, in: $0) }
    }
  }

  /// The names of some series, in the order of their bytes.
  ///
  /// - Complexity: O(*limit* log *limit*).
  package func seriesNames(limit: Int) -> [String] {
    state.withLock { $0.board.names(limit: limit) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The events in question as they are now, for what takes longer; `nil` if there is no such series.
  package func snapshot(
    of question: EventQuestion, at now: Int64
  ) -> (window: RollingWindow, range: ClosedRange<Int64>)? {
    let range = question.range(at: now)
    return state.withLock { state in
      state.board.advance(to: now)
      return state.board.snapshot(of: question.series, in: range)
    }
  }

  /// Has a text made soon, and then at this pace until the answer to this call is ended or let go.
  ///
  /// - Parameters:
  ///   - text: makes it, on a lane; it is told what the clock says, in nanoseconds since 1970.
  ///   - wake: called when there is a new one, by any thread.
  package func watch(
    everyMilliseconds: Int, text: @escaping @Sendable (Int64) -> [UInt8],
    _ wake: @escaping @Sendable () -> Void
  ) -> StatisticsWatch {
    rounds.start(StatisticsRound(text: text, wake: wake), everyMilliseconds: everyMilliseconds)
  }

  /// Figures for metrics and readiness.
  package struct Figures: Sendable {
    /// Events in memory.
    package let events: Int
    package let series: Int
    /// Memory of the events.
    package let bytes: Int
    /// Events taken since the start, the late ones among them.
    package let accepted: Int
    /// Events taken that were older than the retention.
    package let late: Int
    /// Events refused for want of memory or disk.
    package let refused: Int
    /// Size of the log's files.
    package let logBytes: Int
    /// Those who watch statistics.
    package let watches: Int
    /// Why no event, or soon none, can be written; `nil` when it can.
    package let storageFailure: String?
  }

  /// What an operator wants to see at one moment.
  package var figures: Figures {
    let (watches, logBytes) = (rounds.count, upkeep.logBytes)
    return state.withLock { state in
      Figures(
        events: state.board.eventCount, series: state.board.seriesCount,
        bytes: state.board.byteCount, accepted: state.acceptedCount, late: state.lateCount,
        refused: state.refusedCount, logBytes: logBytes, watches: watches,
        storageFailure: state.storage == .sound ? nil : state.storageReason)
    }
  }

  /// Puts on the disk what is not there yet. To be called once nothing is added any more. Not for loops.
  func leave() {
    bell.end()
    upkeep.sync()
  }
}

extension EventStore {
  /// What wakes the thread of the events, and ends it.
  private final class Bell: Sendable {
    private let waker: Waker
    private let ended: Latch
    /// Whether the thread has left its last turn.
    private let left: Latch

    init() throws(Errno) {
      waker = try Waker()
      ended = try Latch()
      left = try Latch()
    }

    func start(_ upkeep: EventUpkeep) throws(Errno) {
      try Thread.start(name: "tally.events") { [self] in
        while !ended.wait(milliseconds: 0) {
          _ = waker.wait(milliseconds: upkeep.turnMilliseconds)
          waker.clear()
          upkeep.turn(at: .now())
        }
        left.open()
      }
    }

    func ring() { waker.wake() }

    /// Ends the thread, and returns when it has. A second call does nothing.
    func end() {
      ended.open()
      waker.wake()
      left.wait()
    }
  }
}
