internal import Engine
internal import HTTP
internal import JSON

// Jobs of every kind as the general API tells of them.

extension Endpoint {
  static let generalJobs: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/api/v1/imports", family: .general, demands: .upload,
      takesJSON: true, description: .importDataset
    ) { (api, request, reply) throws(Failure) in try api.submitImport(request, reply) },
    // An import changes something, and so does a pipeline, which has errors of its own; the other kinds only compute.
    Endpoint(
      method: .post, pattern: "/api/v1/jobs", family: .general, furtherFamily: .pipelines,
      demands: .read, furtherDemand: .upload, takesJSON: true, description: .submitJob
    ) { (api, request, reply) throws(Failure) in try api.submitOrder(request, reply) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs", family: .general, demands: .read, mode: .pool,
      description: .listJobs
    ) { (api, request) throws(Failure) in try api.listJobs(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}", family: .general, demands: .read,
      description: .showJob
    ) { (api, request, reply) throws(Failure) in try api.showJob(request, reply) },
    Endpoint(
      method: .delete, pattern: "/api/v1/jobs/{id}", family: .general, demands: .write,
      description: .removeJob
    ) { (api, request, reply) throws(Failure) in try api.removeJob(request, reply) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/result", family: .general, demands: .read,
      mode: .pool, description: .jobResult
    ) { (api, request) throws(Failure) in try api.jobResult(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/events", family: .general, demands: .read,
      description: .jobEvents
    ) { (api, request) throws(Failure) in try api.jobEvents(request) },
    // Beside `/api/v1/jobs/{id}`, below which a job may bear any word as its name.
    Endpoint(
      method: .get, pattern: "/api/v1/job-events", family: .general, demands: .read,
      description: .boardEvents
    ) { (api, _) throws(Failure) in try api.boardEvents() },
  ]
}

extension Responder {
  /// The job that a path tells by its number or its name.
  func jobID(_ request: Request) throws(Failure) -> JobID {
    guard let text = request.parameters["id"], let id = jobID(Array(text.utf8)[...]) else {
      throw .invalidJobID
    }
    return id
  }

  /// The same for a part of a path without escapes; `nil` if there is no such name, or it is neither.
  func jobID(_ text: ArraySlice<UInt8>) -> JobID? {
    if let id = JobID(text) { return id }
    return JobName(String(decoding: text, as: UTF8.self)).flatMap(engine.jobID(named:))
  }

  /// All that can be said about a job.
  func account(of id: JobID) throws(Failure) -> JobAccount {
    switch engine.lookUp(id) {
    case .unknown: throw .invalidJobID
    case .swept: throw .swept(id)
    case .found(let account): return account
    }
  }

  /// An answer made of what can be said about a job at this moment.
  func answer(
    aboutJob id: JobID, _ make: (JobAccount) -> Response
  ) -> Result<Response, Failure> {
    do throws(Failure) {
      return .success(make(try account(of: id)))
    } catch {
      return .failure(error)
    }
  }

  // Looking

  fileprivate func showJob(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let id = try jobID(request)
    let patience = Patience(request.fields)
    wait(for: id, patience) { [self] in
      reply.send(
        answer(aboutJob: id) { account in
          var response = account.response()
          patience?.tell(&response)
          return response
        })
    }
  }

  fileprivate func listJobs(_ request: Request) throws(Failure) -> Response {
    let query = try JobQuery(items(request))
    let bound = try query.bound(engine.signature)
    let page = engine.jobs(query.filter, before: bound, limit: query.limit)
    let next = page.next.map { query.cursor(after: $0, engine.signature) }
    var writer = JSONWriter(reserving: 512 * (page.jobs.count + 1))
    writer.beginObject()
    writer.key("data")
    writer.beginArray()
    for account in page.jobs { writer.job(account) }
    writer.endArray()
    writer.page(limit: query.limit, next: next, count: nil)
    writer.key("meta")
    writer.beginObject()
    writer.key("query_ms")
    writer.double((Double(elapsed(request)) / 1e4).rounded() / 100)
    writer.endObject()
    writer.endObject()
    var response = Response.json(writer.bytes)
    response.fields.append(.cacheControl, "no-store")
    if let next { response.fields.append("Link", Self.link(to: request.target, cursor: next)) }
    return response
  }

  // Results

  fileprivate func jobResult(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    let account = try account(of: id)
    switch account.state {
    case .queued, .running: throw .unfinished(id, retrySeconds: account.retrySeconds)
    case .failed, .cancelled: throw .fruitless(id, account.state, reason: account.reason)
    case .succeeded:
      var response = Response.json([])
      response.body = try data(of: id)
      return response
    }
  }

  /// The data within the answer of a job that has succeeded, from memory or out of its file.
  private func data(of id: JobID) throws(Failure) -> Body {
    if case .finished(_, let answer?) = engine.outcome(of: id) {
      return .bytes(Array(answer.dropFirst(JobAnswer.dataStart).dropLast()))
    }
    let file = try resultFile(of: id)
    let length = file.byteCount - JobAnswer.dataStart - 1
    guard length > 0 else { throw .unreadableResult(id) }
    return .file(
      FileBody(
        descriptor: file.descriptor, offset: JobAnswer.dataStart, length: length,
        owner: file.owner))
  }

  /// The file of a finished job.
  func resultFile(of id: JobID) throws(Failure) -> StoredFile {
    let file: StoredFile?
    do throws(EngineFailure) {
      file = try engine.openResult(of: id)
    } catch {
      throw .unreadableResult(id)
    }
    guard let file else { throw .swept(id) }
    return file
  }

  // Taking back

  /// Whether only a job that is not finished is meant, so that who cancels one never loses a result that has just come.
  private func sparesFinished(_ request: Request) throws(Failure) -> Bool {
    let conditions = request.target.queryItems.filter { $0.name == "_if" }
    if let wrong = conditions.first(where: { $0.value != "unfinished" }) {
      throw .badParameters([
        Problem.Mistake(
          "'_if' cannot be '\(wrong.value.prefix(40))'", at: .parameter("_if"), value: wrong.value,
          expected: "unfinished")
      ])
    }
    return !conditions.isEmpty
  }

  fileprivate func removeJob(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let id = try jobID(request)
    engine.remove(id, sparingFinished: try sparesFinished(request)) { removal in
      switch removal {
      case .unknown: reply.send(.failure(.invalidJobID))
      case .swept: reply.send(.failure(.swept(id)))
      case .cancelled(let account): reply.send(.success(account.response()))
      case .stopping(let account): reply.send(.success(account.response(status: .accepted)))
      case .removed: reply.send(.success(Response(.noContent)))
      case .spared(let account): reply.send(.failure(.ended(id, account.state)))
      case .refused(let failure): reply.send(.failure(.admission(failure)))
      }
    }
  }
}
