internal import Engine
internal import HTTP
internal import JSON

// What an operator asks: is it alive, is it ready, what does it do, what does it offer.

extension Endpoint {
  static let operations: [Endpoint] = [
    Endpoint(method: .get, pattern: "/livez", family: .general, demands: .open, description: .alive)
    {
      (_, _) throws(Failure) in .json(Array(#"{"status":"alive"}"#.utf8))
    },
    Endpoint(
      method: .get, pattern: "/readyz", family: .general, demands: .open, description: .ready
    ) {
      (api, _) throws(Failure) in api.readiness()
    },
    Endpoint(
      method: .get, pattern: "/metrics", family: .general, demands: .read, mode: .pool,
      description: .metrics
    ) { (api, _) throws(Failure) in
      .bytes(api.metricsText(), type: "text/plain; version=0.0.4; charset=utf-8")
    },
    Endpoint(
      method: .get, pattern: "/openapi.json", family: .general, demands: .open, mode: .pool,
      description: .openAPI
    ) { (api, _) throws(Failure) in .json(api.openAPI) },
  ]
}

extension Responder {
  /// What has to hold for the server to be given work, or is worth to be known.
  private struct Check {
    enum Status: String {
      case pass
      /// Something outside does not answer; the server takes work all the same.
      case warn
      case fail
    }

    let name: String
    let status: Status
    let detail: String

    init(_ name: String, isPassed: Bool, otherwise status: Status = .fail, _ detail: String) {
      self.name = name
      self.status = isPassed ? .pass : status
      self.detail = detail
    }
  }

  private var checks: [Check] {
    let storageFailure = engine.figures.storageFailure
    let isDraining = engine.isDraining
    let eventFailure = engine.events.figures.storageFailure
    return [
      Check(
        "accepting", isPassed: !isDraining, isDraining ? "shutting down" : "new jobs are taken"),
      Check(
        "storage", isPassed: storageFailure == nil,
        storageFailure ?? "what was written lately is kept"),
      Check("events", isPassed: eventFailure == nil, eventFailure ?? "events are taken"),
    ]
      + engine.collector.health.map { place in
        Check(place.name, isPassed: place.isWell, otherwise: .warn, place.detail)
      }
  }

  fileprivate func readiness() -> Response {
    let checks = checks
    let isReady = checks.allSatisfy { $0.status != .fail }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("status")
    writer.string(isReady ? "ready" : "not ready")
    writer.key("checks")
    writer.beginArray()
    for check in checks {
      writer.beginObject()
      writer.key("name")
      writer.string(check.name)
      writer.key("status")
      writer.string(check.status.rawValue)
      writer.key("detail")
      writer.string(check.detail)
      writer.endObject()
    }
    writer.endArray()
    writer.key("survey")
    if let survey = engine.survey {
      writer.string(survey.name)
    } else {
      writer.null()
    }
    writer.endObject()
    var response = Response.json(writer.bytes, status: isReady ? .ok : .serviceUnavailable)
    if !isReady { response.fields.append(.retryAfter, "5") }
    return response
  }
}
