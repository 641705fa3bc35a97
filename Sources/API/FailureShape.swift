internal import Engine
internal import HTTP
internal import JSON

// How a failure looks: each family of paths has a shape of its own.

extension Failure {
  /// The failure as a response in the shape of a family.
  func response(in family: Family, requestID: RequestID) -> Response {
    let account = account
    var response =
      switch family {
      case .survey: Response.json(JobAnswer.error(account.detail), status: account.status)
      case .games: Self.gamesAnswer(account)
      case .events: Self.eventsAnswer(account)
      case .pipelines: pipelinesAnswer(account)
      case .collector: Self.collectorAnswer(account)
      case .pages: Page.failure(account, requestID: requestID)
      case .general: Self.problem(account).response(requestID: requestID)
      }
    for (name, value) in account.fields { response.fields.append(name, value) }
    // A browser asks for a key by itself, where it is challenged in this way.
    if family == .pages, account.status == .unauthorized {
      response.fields.set(.authenticate, #"Basic realm="tally", charset="UTF-8""#)
    }
    return response
  }

  /// The shape of the games service: `{"error"}`, and `{"message"}` for what stood before its endpoints.
  private static func gamesAnswer(_ account: Account) -> Response {
    let isBefore = [Status.unauthorized, .methodNotAllowed, .tooManyRequests]
      .contains(account.status)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key(isBefore ? "message" : "error")
    writer.string(
      account.status == .unauthorized ? "Invalid or missing API Key" : account.detail)
    writer.endObject()
    return .json(writer.bytes, status: account.status)
  }

  /// The shape of the events: `{"error"}`.
  private static func eventsAnswer(_ account: Account) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("error")
    writer.string(account.status == .methodNotAllowed ? "Method not allowed" : account.detail)
    writer.endObject()
    return .json(writer.bytes, status: account.status)
  }

  /// The shape of the pipelines: `{"detail"}`, a text, or all that is wrong with a body.
  private func pipelinesAnswer(_ account: Account) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("detail")
    switch self {
    case .pipeline(let mistakes): writer.mistakes(mistakes)
    case .invalidJobID: writer.string("Job not found")
    default: writer.string(account.detail)
    }
    writer.endObject()
    return .json(writer.bytes, status: account.status)
  }

  /// The shape of the collector: `{"status_code","detail"}`, with `extra` where what is wrong stands in known places.
  private static func collectorAnswer(_ account: Account) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("status_code")
    writer.integer(account.status.code)
    writer.key("detail")
    writer.string(account.detail)
    if !account.mistakes.isEmpty {
      writer.key("extra")
      writer.beginArray()
      for mistake in account.mistakes { write(mistake, to: &writer) }
      writer.endArray()
    }
    writer.endObject()
    return .json(writer.bytes, status: account.status)
  }

  private static func write(_ mistake: Problem.Mistake, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("message")
    writer.string(mistake.detail)
    if let place = mistake.place {
      let (key, source) =
        switch place {
        case .parameter(let name): (name, "query")
        case .header(let name): (name, "header")
        case .pointer(let pointer): (pointer, "body")
        }
      writer.key("key")
      writer.string(key)
      writer.key("source")
      writer.string(source)
    }
    writer.endObject()
  }

  private static func problem(_ account: Account) -> Problem {
    let pointed = account.pointer.map {
      [Problem.Mistake(account.detail, at: .pointer($0))]
    }
    return Problem(
      account.status, slug: account.slug, title: account.status.reason, detail: account.detail,
      mistakes: pointed ?? account.mistakes)
  }
}
