internal import API
internal import Engine
internal import HTTP
internal import Posix
internal import Server
internal import Synchronization

/// What the server is given: the endpoints, the lanes, the log and the counters.
enum Wiring {
  /// - Parameter drafts: the folder that uploads are written to as they come.
  static func service(
    _ api: Responder, _ pool: WorkerPool, _ log: Log, drafts: Folder
  ) -> Service {
    var service = Service(
      plan: { head, id, arrival in plan(api.plan(head, id, arrival)) },
      answer: { request in api.answer(request) },
      answerLater: { request, reply in api.answer(request, reply) },
      offload: { work in pool.offload(work) },
      refuse: { fault, head, id in api.refusal(fault, head, id) },
      openDraft: { draft(in: drafts) })
    if log.isOn(.debug) { service.began = { request in logEntry(request, log) } }
    let logsOutcomes = log.isOn(.info)
    service.ended = { exchange in
      api.count(
        endpoint: exchange.endpoint, status: exchange.status,
        nanoseconds: exchange.durationNanoseconds)
      if logsOutcomes { logOutcome(exchange, log) }
    }
    return service
  }

  private static func plan(_ plan: consuming Responder.Plan) -> Plan {
    switch plan {
    case .inline(let endpoint, let parameters, let limit, let fields):
      .accept(
        mode: .inline, body: body(limit), endpoint: endpoint, parameters: parameters,
        answerFields: fields)
    case .pool(let endpoint, let parameters, let limit, let fields):
      .accept(
        mode: .pool, body: body(limit), endpoint: endpoint, parameters: parameters,
        answerFields: fields)
    case .later(let endpoint, let parameters, let limit, let fields):
      .accept(
        mode: .later, body: body(limit), endpoint: endpoint, parameters: parameters,
        answerFields: fields)
    case .upload(let endpoint, let parameters, let limit, let fields):
      .accept(
        mode: .pool, body: .spool(limitBytes: limit), endpoint: endpoint, parameters: parameters,
        answerFields: fields)
    case .refuse(let response): .refuse(response)
    }
  }

  private static func draft(in folder: Folder) -> Result<DraftFile, Errno> {
    do throws(Errno) {
      return .success(try folder.draft(named: "upload"))
    } catch {
      return .failure(error)
    }
  }

  private static func body(_ limitBytes: Int) -> Plan.BodyPlan {
    limitBytes > 0 ? .memory(limitBytes: limitBytes) : .none
  }

  private static func logEntry(_ request: Request, _ log: Log) {
    log.write(.debug, at: .now(), "request") { fields in
      fields.add("request_id") { request.requestID.append(to: &$0) }
      fields.add("method", request.method.text)
      fields.add("route", Responder.name(ofEndpoint: request.endpoint))
    }
  }

  private static func logOutcome(_ exchange: Exchange, _ log: Log) {
    log.write(.info, at: exchange.ended, "response") { fields in
      fields.add("request_id") { exchange.requestID.append(to: &$0) }
      if let method = exchange.method { fields.add("method", method.text) }
      if let endpoint = exchange.endpoint {
        fields.add("route", Responder.name(ofEndpoint: endpoint))
      }
      fields.add("status", exchange.status.code)
      fields.add("bytes_in", exchange.bytesIn)
      fields.add("bytes_out", exchange.bytesOut)
      fields.add("duration_ms", inMilliseconds: exchange.durationNanoseconds)
    }
  }
}

/// Figures of the connections and the process, for metrics. The server is made after the API that asks for them.
final class FigureSource: Sendable {
  private let server = AtomicLazyReference<HTTPServer>()
  private let start = Moment.now()

  func follow(_ server: HTTPServer) { _ = self.server.storeIfNil(server) }

  @Sendable func read() -> ConnectionFigures {
    var figures = ConnectionFigures()
    if let counts = server.load()?.counts {
      figures.open = counts.openConnections
      figures.accepted = counts.acceptedConnections
      figures.refused = counts.refusedConnections
    }
    figures.residentBytes = Process.residentBytes
    figures.cpuSeconds = Process.cpuSeconds
    figures.startSeconds = Double(start.wallNanoseconds / 1_000_000) / 1000
    return figures
  }
}
