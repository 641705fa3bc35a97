internal import Engine
internal import HTTP

// A job that has failed or was cancelled, asked for once more.

extension Endpoint {
  static let retries: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/api/v1/jobs/{id}/retry", family: .general, demands: .read,
      furtherDemand: .upload, description: .retryJob
    ) { (api, request, reply) throws(Failure) in try api.retryJob(request, reply) }
  ]
}

extension Responder {
  /// Submits what a job was asked as a new job. What was asked is read on a lane, because it stands on the disk, and only for those who may
  /// submit work of its kind.
  fileprivate func retryJob(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let id = try jobID(request)
    let key = try IdempotencyKey(request.fields)
    let account = try account(of: id)
    switch account.state {
    case .queued, .running: throw .unfinished(id, retrySeconds: account.retrySeconds)
    case .succeeded: throw .unrepeatable(id, reason: "It has succeeded, and its result is there")
    case .failed, .cancelled: break
    }
    var admission = Admission()
    if let demand = account.retryDemand { admission = try admit(request, to: demand) }
    let isTaken = engine.pool.offload { [self, admission] in
      do throws(Failure) {
        try retry(id, key, request, admission, reply)
      } catch {
        reply.send(.failure(error))
      }
    }
    if !isTaken { throw .fault(.overloaded) }
  }

  private func retry(
    _ id: JobID, _ key: IdempotencyKey?, _ request: Request, _ first: Admission,
    _ reply: LaterReply
  ) throws(Failure) {
    let order = try order(of: id)
    var admission = first
    if case .pipeline(let pipeline) = order.work, pipeline.fetches {
      admission = try admit(request, to: .upload)
    }
    var submission = submission(order.work, request, key, holder: admission.holder)
    submission.callback = order.callback
    submission.limitMilliseconds = order.limitMilliseconds
    submit(submission, request, admission.fields, reply)
  }

  private func order(of id: JobID) throws(Failure) -> KeptOrder {
    let order: KeptOrder?
    do throws(KeptOrderFailure) {
      order = try engine.order(of: id)
    } catch {
      switch error {
      case .outdated(let failure): throw .unrepeatable(id, reason: failure.sentence)
      case .tooLarge: throw .unrepeatable(id, reason: "What it was asked is too large to be kept")
      case .unreadable(let reason): throw .admission(.storageFailing(reason: reason))
      }
    }
    guard let order else { throw .unrepeatable(id, reason: "What it was asked was not kept") }
    return order
  }
}

extension JobAccount {
  /// What has to be demanded beyond reading, as where such work is submitted. A pipeline that fetches demands more, which its order tells.
  fileprivate var retryDemand: Demand? {
    switch kind {
    case "survey", "aggregate", "profile": nil
    case "import": .upload
    default: .write
    }
  }
}
