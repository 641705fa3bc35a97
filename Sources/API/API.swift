// What is asked and answered: endpoints between the HTTP room and the engine.
//
// A request's head comes in and is matched against the one table of endpoints, which says where the answer is made (in the loop or on
// a lane), what body is read, and how errors look. Then the whole request comes in and a response goes out. Every failure is a case of
// `Failure`, and one switch turns it into a status, a sentence and, by the family of the path, a body.
//
// The room touches no socket, no file and no lock: the engine does that. What it keeps itself are counters.

package import Engine
package import HTTP
internal import JSON
internal import Synchronization

/// Answers the requests of one server: the endpoints with all that they need.
package final class Responder: Sendable {
  /// What can be set.
  package struct Options: Sendable {
    /// The largest JSON body.
    package var bodyLimitBytes = 1 << 20
    /// Origins whose pages may read answers.
    package var crossOrigin = CrossOrigin(origins: [])
    /// The version that `/openapi.json` and `/metrics` tell.
    package var version = "0"

    package init() {}
  }

  /// Where and how a request is to be answered, known from its head.
  package enum Plan: Sendable {
    /// The answer takes some microseconds: the loop makes it.
    case inline(endpoint: Int, Parameters, bodyLimitBytes: Int)
    /// The answer may block or compute: a lane makes it.
    case pool(endpoint: Int, Parameters, bodyLimitBytes: Int)
    /// The answer is known without the body.
    case refuse(Response)
  }

  let engine: TallyEngine
  let options: Options
  /// Figures of the server that only the outermost room can reach.
  let connections: @Sendable () -> ConnectionFigures
  let metrics: RequestMetrics
  let openAPI: [UInt8]

  private let endpoints = Endpoint.all
  private let routes: Routes<Int>
  private let lastRequest = Atomic<Int64>(0)

  /// - Parameter connections: figures of the connections, for metrics.
  package init(
    _ engine: TallyEngine, _ options: Options,
    connections: @escaping @Sendable () -> ConnectionFigures = { ConnectionFigures() }
  ) {
    self.engine = engine
    self.options = options
    self.connections = connections
    metrics = RequestMetrics(endpointCount: Endpoint.all.count)
    openAPI = OpenAPI.document(version: options.version)
    routes = Routes(
      Endpoint.all.enumerated().map { place, endpoint in
        (endpoint.method, endpoint.pattern, place)
      })
  }

  /// When the last request came, by the clock that never goes back; 0 before the first.
  package var lastRequestNanoseconds: Int64 { lastRequest.load(ordering: .relaxed) }

  /// Decides from the head alone what is to be done with a request.
  package func plan(_ head: RequestHead, _ id: RequestID) -> Plan {
    switch routes.match(head) {
    case .found(let place, let parameters):
      // An endpoint is large: its parts are looked at where it stands.
      let takesJSON = endpoints[place].takesJSON
      if let failure = refusal(head, takesJSON: takesJSON) {
        return .refuse(response(to: failure, in: endpoints[place].family, id, head))
      }
      let limit = takesJSON ? options.bodyLimitBytes : 0
      return runsInline(endpoints[place].mode, parameters)
        ? .inline(endpoint: place, parameters, bodyLimitBytes: limit)
        : .pool(endpoint: place, parameters, bodyLimitBytes: limit)
    case .methodNotAllowed(let allow):
      if head.method == .options { return .refuse(answerToOptions(head, allow: allow)) }
      let failure = Failure.methodNotAllowed(head.method.text, allow: allow)
      return .refuse(response(to: failure, in: Family(ofPath: head.target), id, head))
    case .unknown:
      // The server as a whole (RFC 9110, section 9.3.7).
      if head.method == .options, head.target.decodedPath == "*" {
        return .refuse(Response(.noContent, fields: Fields([(.allow, "GET, HEAD, POST, OPTIONS")])))
      }
      let family = Family(ofPath: head.target)
      let failure: Failure =
        family == .survey ? .invalidJobID : .unknownPath(head.target.decodedPath)
      return .refuse(response(to: failure, in: family, id, head))
    }
  }

  /// Answers a request that was planned before.
  package func answer(_ request: Request) -> Response {
    lastRequest.store(request.receivedMonotonicNanoseconds, ordering: .relaxed)
    let answer = endpoints[request.endpoint].answer
    do throws(Failure) {
      var response = try answer(self, request)
      options.crossOrigin.mark(&response, for: request.head)
      return response
    } catch {
      let family = endpoints[request.endpoint].family
      return response(to: error, in: family, request.requestID, request.head)
    }
  }

  /// Says what is wrong with a message, in the shape of its path's family if the path is known by then.
  package func refusal(_ fault: RequestFault, _ head: RequestHead?, _ id: RequestID) -> Response {
    response(to: .fault(fault), in: head.map { Family(ofPath: $0.target) } ?? .general, id, head)
  }

  /// Counts an answer that has left.
  package func count(endpoint: Int?, status: Status, nanoseconds: Int64) {
    metrics.count(endpoint: endpoint, status: status, nanoseconds: nanoseconds)
  }

  /// The name of an endpoint in logs: its pattern.
  package static func name(ofEndpoint place: Int) -> String { Endpoint.all[place].pattern }

  // Leaves

  /// Whether the loop itself answers, for a request with these parameters.
  private func runsInline(_ mode: Endpoint.Mode, _ parameters: Parameters) -> Bool {
    switch mode {
    case .inline: true
    case .pool: false
    case .inlineIfAtHand: isAtHand(parameters)
    }
  }

  private func refusal(_ head: RequestHead, takesJSON: Bool) -> Failure? {
    if options.crossOrigin.forbids(head) { return .crossOrigin }
    guard takesJSON, head.framing != .length(0) else { return nil }
    if !JSONBody.isJSON(head.fields) {
      return .unsupportedMediaType(head.fields[.contentType] ?? "")
    }
    if head.fields.contains(.contentEncoding), let coding = head.fields[.contentEncoding],
      coding.lowercased() != "identity"
    {
      return .codedBody(coding)
    }
    return nil
  }

  private func response(
    to failure: Failure, in family: Family, _ id: RequestID, _ head: RequestHead?
  ) -> Response {
    var response = failure.response(in: family, requestID: id)
    if let head { options.crossOrigin.mark(&response, for: head) }
    return response
  }

  private func answerToOptions(_ head: RequestHead, allow: String) -> Response {
    options.crossOrigin.preflight(head, allow: allow)
      ?? Response(.noContent, fields: Fields([(.allow, allow)]))
  }
}

/// Figures of the connections and of the process, for metrics.
package struct ConnectionFigures: Sendable {
  /// Connections that are open.
  package var open = 0
  /// Connections accepted since the start.
  package var accepted = 0
  /// Connections refused since the start, because too many were open.
  package var refused = 0
  /// Memory of the process that is resident.
  package var residentBytes = 0
  /// Processor time used since the start, user and system.
  package var cpuSeconds = 0.0
  /// When the process started, in seconds since 1970.
  package var startSeconds = 0.0

  package init() {}
}
