internal import Posix
internal import Stores
internal import Synchronization

/// What the lanes of the courier do: whoever is free looks whose turn it is, makes one attempt, notes what came of it, and looks again.
final class WebhookRounds: Sendable {
  /// How much of an answer is read.
  private static let answerLimitBytes = 64 << 10
  private static let connectSeconds: Double = 5
  /// So that a clock that was set is noticed.
  private static let longestPauseNanoseconds: Int64 = 60_000_000_000
  /// How many fail together with the one that finds no server at their place.
  private static let companyLimit = 1000

  let delivered = Counter()
  let failedAttempts = Counter()
  let givenUp = Counter()
  let waiting = Counter()

  private let options: WebhookCourier.Options
  private let database: SQLiteDatabase
  private let log: Log
  private let turns: Guarded<WebhookTurns>
  private let bells: [WebhookBell]
  private let isStopped = Atomic(false)
  private let runningLanes: Atomic<Int>

  init(
    _ options: WebhookCourier.Options, _ database: SQLiteDatabase, _ log: Log
  ) throws(Errno) {
    self.options = options
    self.database = database
    self.log = log
    turns = Guarded(WebhookTurns(laneCount: options.laneCount))
    var bells: [WebhookBell] = []
    for _ in 0..<options.laneCount { bells.append(try WebhookBell()) }
    self.bells = bells
    runningLanes = Atomic(bells.count)
  }

  /// Starts the lanes.
  ///
  /// - Parameter ended: opened by the last of them that ends.
  func start(_ ended: Latch) throws(Errno) {
    for bell in bells {
      try Thread.start(name: "tally.webhook") { [self] in
        run(bell)
        let left = runningLanes.subtract(1, ordering: .acquiringAndReleasing).newValue
        if left == 0 { ended.open() }
      }
    }
  }

  /// Makes every lane look whether something is due.
  func wake() {
    for bell in bells { bell.ring() }
  }

  /// Makes every lane end, also within an attempt.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    wake()
  }

  private var mustEnd: Bool { isStopped.load(ordering: .acquiring) }

  /// The life of a lane.
  private func run(_ bell: WebhookBell) {
    var clientOptions = HTTPClient.Options()
    clientOptions.allowsPrivate = options.allowsPrivate
    let client = HTTPClient(options: clientOptions)
    var lastFailure: SQLiteFailure?
    while bell.clear(), !mustEnd {
      do throws(SQLiteFailure) {
        if let pause = try turn(client, bell) { bell.wait(milliseconds: pause) }
        lastFailure = nil
      } catch {
        // The same failure every second says nothing new.
        if error != lastFailure { report(error) }
        lastFailure = error
        bell.wait(milliseconds: options.failurePauseMilliseconds)
      }
    }
  }

  /// Makes one attempt, if one is due that can have its turn.
  ///
  /// - Returns: for how long there is nothing to do; `nil` after an attempt.
  private func turn(_ client: HTTPClient, _ bell: WebhookBell) throws(SQLiteFailure) -> Int32? {
    let now = options.clock().wallNanoseconds
    guard let place = try takePlace(dueBy: now) else { return try pauseMilliseconds(from: now) }
    var isAnswer: Bool?
    defer { end(place, isAnswer: isAnswer) }
    // Read within the turn, so that nobody else can have sent it meanwhile.
    let first = try WebhookTable.due(at: place, by: now, limit: 1, database).first
    guard let first, let delivery = try WebhookTable.delivery(of: first.job, database) else {
      return nil
    }
    guard let outcome = attempt(delivery, client) else { return nil }
    isAnswer = outcome.isAnswer
    settle(delivery, at: place, outcome, bell)
    return nil
  }

  /// Gives the next place its turn that can have one; they take it in the order of their names.
  private func takePlace(dueBy now: Int64) throws(SQLiteFailure) -> String? {
    guard try WebhookTable.isAnythingDue(by: now, database) else { return nil }
    var place = turns.withLock { $0.last }
    var isSecondPass = place.isEmpty
    while true {
      if let found = try WebhookTable.place(behind: place, database) {
        place = found
        let due = try WebhookTable.due(at: place, by: now, limit: 1, database)
        if !due.isEmpty, turns.withLock({ $0.take(found) }) { return found }
      } else if isSecondPass {
        return nil
      } else {
        (place, isSecondPass) = ("", true)
      }
    }
  }

  private func end(_ place: String, isAnswer: Bool?) {
    // A place that lives again may have kept another lane from what it could do now.
    if turns.withLock({ $0.end(place, isAnswer: isAnswer) }) { wake() }
  }

  /// - Parameter now: the moment for which nothing was found.
  private func pauseMilliseconds(from now: Int64) throws(SQLiteFailure) -> Int32 {
    // What is due later than the longest pause ends was noted before the clock was set back, by more than lanes differ.
    let horizon = now + WebhookSchedule.longestNanoseconds + Self.longestPauseNanoseconds
    if try WebhookTable.recall(behind: horizon, to: now, database) { return 0 }
    let due = try WebhookTable.nextDue(after: now, database) ?? horizon
    let pause = min(due - now, Self.longestPauseNanoseconds)
    return Int32(clamping: (pause + 999_999) / 1_000_000)
  }
}

// One attempt

extension WebhookRounds {
  /// What has to be noted of a webhook.
  private struct Note {
    let job: JobID
    let attempts: Int
    let fate: WebhookSchedule.Fate
  }

