internal import Engine
internal import HTTP
internal import JSON
internal import Statistics

// Family 1: questions to the survey as jobs.

extension Endpoint {
  /// One endpoint for each statistic.
  static let surveyQuestions: [Endpoint] = SurveyStatistic.allCases.map { statistic in
    Endpoint(
      method: .post, pattern: "/api/\(statistic.rawValue)", family: .survey, demands: .read,
      takesJSON: true, description: .question(statistic)
    ) { (api, request, reply) throws(Failure) in try api.submit(statistic, request, reply) }
  }

  /// Jobs and what became of them.
  static let surveyJobs: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/api/get_results/{job_id}", family: .survey, demands: .read,
      mode: .inlineIfAtHand, description: .results
    ) { (api, request) throws(Failure) in try api.results(request) },
    Endpoint(
      method: .get, pattern: "/api/jobs", family: .survey, demands: .read, mode: .pool,
      description: .jobs
    ) { (api, _) throws(Failure) in api.jobs() },
    Endpoint(
      method: .get, pattern: "/api/num_jobs", family: .survey, demands: .read,
      description: .jobCount
    ) { (api, _) throws(Failure) in
      .json(JobAnswer.done { $0.integer(api.engine.unfinishedCount) })
    },
    Endpoint(
      method: .post, pattern: "/api/graceful_shutdown", family: .survey, demands: .admin,
      description: .shutdown
    ) { (api, _) throws(Failure) in
      .json(Array((api.engine.drain() > 0 ? #"{"status":"running"}"# : #"{"status":"done"}"#).utf8))
    },
  ]

  /// What can be asked about.
  static let surveyNames: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/api/questions", family: .survey, demands: .read, mode: .pool,
      description: .questions
    ) { (api, _) throws(Failure) in try api.questions() },
    Endpoint(
      method: .get, pattern: "/api/states", family: .survey, demands: .read, mode: .pool,
      description: .states
    ) { (api, _) throws(Failure) in try api.states() },
  ]
}

extension Responder {
  private func survey() throws(Failure) -> Survey {
    guard let loaded = engine.survey else { throw .noSurvey }
    return loaded.survey
  }

  fileprivate func submit(
    _ statistic: SurveyStatistic, _ request: Request, _ reply: LaterReply
  ) throws(Failure) {
    let key = try IdempotencyKey(request.fields)
    // A server that shuts down says so before it looks at the question, unless it may have the answer already.
    if key == nil, engine.isDraining { throw .admission(.closed) }
    guard let loaded = engine.survey else { throw .noSurvey }
    let body = try JSONBody(request.body)
    let inquiry = try Self.inquiry(statistic, body)
    let question: SurveyQuestion
    do throws(QuestionFailure) {
      question = try loaded.question(inquiry)
    } catch {
      throw .question(error)
    }
    var submission = submission(.survey(question), request, key)
    submission.callback = try callback(body)
    engine.submit(submission) { result in
      switch result {
      case .success(let id):
        var answer = Self.answerStart
        id.append(to: &answer)
        answer.append(contentsOf: Self.answerEnd)
        reply.send(.success(.json(answer)))
      case .failure(let failure): reply.send(.failure(.admission(failure)))
      }
    }
  }

  private static let answerStart = Array(#"{"job_id":""#.utf8)
  private static let answerEnd = Array(#""}"#.utf8)

  private static func inquiry(
    _ statistic: SurveyStatistic, _ body: JSONBody
  ) throws(Failure) -> SurveyInquiry {
    SurveyInquiry(
      statistic, question: try body.text("question"),
      state: statistic.asksOneState ? try body.text("state") : nil,
      fromYear: try body.optionalInteger("from_year"),
      toYear: try body.optionalInteger("to_year"),
      better: try body.optionalChoice("better", of: Better.self))
  }

  /// The job that a path names; nearly all do so without escapes.
  private func jobID(_ parameters: Parameters) -> JobID? {
    let sent = parameters.raw(0)
    guard sent.contains(UInt8(ascii: "%")) else { return jobID(sent) }
    return parameters["job_id"].flatMap { jobID(Array($0.utf8)[...]) }
  }

  /// Whether the answer to a poll needs no file, or one that is open.
  func isAtHand(_ parameters: Parameters) -> Bool {
    guard let id = jobID(parameters) else { return true }
    if case .finished(_, answer: nil) = engine.outcome(of: id) {
      return engine.hasOpenResult(of: id)
    }
    return true
  }

  fileprivate func results(_ request: Request) throws(Failure) -> Response {
    guard let id = jobID(request.parameters) else { throw .invalidJobID }
    switch engine.outcome(of: id) {
    case .unknown: throw .invalidJobID
    case .swept: throw .swept(id)
    case .queued, .running: return .json(Self.runningAnswer)
    case .finished(_, let answer?): return .json(answer)
    case .finished(_, answer: nil): return try storedResult(of: id)
    }
  }

  private static let runningAnswer = Array(#"{"status":"running"}"#.utf8)

  private func storedResult(of id: JobID) throws(Failure) -> Response {
    let file = try resultFile(of: id)
    var response = Response.json([])
    response.body = .file(
      FileBody(descriptor: file.descriptor, offset: 0, length: file.byteCount, owner: file.owner))
    return response
  }

  /// Lists every job. The list is made in stretches while it is sent, so its length costs no memory.
  fileprivate func jobs() -> Response {
    var response = Response.json([])
    response.body = .stream(StreamBody(unfolding: JobListing(engine)) { $0.next(into: &$1) })
    return response
  }

  fileprivate func questions() throws(Failure) -> Response {
    let questions = try survey().knownQuestions
    return .json(
      JobAnswer.done { writer in
        writer.beginArray()
        for question in questions {
          writer.beginObject()
          writer.key("question")
          writer.string(question.text)
          writer.key("rows")
          writer.integer(question.rowCount)
          writer.key("better")
          writer.string(Better(forQuestion: question.text).rawValue)
          writer.endObject()
        }
        writer.endArray()
      })
  }

  fileprivate func states() throws(Failure) -> Response {
    let states = try survey().knownStates
    return .json(
      JobAnswer.done { writer in
        writer.beginArray()
        for state in states { writer.string(state) }
        writer.endArray()
      })
  }
}
