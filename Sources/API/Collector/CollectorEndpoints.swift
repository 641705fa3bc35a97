internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// Family 3: days are collected from an upstream server, and countries are asked about.

extension Endpoint {
  static let collector: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/process-request", family: .collector, demands: .write,
      description: .collectDay
    ) { (api, request, reply) throws(Failure) in try api.collectDay(request, reply) },
    Endpoint(
      method: .get, pattern: "/process-request", family: .collector, demands: .read,
      description: .collectedDays
    ) { (api, request, reply) throws(Failure) in try api.collectedDays(request, reply) },
    Endpoint(
      method: .get, pattern: "/country-stats", family: .collector, demands: .read,
      description: .countryStatistics
    ) { (api, request, reply) throws(Failure) in try api.countryStatistics(request, reply) },
  ]

  /// What paths of this family begin with, each alone or with a slash behind it.
  static let collectorPaths = ["/process-request", "/country-stats"].map { Array($0.utf8) }
}

extension Responder {
  // Collecting

  fileprivate func collectDay(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let day = try DayQuery(request.target.queryItems, DayQuery.single, of: asked(request)).days[0]
    let key = try IdempotencyKey(request.fields)
    let work: Work
    do throws(CollectorFailure) {
      work = try engine.collector.work(collecting: day)
    } catch {
      throw .collector(error)
    }
    var submission = submission(work, request, key)
    // The day stands in the query, which is no part of a submission's digest.
    submission.repetition = key.map {
      Submission.Repetition(
        key: $0.text, method: request.method.text, path: request.target.rawPath,
        body: Array(day.description.utf8))
    }
    engine.submit(submission) { result in
      switch result {
      case .failure(let failure): reply.send(.failure(.admission(failure)))
      case .success(let id): reply.send(.success(Self.collecting(day, as: id)))
      }
    }
  }

  private static func collecting(_ day: CivilDay, as id: JobID) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("Processing")
    writer.string(day.description)
    writer.key("job_id")
    writer.string(id.description)
    writer.endObject()
    var response = Response.json(writer.bytes, status: .created)
    response.fields.append(.location, "/api/v1/jobs/\(id)")
    return response
  }

  // Looking

  fileprivate func collectedDays(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let range = try days(of: request)
    if range.isEmpty { return reply.send(.success(Self.nothing)) }
    engine.collector.coverage(from: range.first, to: range.last) { result in
      reply.send(result.map(Self.answer).mapError(Failure.collector))
    }
  }

  fileprivate func countryStatistics(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let range = try days(of: request)
    if range.isEmpty { return reply.send(.success(Self.nothing)) }
    engine.collector.statistics(from: range.first, to: range.last) { result in
      reply.send(result.map(Self.answer).mapError(Failure.collector))
    }
  }

  private static let nothing = Response.json(Array("{}".utf8))

  private static func answer(_ days: [DayCoverage]) -> Response {
    .json(CoverageText.text(of: days))
  }

  private static func answer(_ statistics: CountryStatistics) -> Response {
    var writer = JSONWriter()
    statistics.write(to: &writer)
    return .json(writer.bytes)
  }

  // Leaves

  private func days(of request: Request) throws(Failure) -> DayRange {
    try DayRange(
      request.target.queryItems, of: asked(request),
      limitDays: engine.collector.rangeLimitDays)
  }

  private func asked(_ request: Request) -> DayMistakes.Request {
    DayMistakes.Request(
      method: endpoints[request.endpoint].method, path: endpoints[request.endpoint].pattern)
  }
}
