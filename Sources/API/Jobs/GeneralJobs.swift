internal import Engine
internal import HTTP
internal import JSON

// Jobs as the general API tells of them, and imports, which are jobs.

extension Endpoint {
  static let generalJobs: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/api/v1/imports", family: .general, demands: .upload,
      takesJSON: true, description: .importDataset
    ) { (api, request) throws(Failure) in try api.submitImport(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}", family: .general, demands: .read, mode: .pool,
      description: .showJob
    ) { (api, request) throws(Failure) in try api.showJob(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/result", family: .general, demands: .read,
      mode: .pool, description: .jobResult
    ) { (api, request) throws(Failure) in try api.jobResult(request) },
  ]
}

extension Responder {
  fileprivate func submitImport(_ request: Request) throws(Failure) -> Response {
    let body = try JSONBody(request.body)
    let address = try body.text("url")
    let form = try ArrivalForm(try body.arrivalItems(), fileName: nil)
    guard !form.isDryRun else {
      throw .badParameters([
        Problem.Mistake(
          "An import keeps what it fetches; '_dry_run' is for uploads", at: .pointer("/_dry_run"))
      ])
    }
    guard let name = form.name else { throw .missingField("name") }
    let order = ImportOrder(
      address: address, name: name, mode: form.mode, options: form.options)
    let id: JobID
    do throws(AdmissionFailure) {
      id = try engine.submit(.importing(order)) { request.requestID.append(to: &$0) }
    } catch {
      throw .admission(error)
    }
    var response = Response.json(description(of: id, .queued, reason: nil), status: .accepted)
    response.fields.append(.location, "/api/v1/jobs/\(id)")
    response.fields.append(.retryAfter, "1")
    return response
  }

  private func job(_ request: Request) throws(Failure) -> JobID {
    guard let text = request.parameters["id"], let id = JobID(Array(text.utf8)[...]) else {
      throw .invalidJobID
    }
    return id
  }

  fileprivate func showJob(_ request: Request) throws(Failure) -> Response {
    let id = try job(request)
    switch engine.outcome(of: id) {
    case .unknown: throw .invalidJobID
    case .swept: throw .swept(id)
    case .queued: return .json(description(of: id, .queued, reason: nil))
    case .running: return .json(description(of: id, .running, reason: nil))
    case .finished(let state, _):
      let reason = state == .succeeded ? nil : try reason(of: id)
      return .json(description(of: id, state, reason: reason))
    }
  }

  /// Why a job has no result.
  private func reason(of id: JobID) throws(Failure) -> String? {
    let bytes = try answer(of: id)
    guard case .string(let reason)? = (try? JSONParser.parse(bytes))?["reason"] else { return nil }
    return reason
  }

  private func description(of id: JobID, _ state: JobState, reason: String?) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("id")
    writer.string(id.description)
    writer.key("type")
    if let kind = engine.kind(of: id) { writer.string(kind) } else { writer.null() }
    writer.key("state")
    writer.string(state.rawValue)
    writer.key("error")
    if let reason { writer.string(reason) } else { writer.null() }
    writer.key("links")
    writer.beginObject()
    writer.key("self")
    writer.string("/api/v1/jobs/\(id)")
    writer.key("result")
    writer.string("/api/v1/jobs/\(id)/result")
    writer.endObject()
    writer.endObject()
    return writer.bytes
  }

  fileprivate func jobResult(_ request: Request) throws(Failure) -> Response {
    let id = try job(request)
    switch engine.outcome(of: id) {
    case .unknown: throw .invalidJobID
    case .swept: throw .swept(id)
    case .queued, .running: throw .unfinished(id, reason: nil)
    case .finished(.succeeded, _):
      return .json(Array(try answer(of: id).dropFirst(JobAnswer.dataStart).dropLast()))
    case .finished: throw .unfinished(id, reason: try reason(of: id))
    }
  }

  /// The answer of a finished job, from memory or from its file.
  private func answer(of id: JobID) throws(Failure) -> [UInt8] {
    if case .finished(_, let answer?) = engine.outcome(of: id) { return answer }
    do throws(EngineFailure) {
      if let bytes = try engine.readResult(of: id) { return bytes }
    } catch {
      throw .unreadableResult(id)
    }
    throw .swept(id)
  }
}
