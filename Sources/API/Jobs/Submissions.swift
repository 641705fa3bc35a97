internal import Engine
internal import HTTP

// How work is taken in: by a general order, or by one that fetches a file.

extension Responder {
  /// A job of the kind that the order names, or a pipeline if it names none. An order that cannot be read without waiting for a file is read
  /// on a lane.
  func submitOrder(_ request: Request, _ reply: LaterReply) throws(Failure) {
    guard JobOrder.mayBlock(request.body, engine: engine) else {
      return try carryOut(request, reply)
    }
    let isTaken = engine.pool.offload { [self] in
      do throws(Failure) {
        try carryOut(request, reply)
      } catch {
        reply.send(.failure(error))
      }
    }
    if !isTaken { throw .fault(.overloaded) }
  }

  private func carryOut(_ request: Request, _ reply: LaterReply) throws(Failure) {
    if PipelineRequest.isMeant(by: request.body) {
      return submitPipeline(request, reply.within(.pipelines))
    }
    let key = try IdempotencyKey(request.fields)
    let order = try JobOrder(request.body, engine: engine)
    var admission = Admission()
    if case .importing = order.work { admission = try admit(request, to: .upload) }
    var submission = submission(order.work, request, key, holder: admission.holder)
    submission.callback = order.callback
    submission.limitMilliseconds = order.limitMilliseconds
    submit(submission, request, admission.fields, reply)
  }

  /// A job that fetches a file.
  func submitImport(_ request: Request, _ reply: LaterReply) throws(Failure) {
    let key = try IdempotencyKey(request.fields)
    let body = try JSONBody(request.body)
    let address = try body.text("url")
    try refuse(address, "url", Importer.fault(of: address))
    for member in ArrivalForm.texts { _ = try body.optionalText(member) }
    let items = try body.arrivalItems().filter { $0.name != "callback_url" }
    let form = try ArrivalForm(items, fileName: nil)
    guard !form.isDryRun else {
      throw .badParameters([
        Problem.Mistake(
          "An import keeps what it fetches; '_dry_run' is for uploads", at: .pointer("/_dry_run"))
      ])
    }
    // What no file can be read with is told now, and not by a job that fails.
    try failing { () throws(DatasetFailure) in try PartReader.check(form.options) }
    guard let name = form.name else { throw .missingField("name") }
    let order = ImportOrder(
      address: address, name: name, mode: form.mode, options: form.options)
    var submission = submission(.importing(order), request, key)
    submission.callback = try callback(body)
    submit(submission, request, Fields(), reply)
  }

  /// Where a client wants to be told that its job has ended.
  func callback(_ body: JSONBody) throws(Failure) -> String? {
    guard let address = try body.optionalText("callback_url") else { return nil }
    try refuse(address, "callback_url", engine.callbackFault(address))
    return address
  }

  /// Refuses an address that can never be asked, if it has a fault.
  private func refuse(
    _ address: String, _ member: String, _ fault: String?
  ) throws(Failure) {
    guard let fault else { return }
    var mistakes = OrderMistakes()
    mistakes.noteValue(
      "'\(member)' cannot be '\(OrderMistakes.short(address))': \(fault)", at: "/\(member)",
      value: address, expected: "an address such as https://example.org/a")
    try mistakes.finish()
  }

  /// What a request asks for, with whose it is and how it is known when it is sent again.
  ///
  /// - Parameter holder: whose key was shown, if that was found out later than by the plan.
  func submission(
    _ work: Work, _ request: Request, _ key: IdempotencyKey?, holder: String? = nil
  ) -> Submission {
    let caller = request.answerFields.caller
    let name = (holder ?? caller?.keyName).map { "key:" + $0 } ?? caller?.network.text ?? ""
    var requestID: [UInt8] = []
    request.requestID.append(to: &requestID)
    let repetition = key.map {
      Submission.Repetition(
        key: $0.text, method: request.method.text, path: request.target.rawPath,
        body: request.body)
    }
    return Submission(
      work, client: JobClient(name), repetition: repetition, requestID: requestID)
  }

  /// Takes a job in, and answers when it is kept; where the client would wait, when it is finished.
  func submit(
    _ submission: Submission, _ request: Request, _ fields: Fields, _ reply: LaterReply
  ) {
    let patience = Patience(request.fields)
    engine.submit(submission) { [self] result in
      switch result {
      case .failure(let failure): reply.send(.failure(.admission(failure)))
      case .success(let id):
        wait(for: id, patience) { [self] in
          reply.send(
            answer(aboutJob: id) { account in accepted(account, patience, fields) })
        }
      }
    }
  }

  /// 202 with where the job stands; 200 if the client has waited for its end.
  private func accepted(
    _ account: JobAccount, _ patience: Patience?, _ fields: Fields
  ) -> Response {
    let hasEnded = patience != nil && account.state.isFinal
    var response = account.response(status: hasEnded ? .ok : .accepted)
    if hasEnded {
      response.fields.append(JobAccount.contentLocation, account.path)
    } else {
      response.fields.append(.location, account.path)
      response.fields.set(.retryAfter, "\(account.retrySeconds)")
    }
    patience?.tell(&response)
    response.fields.append(contentsOf: fields)
    return response
  }
}
