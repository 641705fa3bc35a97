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
    /// The largest upload: a whole form, or a file sent alone.
    package var uploadLimitBytes = 200_000_000
    /// The largest body of events.
    package var eventLimitBytes = 4 << 20
    /// Origins whose pages may read answers.
    package var crossOrigin = CrossOrigin(origins: [])
    /// Proxies that are believed in where a request came from.
    package var proxies = TrustedProxies()
    /// What absolute links begin with; without one they begin with what the client has asked.
    package var publicURL: PublicURL?
    /// The version that `/openapi.json` and `/metrics` tell.
    package var version = "0"

    package init() {}
  }

  /// Where and how a request is to be answered, known from its head.
  package enum Plan: Sendable {
    /// The answer takes some microseconds: the loop makes it.
    case inline(endpoint: Int, Parameters, bodyLimitBytes: Int, AnswerFields)
    /// The answer may block or compute: a lane makes it.
    case pool(endpoint: Int, Parameters, bodyLimitBytes: Int, AnswerFields)
    /// The loop begins the answer, and it is sent when it is known.
    case later(endpoint: Int, Parameters, bodyLimitBytes: Int, AnswerFields)
    /// The body is a file, alone or in a form, that is written to a draft as it comes; a lane makes the answer.
    case upload(endpoint: Int, Parameters, limitBytes: Int, AnswerFields)
    /// The answer is known without the body.
    case refuse(Response)
  }

  let engine: TallyEngine
  let access: AccessKeeper
  let options: Options
  /// Figures of the server that only the outermost room can reach.
  let connections: @Sendable () -> ConnectionFigures
  let metrics: RequestMetrics
  let openAPI: [UInt8]

  let endpoints = Endpoint.all
  private let routes: Routes<Int>
  /// For each endpoint, whether keys or limits have a say. Where they have none, requests are not looked at.
  private let isGuarded: [Bool]
  private let lastRequest = Atomic<Int64>(0)

  /// - Parameters:
  ///   - access: keys and limits; without it no key is asked for.
  ///   - connections: figures of the connections, for metrics.
  package init(
    _ engine: TallyEngine, _ options: Options, access: AccessKeeper = AccessKeeper(),
    connections: @escaping @Sendable () -> ConnectionFigures = { ConnectionFigures() }
  ) {
    self.engine = engine
    self.access = access
    self.options = options
    self.connections = connections
    metrics = RequestMetrics(endpointCount: Endpoint.all.count)
    openAPI = OpenAPI.document(version: options.version, access.options)
    isGuarded = endpoints.map { access.options.concerns($0.demands) }
    routes = Routes(
      Endpoint.all.enumerated().map { place, endpoint in
        (endpoint.method, endpoint.pattern, place)
      })
  }

  /// When the last request came that a shutdown waits for, by the clock that never goes back; 0 before the first. Events and those who ask
  /// about them come for ever.
  package var lastRequestNanoseconds: Int64 { lastRequest.load(ordering: .relaxed) }

  /// Decides from the head alone what is to be done with a request.
  ///
  /// - Complexity: without keys and limits on the endpoint, they cost one look into a table.
  package func plan(_ head: RequestHead, _ id: RequestID, _ arrival: Arrival) -> Plan {
    switch routes.match(head) {
    case .found(let place, let parameters):
      // An endpoint is large: its parts are looked at where it stands.
      let takesJSON = endpoints[place].takesJSON
      let takesEvents = endpoints[place].takesEvents
      let takesUpload = endpoints[place].takesUpload
      let fields: AnswerFields
      do throws(Failure) {
        if options.crossOrigin.forbids(head) { throw .crossOrigin }
        fields = try admit(head, toEndpoint: place, arrival)
        try checkBody(head, takesJSON: takesJSON, takesOther: takesUpload || takesEvents)
      } catch {
        return .refuse(response(to: error, in: endpoints[place].family, id, head))
      }
      if takesUpload {
        return .upload(endpoint: place, parameters, limitBytes: options.uploadLimitBytes, fields)
      }
      let limit =
        takesJSON ? options.bodyLimitBytes : takesEvents ? options.eventLimitBytes : 0
      if case .later = endpoints[place].answer {
        return .later(endpoint: place, parameters, bodyLimitBytes: limit, fields)
      }
      return runsInline(endpoints[place].mode, parameters)
        ? .inline(endpoint: place, parameters, bodyLimitBytes: limit, fields)
        : .pool(endpoint: place, parameters, bodyLimitBytes: limit, fields)
    case .methodNotAllowed(let allow):
      if head.method == .options { return .refuse(answerToOptions(head, allow: allow)) }
      let failure = Failure.methodNotAllowed(head.method.text, allow: allow)
      return .refuse(refusalOfWhatIsNotServed(failure, head, id, arrival))
    case .unknown:
      // The server as a whole (RFC 9110, section 9.3.7).
      if head.method == .options, head.target.decodedPath == "*" {
        return .refuse(Response(.noContent, fields: Fields([(.allow, "GET, HEAD, POST, OPTIONS")])))
      }
      let failure: Failure =
        switch Family(ofPath: head.target) {
        case .survey: .invalidJobID
        case .events: .noEndpoint
        case .pipelines where head.target.rawPath.starts(with: DataPath.prefix.utf8): .noDataFile
        case .games, .pipelines, .collector, .pages, .general: .unknownPath(head.target.decodedPath)
        }
      return .refuse(refusalOfWhatIsNotServed(failure, head, id, arrival))
    }
  }

  /// Answers a request that was planned to be answered in the loop or on a lane.
  package func answer(_ request: Request) -> Response {
    noteRequest(request)
    guard case .now(let answer) = endpoints[request.endpoint].answer else {
      preconditionFailure("an answer that is known later is not waited for")
    }
    let family = endpoints[request.endpoint].family
    do throws(Failure) {
      return finished(.success(try answer(self, request)), request, family)
    } catch {
      return finished(.failure(error), request, family)
    }
  }

  /// Begins to answer a request that was planned to be answered later. It takes some microseconds.
  package func answer(_ request: Request, _ reply: Reply) {
    noteRequest(request)
    guard case .later(let begin) = endpoints[request.endpoint].answer else {
      return reply.send(answer(request))
    }
    let family = endpoints[request.endpoint].family
    do throws(Failure) {
      let later = LaterReply(family) { reply.send(self.finished($0, request, $1)) }
      try begin(self, request, later)
    } catch {
      reply.send(finished(.failure(error), request, family))
    }
  }

  private func noteRequest(_ request: Request) {
    guard endpoints[request.endpoint].family != .events else { return }
    lastRequest.store(request.receivedMonotonicNanoseconds, ordering: .relaxed)
  }

  private func finished(
    _ answer: Result<Response, Failure>, _ request: Request, _ family: Family
  ) -> Response {
    var response: Response
    switch answer {
    case .success(let made):
      response = made
      options.crossOrigin.mark(&response, for: request.head)
    case .failure(let failure):
      response = self.response(to: failure, in: family, request.requestID, request.head)
    }
    request.answerFields.add(to: &response)
    return response
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

  private func admit(
    _ head: RequestHead, toEndpoint place: Int, _ arrival: Arrival
  ) throws(Failure) -> AnswerFields {
    let notesCaller = endpoints[place].notesCaller
    guard isGuarded[place] || notesCaller else { return .none }
    return try admit(head, endpoints[place].demands, arrival, notesCaller: notesCaller)
  }

  /// Whether the loop itself answers, for a request with these parameters.
  private func runsInline(_ mode: Endpoint.Mode, _ parameters: Parameters) -> Bool {
    switch mode {
    case .inline: true
    case .pool: false
    case .inlineIfAtHand: isAtHand(parameters)
    }
  }

  private func checkBody(
    _ head: RequestHead, takesJSON: Bool, takesOther: Bool
  ) throws(Failure) {
    guard takesJSON || takesOther, head.framing != .length(0) else { return }
    if takesJSON, !JSONBody.isJSON(head.fields) {
      throw .unsupportedMediaType(head.fields[.contentType] ?? "")
    }
    if head.fields.contains(.contentEncoding), let coding = head.fields[.contentEncoding],
      coding.lowercased() != "identity"
    {
      throw .codedBody(coding)
    }
  }

  /// The answer to what no endpoint takes. It asks for no key, since it tells nothing, but it counts where all requests do.
  private func refusalOfWhatIsNotServed(
    _ failure: Failure, _ head: RequestHead, _ id: RequestID, _ arrival: Arrival
  ) -> Response {
    var failure = failure
    var fields = AnswerFields.none
    do throws(Failure) {
      if access.options.concerns(.counted) {
        fields = try admit(head, .counted, arrival, notesCaller: false)
      }
    } catch {
      failure = error
    }
    var response = response(to: failure, in: Family(ofPath: head.target), id, head)
    fields.add(to: &response)
    return response
  }

  private func response(
    to failure: Failure, in family: Family, _ id: RequestID, _ head: RequestHead?
  ) -> Response {
    var response = failure.response(in: family, requestID: id)
    // A wrong key is challenged where it was shown: on the way to where keys are asked for, it would be shown, and counted, once more.
    if family == .pages, case .missingKey = failure, let head {
      response = Self.signIn(head) ?? response
    }
    if let head { options.crossOrigin.mark(&response, for: head) }
    return response
  }

  /// Sends a browser that has no key to where it is asked for one; `nil` if it is there already.
  private static func signIn(_ head: RequestHead) -> Response? {
    let target = head.target
    guard target.decodedPath != Endpoint.signInPath else { return nil }
    var next = Array(target.rawPath)
    if !target.rawQuery.isEmpty { next += [UInt8(ascii: "?")] + target.rawQuery }
    let text = QueryText.encoded(String(decoding: next, as: UTF8.self))
    return Response(
      .seeOther, fields: Fields([(.location, "\(Endpoint.signInPath)?next=\(text)")]))
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
