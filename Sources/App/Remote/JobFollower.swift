internal import Engine
internal import Posix

/// Waits for the end of jobs, through broken connections and restarts of the server.
///
/// The events of a job only tell how far it is; that it has ended is believed when the server says so of the job itself.
struct JobFollower {
  /// Time as the follower needs it.
  struct Clock: Sendable {
    /// Nanoseconds of a clock that never goes back.
    var now: @Sendable () -> Int64
    /// Lets so many milliseconds pass.
    var pause: @Sendable (Int) -> Void
    /// A number from 0 to 1.
    var random: @Sendable () -> Double

    static let real = Clock(
      now: { Moment.monotonicNanoseconds() }, pause: { Thread.sleep(milliseconds: $0) },
      random: { .random(in: 0...1) })
  }

  /// How long a server may be away where no time was given to wait.
  static let patienceMilliseconds = 300_000
  private static let leastAnswerSeconds = 1.0

  private let jobs: RemoteJobs
  private let progress: JobProgress?
  private let clock: Clock
  /// How long all of it may take; `nil` without a bound.
  private let limitMilliseconds: Int?
  private let start: Int64
  private var delays = RetryDelays()
  /// When the server was last heard.
  private var lastContact: Int64?

  /// - Parameters:
  ///   - isKnown: whether the server has answered already. One that never did is waited for only where a time is given.
  init(
    _ jobs: RemoteJobs, limitMilliseconds: Int?, isKnown: Bool = false,
    progress: JobProgress? = nil, clock: Clock = .real
  ) {
    self.jobs = jobs
    self.limitMilliseconds = limitMilliseconds
    self.progress = progress
    self.clock = clock
    start = clock.now()
    lastContact = isKnown ? start : nil
  }

  /// The job when it has ended.
  ///
  /// - Throws: `.unfinished` or `.away` where the time is over before.
  mutating func end(of id: JobID) throws(RemoteFailure) -> JobRecord {
    defer { progress?.end() }
    let jobs = jobs
    while true {
      let seconds = max(Self.leastAnswerSeconds, min(RemoteJobs.answerSeconds, secondsLeft))
      let record = try asking(for: id) { () throws(RemoteFailure) in
        try jobs.job(id, within: seconds)
      }
      if record.state.isFinal { return record }
      progress?.show(record)
      if let limitMilliseconds, secondsLeft <= 0 {
        throw .unfinished(id, record.state, milliseconds: limitMilliseconds)
      }
      listen(to: record)
    }
  }

  /// The result of a job that has succeeded.
  mutating func result(of id: JobID) throws(RemoteFailure) -> [UInt8] {
    let jobs = jobs
    return try asking(for: id) { () throws(RemoteFailure) in try jobs.result(of: id) }
  }

  private var secondsLeft: Double {
    guard let limitMilliseconds else { return .infinity }
    return Double(limitMilliseconds) / 1000 - Double(clock.now() - start) / 1e9
  }

  /// Asks until there is an answer.
  private mutating func asking<Answer>(
    for id: JobID, _ ask: () throws(RemoteFailure) -> Answer
  ) throws(RemoteFailure) -> Answer {
    while true {
      do throws(RemoteFailure) {
        let answer = try ask()
        lastContact = clock.now()
        return answer
      } catch {
        guard error.isPassing else { throw error }
        try checkPatience(for: id, error)
        progress?.showAway()
        pause(atLeast: error.retryAfterSeconds)
      }
    }
  }

  private func checkPatience(for id: JobID, _ failure: RemoteFailure) throws(RemoteFailure) {
    if let limitMilliseconds {
      if secondsLeft <= 0 {
        throw .away(url: jobs.server.url, id, milliseconds: limitMilliseconds)
      }
    } else {
      let patience = Int64(Self.patienceMilliseconds) * 1_000_000
      guard let lastContact, clock.now() - lastContact < patience else { throw failure }
    }
  }

  /// Shows what the events of a job say until it has ended or the stream breaks.
  private mutating func listen(to record: JobRecord) {
    var record = record
    var hasNews = false
    // Whatever went wrong, the next question to the job itself will tell.
    try? jobs.listen(to: record.id, seconds: secondsLeft) { event in
      if record.take(event) {
        hasNews = true
        progress?.show(record)
      }
      return !record.state.isFinal
    } tick: {
      progress?.tick()
    }
    if hasNews {
      delays.reset()
      lastContact = clock.now()
    }
    if !record.state.isFinal { pause() }
  }

  /// Waits before the next question, but not beyond the end of the time.
  private mutating func pause(atLeast leastSeconds: Int? = nil) {
    let delay = max(delays.next(share: clock.random()), (leastSeconds ?? 0) * 1000)
    let left = min(secondsLeft * 1000, Double(delay))
    if left >= 1 { clock.pause(Int(left)) }
  }
}

extension RemoteFailure {
  /// After how many seconds to ask again, if the server said so.
  var retryAfterSeconds: Int? {
    guard case .refused(let refusal) = self else { return nil }
    return refusal.retryAfterSeconds
  }
}