  /// - Returns: `nil` when the courier was stopped meanwhile.
  private func attempt(_ delivery: WebhookDelivery, _ client: HTTPClient) -> WebhookOutcome? {
    let type = OutboundResponse.Field(name: "content-type", value: "application/json")
    let fields = WebhookSignature.fields(
      id: WebhookEvent.id(of: delivery.job), at: options.clock().wallNanoseconds,
      body: delivery.body, secret: options.secret)
    let request = HTTPClient.Request(method: "POST", fields: [type] + fields, body: delivery.body)
    let limits = HTTPClient.Limits(
      bytes: Self.answerLimitBytes, totalSeconds: options.totalSeconds,
      connectSeconds: min(Self.connectSeconds, options.totalSeconds),
      stallSeconds: options.totalSeconds, redirects: 0)
    do throws(OutboundFailure) {
      let response = try client.send(
        request, to: delivery.url, limits: limits, isCancelled: { mustEnd })
      return WebhookOutcome(response, at: options.clock().wallNanoseconds)
    } catch {
      return error == .cancelled ? nil : WebhookOutcome(error)
    }
  }

  private func settle(
    _ delivery: WebhookDelivery, at place: String, _ outcome: WebhookOutcome, _ bell: WebhookBell
  ) {
    let now = options.clock().wallNanoseconds
    let tried = [(job: delivery.job, attempts: delivery.attempts)]
    let notes = (tried + company(of: delivery, at: place, outcome, now: now)).map { job, attempts in
      let attempts = attempts + 1
      return Note(
        job: job, attempts: attempts,
        fate: WebhookSchedule.fate(after: outcome, attempts: attempts, share: options.random()))
    }
    guard write(notes, at: now, bell) else { return }
    let ended = notes.count { $0.fate.isLast }
    let isDelivered = notes[0].fate == .delivered
    waiting.add(-ended)
    delivered.add(isDelivered ? 1 : 0)
    givenUp.add(isDelivered ? ended - 1 : ended)
    failedAttempts.add(isDelivered ? 0 : 1)
    report(notes, at: place, outcome)
  }

  /// What else is due at a place where no server was found: it has failed as well. So however many wait for a dead server, they cost one
  /// attempt, and none is tried longer than its schedule says.
  private func company(
    of delivery: WebhookDelivery, at place: String, _ outcome: WebhookOutcome, now: Int64
  ) -> [(job: JobID, attempts: Int)] {
    guard case .unreachable = outcome else { return [] }
    do throws(SQLiteFailure) {
      let found = try WebhookTable.due(at: place, by: now, limit: Self.companyLimit, database)
      return found.filter { $0.job != delivery.job }
    } catch {
      return []
    }
  }

  /// Notes what came of an attempt, as often as it takes: what was delivered and not noted would be sent again at once, again and again.
  ///
  /// - Returns: `false` when the courier was stopped before it could.
  private func write(_ notes: [Note], at now: Int64, _ bell: WebhookBell) -> Bool {
    var lastFailure: SQLiteFailure?
    while true {
      do throws(SQLiteFailure) {
        try database.transaction { () throws(SQLiteFailure) in
          for note in notes {
            switch note.fate {
            case .delivered, .givenUp: try WebhookTable.remove(note.job, database)
            case .again(let pause):
              try WebhookTable.postpone(
                note.job, attempts: note.attempts, due: now + pause, database)
            }
          }
        }
        return true
      } catch {
        if error != lastFailure { report(error) }
        lastFailure = error
      }
      guard bell.clear(), !mustEnd else { return false }
      bell.wait(milliseconds: options.failurePauseMilliseconds)
    }
  }
}

// What the log says

extension WebhookRounds {
  private func report(_ failure: SQLiteFailure) {
    log.write(.error, at: options.clock(), "webhooks wait for the database") { fields in
      fields.add("reason", "\(failure)")
    }
  }

  private func report(_ notes: [Note], at place: String, _ outcome: WebhookOutcome) {
    let moment = options.clock()
    for (number, note) in notes.enumerated() {
      switch note.fate {
      case .delivered:
        log.write(.info, at: moment, "webhook delivered") { fields in
          add(note, place, to: &fields)
        }
      case .givenUp:
        log.write(.warning, at: moment, "webhook given up") { fields in
          add(note, place, to: &fields)
          fields.add("reason", outcome.sentence)
        }
      case .again(let pause):
        // The others have failed with the first.
        guard number == 0 else { continue }
        log.write(.info, at: moment, "webhook not delivered") { fields in
          add(note, place, to: &fields)
          fields.add("reason", outcome.sentence)
          fields.add("again_in_ms", inMilliseconds: pause)
          fields.add("also_waiting", notes.count - 1)
        }
      }
    }
  }

  private func add(_ note: Note, _ place: String, to fields: inout LogFields) {
    fields.add("job_id", note.job.append)
    fields.add("to", place)
    fields.add("attempts", note.attempts)
  }
}

/// Wakes one lane.
private final class WebhookBell: Sendable {
  private let waker: Waker

  init() throws(Errno) {
    waker = try Waker()
  }

  func ring() { waker.wake() }

  /// Forgets that it rang. What it rang for has to be looked at after that.
  ///
  /// - Returns: `true`.
  func clear() -> Bool {
    waker.clear()
    return true
  }

  /// Waits until it rings, or rang since it was cleared.
  func wait(milliseconds: Int32) { _ = waker.wait(milliseconds: milliseconds) }
}
