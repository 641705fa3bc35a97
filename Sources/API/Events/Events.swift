internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// Family 4: live events, and statistics over a rolling window of them.

extension Endpoint {
  static let events: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/event", family: .events, demands: .event, takesEvents: true,
      description: .addEvent
    ) { (api, request, reply) throws(Failure) in try api.addEvent(request, reply) },
    Endpoint(
      method: .post, pattern: "/events", family: .events, demands: .event, takesEvents: true,
      description: .addEvents
    ) { (api, request, reply) throws(Failure) in try api.addEvents(request, reply) },
    Endpoint(
      method: .get, pattern: "/statistics", family: .events, demands: .read,
      description: .eventStatistics
    ) { (api, request, reply) throws(Failure) in try api.statistics(request, reply) },
    Endpoint(
      method: .get, pattern: "/statistics/stream", family: .events, demands: .read,
      description: .statisticsStream
    ) { (api, request) throws(Failure) in try api.statisticsStream(request) },
    Endpoint(
      method: .get, pattern: "/health", family: .events, demands: .open, description: .health
    ) { (_, _) throws(Failure) in .json(Array(#"{"status":"healthy"}"#.utf8)) },
  ]

  /// What paths of this family begin with, each alone or with a slash behind it.
  static let eventPaths = ["/event", "/events", "/statistics", "/health"].map { Array($0.utf8) }
}

extension Responder {
  // One event

  fileprivate func addEvent(_ request: Request, _ reply: LaterReply) throws(Failure) {
    if engine.isDraining { throw .admission(.closed) }
    guard request.body.count > Self.shortBody else { return try addOne(request, reply) }
    try onLane { api in
      do throws(Failure) {
        try api.addOne(request, reply)
      } catch {
        reply.send(.failure(error))
      }
    }
  }

  /// Longer bodies are not read in the loop.
  private static let shortBody = 1024

  private func addOne(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let decoded: DecodedEvent
    do throws(EventMistake) {
      decoded = try EventDecoder.event(in: request.body)
    } catch {
      throw .event(error)
    }
    let mistake = EventMistake(
      decoded.event, now: request.receivedWallNanoseconds,
      toleranceSeconds: EventQuestion.toleranceSeconds)
    if let mistake { throw .event(mistake) }
    let usual = try SeriesName.usual(request.target.queryItems)
    let position: Int
    do throws(EventRefusal) {
      position = try engine.events.add(
        decoded.event, to: decoded.series.isEmpty ? usual : decoded.series,
        at: request.receivedWallNanoseconds)
    } catch {
      throw .eventRefused(error)
    }
    answer(.success(.json(Self.created, status: .created)), whenKept: position, reply)
  }

  private static let created = Array(#"{"message":"Event created successfully"}"#.utf8)

  /// Sends an answer once the events up to a position are kept.
  private func answer(
    _ answer: Result<Response, Failure>, whenKept position: Int, _ reply: LaterReply
  ) {
    engine.events.whenKept(position) { isKept in
      reply.send(
        isKept
          ? answer
          : .failure(.eventRefused(.storageBroken("This one may be kept or not"))))
    }
  }

  // Many events

  fileprivate func addEvents(_ request: Request, _ reply: LaterReply) throws(Failure) {
    if engine.isDraining { throw .admission(.closed) }
    let usual = try SeriesName.usual(request.target.queryItems)
    guard request.body.count > Self.shortBody else {
      return addAll(request, usual, reply, patienceMilliseconds: 0)
    }
    try onLane { api in
      api.addAll(request, usual, reply, patienceMilliseconds: Self.patienceMilliseconds)
    }
  }

  /// How long a lane waits for the log's next file, which takes a part of that.
  private static let patienceMilliseconds = 1000

  /// Has a lane do what takes longer than a loop may.
  private func onLane(_ work: @escaping @Sendable (Responder) -> Void) throws(Failure) {
    guard engine.pool.offload({ work(self) }) else { throw .busyLanes }
  }

  private func addAll(
    _ request: Request, _ usualSeries: String, _ reply: LaterReply, patienceMilliseconds: Int
  ) {
    let now = request.receivedWallNanoseconds
    let batch: EventBatch
    do throws(EventMistake) {
      batch = try EventBatch(request.body)
    } catch {
      return reply.send(.failure(.event(error)))
    }
    var intake = EventIntake(batch, usualSeries: usualSeries, at: now)
    intake.add(to: engine.events, at: now, patienceMilliseconds: patienceMilliseconds)
    answer(.success(intake.response), whenKept: intake.position, reply)
  }

  // Statistics

  fileprivate func statistics(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let query = try StatisticsQuery(
      request.target.queryItems, engine.events.options.board, isStream: false)
    let now = request.receivedWallNanoseconds
    if query.isShort {
      return reply.send(.success(.json(statistics(query, at: now))))
    }
    try onLane { api in reply.send(.success(.json(api.statistics(query, at: now)))) }
  }

  /// The statistics of a window, as JSON. Those that look at every event may take some milliseconds.
  func statistics(_ query: StatisticsQuery, at now: Int64) -> [UInt8] {
    if query.isShort {
      return StatisticsAnswer(engine.events.summary(of: query.question, at: now)).text(query)
    }
    guard let (window, range) = engine.events.snapshot(of: query.question, at: now) else {
      return StatisticsAnswer(RollingWindow(), in: query.question.range(at: now), query)
        .text(query)
    }
    return StatisticsAnswer(window, in: range, query).text(query)
  }

  fileprivate func statisticsStream(_ request: Request) throws(Failure) -> Response {
    let query = try StatisticsQuery(
      request.target.queryItems, engine.events.options.board, isStream: true)
    return .events(
      EventBody { [self] wake in
        let feed = StatisticsFeed(self, query, wake)
        return EventFeed(next: { feed.next(into: &$0) }, end: { feed.end() })
      })
  }
}
