internal import API
internal import Engine
internal import Posix

/// The end of a server: waits for a signal or a request to stop, lets accepted jobs finish and last polls come, then says so.
struct Shutdown {
  /// How often the state is looked at: rarely while the server works, often once it stops.
  private static let workingMilliseconds = 200
  private static let drainingMilliseconds = 10
  /// The longest wait for last polls.
  private static let lingerLimitMilliseconds = 30_000

  private let engine: TallyEngine
  private let api: Responder
  private let log: Log
  private let signals: StopSignal
  /// What SIGHUP does beside opening the log again.
  private let hangUp: () -> Void
  /// What is done each time the state is looked at, a few times a second.
  private let eachTurn: () -> Void
  /// What is done once no new work is taken; given the number of jobs that are still to be finished.
  private let stopping: (Int) -> Void

  init(
    _ engine: TallyEngine, _ api: Responder, _ log: Log, _ signals: StopSignal,
    hangUp: @escaping () -> Void = {}, eachTurn: @escaping () -> Void = {},
    stopping: @escaping (Int) -> Void = { _ in }
  ) {
    self.engine = engine
    self.api = api
    self.log = log
    self.signals = signals
    self.hangUp = hangUp
    self.eachTurn = eachTurn
    self.stopping = stopping
  }

  /// Returns once the server may stop.
  ///
  /// - Parameter lingerMilliseconds: after the last job, how long no request must have come.
  /// - Returns: the exit code: 0, or that of the second signal, at which nothing is waited for any more.
  func wait(lingerMilliseconds: Int) -> Int32 {
    while !engine.isDraining {
      if let signal = signals.next(withinMilliseconds: Self.workingMilliseconds) {
        answer(signal)
      }
      eachTurn()
    }
    let unfinishedCount = engine.unfinishedCount
    log.write(.info, at: .now(), "shutting down") { $0.add("jobs", unfinishedCount) }
    stopping(unfinishedCount)
    var idleSince: Int64?
    while true {
      if let signal = signals.next(withinMilliseconds: Self.drainingMilliseconds),
        signal != .hangUp
      {
        return signal.exitCode
      }
      eachTurn()
      // Jobs whose results find no place are done after the next start.
      guard engine.unfinishedCount == 0 || !engine.canFinish else { continue }
      let now = Moment.now().monotonicNanoseconds
      let start = idleSince ?? now
      idleSince = start
      let quietSince = max(start, api.lastRequestNanoseconds)
      if now - quietSince >= Int64(lingerMilliseconds) * 1_000_000
        || now - start >= Int64(Self.lingerLimitMilliseconds) * 1_000_000
      {
        return 0
      }
    }
  }

  private func answer(_ signal: StopSignal.Signal) {
    switch signal {
    case .terminate, .interrupt: _ = engine.drain()
    case .hangUp:
      log.reopen()
      hangUp()
    }
  }
}
