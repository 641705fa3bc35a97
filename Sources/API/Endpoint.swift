internal import Engine
internal import HTTP
internal import Statistics

/// Which old service a path comes from; it decides how errors look.
enum Family: Sendable, Equatable {
  /// `{"status":"error","reason":...}`
  case survey
  /// `{"error":...}`
  case games
  /// `{"error":...}` as well, with sentences of its own for what is not served.
  case events
  /// `{"detail":...}`: a text, or all that is wrong with a body.
  case pipelines
  /// `{"status_code":...,"detail":...}`, and `extra` with all that is wrong with a request.
  case collector
  /// Pages of HTML, for people.
  case pages
  /// Problem documents (RFC 9457).
  case general

  /// The family of a path, also of one that is not served.
  init(ofPath target: Target) {
    let path = target.rawPath
    let isResult = path.elementsEqual(Self.results) || path.starts(with: Self.results + "/".utf8)
    if isResult || Endpoint.surveyPaths.contains(Array(path)) {
      self = .survey
    } else if Endpoint.eventPaths.contains(where: { Self.stands($0, in: path) }) {
      self = .events
    } else if Endpoint.pipelinePaths.contains(where: { Self.stands($0, in: path) })
      || Self.isOfPipelineJob(path)
    {
      self = .pipelines
    } else if Endpoint.collectorPaths.contains(where: { Self.stands($0, in: path) }) {
      self = .collector
    } else if Self.isPage(path) {
      self = .pages
    } else {
      self = Endpoint.gamesPaths.contains(Array(path)) ? .games : .general
    }
  }

  /// Whether a path is this one or one below it.
  private static func stands(_ start: [UInt8], in path: ArraySlice<UInt8>) -> Bool {
    path.starts(with: start)
      && (path.count == start.count || path[path.startIndex + start.count] == UInt8(ascii: "/"))
  }

  /// Whether a path is one of a job that only this family has: `/api/v1/jobs/{id}/status` or below its `results`.
  private static func isOfPipelineJob(_ path: ArraySlice<UInt8>) -> Bool {
    guard path.starts(with: jobs) else { return false }
    let parts = path.dropFirst(jobs.count)
      .split(separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count > 1 && !parts[0].isEmpty
      && Endpoint.pipelineTails.contains { $0.elementsEqual(parts[1]) }
  }

  private static func isPage(_ path: ArraySlice<UInt8>) -> Bool {
    Endpoint.pagePaths.contains(Array(path.dropFirst().prefix { $0 != UInt8(ascii: "/") }))
  }

  private static let results = Array("/api/get_results".utf8)
  private static let jobs = Array("/api/v1/jobs/".utf8)
}

/// One thing that can be asked: method and path, how it is answered, and what its description says.
struct Endpoint: Sendable {
  /// Where an answer is made.
  enum Mode: Sendable {
    /// In the loop: it takes some microseconds and never blocks.
    case inline
    /// On a lane.
    case pool
    /// In the loop if the result of the job is in memory or its file open, else on a lane.
    case inlineIfAtHand
  }

  /// How an answer is made.
  enum Answer: Sendable {
    /// It is what the call returns.
    case now(Now)
    /// The call, which the loop makes, only begins it: it takes some microseconds, and the answer is sent when it is known.
    case later(Later)
  }

  typealias Now = @Sendable (Responder, Request) throws(Failure) -> Response
  typealias Later = @Sendable (Responder, Request, LaterReply) throws(Failure) -> Void

  let method: HTTP.Method
  let pattern: String
  let family: Family
  let demands: Demand
  /// What some requests demand as well, by what their bodies say.
  var furtherDemand: Demand?
  /// The family that some requests belong to, by what their bodies say.
  var furtherFamily: Family?
  var mode = Mode.inline
  var takesJSON = false
  /// The body is one event or many, as JSON or as lines of JSON, whatever type it says it has.
  var takesEvents = false
  /// The body is a file, alone or in a form; the request then holds an `Upload`, and a lane answers whatever the mode says.
  var takesUpload = false
  let description: EndpointDescription
  let answer: Answer

  init(
    method: HTTP.Method, pattern: String, family: Family, demands: Demand, mode: Mode = .inline,
    takesJSON: Bool = false, takesUpload: Bool = false, description: EndpointDescription,
    answer: @escaping Now
  ) {
    self.method = method
    self.pattern = pattern
    self.family = family
    self.demands = demands
    self.mode = mode
    self.takesJSON = takesJSON
    self.takesUpload = takesUpload
    self.description = description
    self.answer = .now(answer)
  }

  /// An endpoint whose answer the loop begins and somebody else ends.
  init(
    method: HTTP.Method, pattern: String, family: Family, furtherFamily: Family? = nil,
    demands: Demand, furtherDemand: Demand? = nil, takesJSON: Bool = false,
    takesEvents: Bool = false, description: EndpointDescription, later: @escaping Later
  ) {
    self.method = method
    self.pattern = pattern
    self.family = family
    self.furtherFamily = furtherFamily
    self.demands = demands
    self.furtherDemand = furtherDemand
    self.takesJSON = takesJSON
    self.takesEvents = takesEvents
    self.description = description
    answer = .later(later)
  }

  /// The pattern as OpenAPI writes it: what catches the rest of a path is a parameter like any other.
  var template: String {
    pattern.hasSuffix("...}") ? pattern.dropLast(4) + "}" : pattern
  }

  /// Whether a request brings something.
  var takesBody: Bool { takesJSON || takesEvents || takesUpload }

  /// Whether an answer may have to wait for a lane, and is refused where too many do.
  var mayWait: Bool {
    if case .later = answer { return true }
    return mode != .inline || takesUpload
  }

  /// Whether it has to be known who asks: what is answered later is work, which is counted by whose it is, but for events; and what may turn
  /// out to demand more is decided anew.
  var notesCaller: Bool {
    if case .later = answer { family != .events } else { furtherDemand != nil }
  }

  /// The one table: it routes requests and makes the description of the API.
  static let all: [Endpoint] =
    surveyQuestions + surveyJobs + surveyNames + games + events + datasets + generalJobs
    + retries + pipelines + archives + dataFiles + collector + operations + pages

  /// Paths of the survey's family without parameters.
  static let surveyPaths = Set(
    (surveyQuestions + surveyJobs + surveyNames).map { Array($0.pattern.utf8) })
}

/// Where an endpoint sends an answer that is known later.
struct LaterReply: Sendable {
  /// The family whose shape a failure takes.
  private let family: Family
  private let deliver: @Sendable (Result<Response, Failure>, Family) -> Void

  init(
    _ family: Family, _ deliver: @escaping @Sendable (Result<Response, Failure>, Family) -> Void
  ) {
    self.family = family
    self.deliver = deliver
  }

  /// Sends it. To be called once, by any thread.
  func send(_ answer: Result<Response, Failure>) { deliver(answer, family) }

  /// The same place for a request that turned out to belong to another family.
  func within(_ family: Family) -> LaterReply { LaterReply(family, deliver) }
}
