internal import Engine
internal import HTTP
internal import JSON

// Family 2: analysis pipelines and their artifacts. Jobs of other kinds can be asked for in the same way; they have no artifacts.

extension Endpoint {
  static let pipelines: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/status", family: .pipelines, demands: .read,
      description: .pipelineStatus
    ) { (api, request, reply) throws(Failure) in try api.pipelineStatus(request, reply) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/results", family: .pipelines, demands: .read,
      mode: .pool, description: .pipelineResults
    ) { (api, request) throws(Failure) in try api.pipelineResults(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/jobs/{id}/results/{artifact}", family: .pipelines,
      demands: .read, mode: .pool, description: .artifact
    ) { (api, request) throws(Failure) in try api.artifact(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/stages", family: .pipelines, demands: .read, mode: .pool,
      description: .stages
    ) { (api, _) throws(Failure) in .json(StageList.text(of: api.engine.stages)) },
  ]

  /// What paths of this family begin with, each alone or with a slash behind it.
  static let pipelinePaths = ["/api/v1/stages", "/api/v1/data", "/data"].map { Array($0.utf8) }

  /// What stands behind the number or the name of a job in paths of this family.
  static let pipelineTails = ["status", "results", "results.zip"].map { Array($0.utf8) }
}

extension Responder {
  // Submitting

  /// Takes a pipeline in: 202 with where to look for it, 200 if the client has waited for its end.
  ///
  /// - Parameter reply: answers in the shape of the pipelines' family.
  func submitPipeline(_ request: Request, _ reply: LaterReply) {
    do throws(Failure) {
      try takePipeline(request, reply)
    } catch {
      reply.send(.failure(error))
    }
  }

  private func takePipeline(_ request: Request, _ reply: LaterReply) throws(Failure) {
    var admission = try admit(request, to: .write)
    let key = try IdempotencyKey(request.fields)
    let own = OwnURLs(publicURL: options.publicURL, host: request.head.host)
    let pipeline = try PipelineRequest(request.body, own, engine: engine)
    // What is fetched from elsewhere is as good as an import.
    if pipeline.order.fetches { admission = try admit(request, to: .upload) }
    var submission = submission(
      .pipeline(pipeline.order), request, key, holder: admission.holder)
    submission.naming = Submission.Naming(pipeline.name, body: request.body)
    submission.callback = pipeline.callback
    submission.limitMilliseconds = pipeline.limitMilliseconds
    let patience = Patience(request.fields)
    let fields = admission.fields
    engine.submit(submission) { [self] result in
      switch result {
      case .failure(let failure): reply.send(.failure(.admission(failure)))
      case .success(let id):
        wait(for: id, patience) { [self] in
          reply.send(
            answer(aboutJob: id) { account in
              // A job that this request has made waited when it was taken in, whatever it does by now.
              let created = account.createdNanoseconds ?? 0
              let isNew = patience == nil && created >= request.receivedWallNanoseconds
              return accepted(
                pipeline.name, isNew ? .queued : account.state, own, patience, fields)
            })
        }
      }
    }
  }

  private func accepted(
    _ name: JobName, _ state: JobState, _ own: OwnURLs, _ patience: Patience?, _ fields: Fields
  ) -> Response {
    let statusURL = own.absolute("/api/v1/jobs/\(name)/status")
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("job_id")
    writer.string(name.description)
    writer.key("status")
    writer.string(state.pipelineWord)
    writer.key("message")
    writer.string("Analysis job accepted and queued for processing.")
    writer.key("status_url")
    writer.string(statusURL)
    writer.key("results_url")
    writer.string(own.absolute("/api/v1/jobs/\(name)/results"))
    writer.endObject()
    let hasEnded = patience != nil && state.isFinal
    var response = Response.json(writer.bytes, status: hasEnded ? .ok : .accepted)
    response.fields.append(.cacheControl, "no-store")
    response.fields.append(.location, statusURL)
    if !hasEnded { response.fields.append(.retryAfter, "1") }
    patience?.tell(&response)
    response.fields.append(contentsOf: fields)
    return response
  }

  // Looking

  fileprivate func pipelineStatus(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let id = try jobID(request)
    let asked = request.parameters["id"] ?? ""
    let patience = Patience(request.fields)
    wait(for: id, patience) { [self] in
      reply.send(
        answer(aboutJob: id) { account in
          var response = Response.json(PipelineStatus.text(of: account, askedFor: asked))
          response.fields.append(.cacheControl, "no-store")
          if !account.state.isFinal {
            response.fields.append(.retryAfter, "\(account.retrySeconds)")
          }
          patience?.tell(&response)
          return response
        })
    }
  }

  fileprivate func pipelineResults(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    let names = try artifacts(of: id).map(\.name)
    // Looked up last: a job that is removed in between is gone, and not one without artifacts.
    let account = try account(of: id)
    guard account.state == .succeeded else { throw .incomplete(account.state.pipelineWord) }
    let asked = request.parameters["id"] ?? ""
    var response = Response.json(
      PipelineStatus.results(of: account, askedFor: asked, artifacts: names))
    response.fields.append(.cacheControl, "no-store")
    return response
  }

  private func artifacts(of id: JobID) throws(Failure) -> [ArtifactFile] {
    do throws(EngineFailure) {
      return try engine.artifacts(of: id)
    } catch {
      throw .unreadableResult(id)
    }
  }

  // Artifacts

  /// A file that a stage has left, also one of a job that has failed or still runs.
  fileprivate func artifact(_ request: Request) throws(Failure) -> Response {
    let id = try jobID(request)
    // What a removed job could not be rid of is gone all the same.
    _ = try account(of: id)
    let name = request.parameters["artifact"] ?? ""
    let opened: StoredFile?
    do throws(EngineFailure) {
      opened = try engine.openArtifact(name, of: id)
    } catch {
      throw .unreadableResult(id)
    }
    guard let file = opened, let kind = ArtifactName(name)?.kind else { throw .unknownArtifact }
    let answer = FileAnswer(
      file: FileBody(
        descriptor: file.descriptor, offset: 0, length: file.byteCount, owner: file.owner),
      type: kind.mediaType,
      tag: EntityTag("\(id.number)-\(file.byteCount)-\(file.modifiedNanoseconds)"),
      modifiedSeconds: Int(file.modifiedNanoseconds / 1_000_000_000))
    var response = answer.response(
      to: request.head, nowSeconds: Int(request.receivedWallNanoseconds / 1_000_000_000))
    // A job that begins again writes its artifacts again.
    response.fields.append(.cacheControl, "no-cache")
    response.fields.append("X-Content-Type-Options", "nosniff")
    if kind != .json {
      response.fields.append("Content-Security-Policy", Self.artifactPolicy)
      response.fields.append("Referrer-Policy", "no-referrer")
    }
    return response
  }

  /// What a page or a drawing may do in a browser: show its own style and its own pictures, and nothing else.
  private static let artifactPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'; sandbox"
}

extension ArtifactName.Kind {
  /// The media type of such a file.
  fileprivate var mediaType: String {
    switch self {
    case .json: "application/json"
    case .html: "text/html; charset=utf-8"
    case .svg: "image/svg+xml"
    }
  }
}
