internal import Engine
internal import JSON
internal import Stores

/// The jobs of a running server, as calls that wait for their answer.
struct RemoteJobs {
  /// A page of the list.
  struct Page {
    var records: [JobRecord]
    /// Where the next one begins; `nil` behind the last one.
    var cursor: String?
  }

  /// What became of the wish to cancel a job.
  enum Cancellation: Equatable {
    /// It waited, and will never begin.
    case cancelled
    /// It runs, and stops in a moment.
    case stopping
    /// It was finished, and is gone now.
    case removed
  }

  static let pageLimit = 100
  private static let answerLimitBytes = 32 << 20
  private static let resultLimitBytes = 1 << 30
  /// How long an answer may take that does not wait for a job.
  static let answerSeconds = 60.0
  /// After so long without a byte the stream of events is taken for broken.
  private static let silenceSeconds = 60.0

  let server: RemoteServer
  private let client: HTTPClient

  init(_ server: RemoteServer) {
    self.server = server
    var options = HTTPClient.Options()
    // Who runs the command has named the server.
    options.allowsPrivate = true
    options.userAgent = "tally/\(CommandLineTool.version)"
    client = HTTPClient(options: options)
  }

  // Calls

  /// A page of the jobs, the newest first.
  func list(
    states: [JobState], kind: String?, limit: Int, cursor: String?
  ) throws(RemoteFailure) -> Page {
    var items = [("_limit", String(limit))]
    if !states.isEmpty { items.append(("state", states.map(\.rawValue).joined(separator: ","))) }
    if let kind { items.append(("type", kind)) }
    if let cursor { items.append(("_cursor", cursor)) }
    let query = items.map { "\($0)=\(Self.percentEncoded($1))" }.joined(separator: "&")
    let path = "/api/v1/jobs"
    let answer = try json(ask(request(), "\(path)?\(query)").body, path)
    guard case .array(let elements)? = answer["data"] else { throw unreadable(path) }
    let records = try elements.map { (element) throws(RemoteFailure) in
      try record(element, path)
    }
    return Page(records: records, cursor: answer["page"]?["next"]?.string)
  }

  /// Submits a job.
  ///
  /// - Parameters:
  ///   - body: what is to be done, as JSON.
  ///   - key: known to the server for a day; a second submission under it is the same job.
  func submit(_ body: [UInt8], key: String) throws(RemoteFailure) -> JobRecord {
    let path = "/api/v1/jobs"
    let fields = [
      OutboundResponse.Field(name: "Content-Type", value: "application/json"),
      OutboundResponse.Field(name: "Idempotency-Key", value: key),
    ]
    let answer = try ask(request("POST", fields, body), path)
    return try record(json(answer.body, path), path)
  }

  /// What the server says of a job.
  ///
  /// - Parameter seconds: how long the answer may take.
  func job(_ id: JobID, within seconds: Double = answerSeconds) throws(RemoteFailure) -> JobRecord {
    let path = Self.path(id)
    return try record(json(ask(request(), path, within: seconds).body, path), path)
  }

  /// The result of a job that has succeeded, as it is.
  func result(of id: JobID) throws(RemoteFailure) -> [UInt8] {
    // What is long may take long, but not stand still.
    try ask(
      request(), Self.path(id) + "/result", within: .infinity, limitBytes: Self.resultLimitBytes
    ).body
  }

  /// Cancels a job that is not finished, or removes one that is.
  func cancel(_ id: JobID) throws(RemoteFailure) -> Cancellation {
    switch try ask(request("DELETE"), Self.path(id)).head.status {
    case 202: .stopping
    case 204: .removed
    default: .cancelled
    }
  }

  /// Listens to the events of a job until there are no more, the time is over, or who listens has heard enough.
  ///
  /// - Parameters:
  ///   - take: gets what each event says, and whether to go on is its answer.
  ///   - tick: called about twenty times a second.
  func listen(
    to id: JobID, seconds: Double, take: (JSONValue) -> Bool, tick: () -> Void
  ) throws(RemoteFailure) {
    var lines = EventLines()
    let fields = [OutboundResponse.Field(name: "Accept", value: "text/event-stream")]
    _ = try ask(
      request("GET", fields), Self.path(id) + "/events",
      HTTPClient.Limits(
        bytes: .max, totalSeconds: seconds, stallSeconds: Self.silenceSeconds)
    ) { piece in
      for event in lines.take(piece) {
        if let value = try? JSONParser.parse(event), !take(value) { return false }
      }
      return true
    } tick: {
      tick()
    }
  }

  // Leaves

  private static func path(_ id: JobID) -> String { "/api/v1/jobs/\(id)" }

  private func request(
    _ method: String = "GET", _ fields: [OutboundResponse.Field] = [], _ body: [UInt8] = []
  ) -> HTTPClient.Request {
    var fields = fields
    if let key = server.key {
      fields.append(OutboundResponse.Field(name: "Authorization", value: "Bearer \(key)"))
    }
    return HTTPClient.Request(method: method, fields: fields, body: body)
  }

  private func ask(
    _ request: HTTPClient.Request, _ path: String, within seconds: Double = answerSeconds,
    limitBytes: Int = answerLimitBytes
  ) throws(RemoteFailure) -> (head: OutboundResponse, body: [UInt8]) {
    var body: [UInt8] = []
    let limits = HTTPClient.Limits(bytes: limitBytes, totalSeconds: seconds)
    let head = try ask(request, path, limits) { piece in
      body.append(contentsOf: piece)
      return true
    } tick: {
    }
    guard 200..<300 ~= head.status else {
      throw .refused(Refusal(head.status, head.fields, body, hasKey: server.key != nil))
    }
    return (head, body)
  }

  private func ask(
    _ request: HTTPClient.Request, _ path: String, _ limits: HTTPClient.Limits,
    into sink: ([UInt8]) -> Bool, tick: () -> Void
  ) throws(RemoteFailure) -> OutboundResponse {
    do throws(OutboundFailure) {
      return try client.send(
        request, to: server.url + path, limits: limits, into: sink,
        isCancelled: {
          tick()
          return false
        })
    } catch {
      throw .unanswered(url: server.url, error)
    }
  }

  private func json(_ body: [UInt8], _ path: String) throws(RemoteFailure) -> JSONValue {
    guard let value = try? JSONParser.parse(body) else { throw unreadable(path) }
    return value
  }

  private func record(_ value: JSONValue, _ path: String) throws(RemoteFailure) -> JobRecord {
    guard let record = JobRecord(value) else { throw unreadable(path) }
    return record
  }

  private func unreadable(_ path: String) -> RemoteFailure {
    .unreadable(url: server.url, path: path)
  }

  /// A text as the value of a parameter (RFC 3986, section 2.3).
  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        String(UnicodeScalar(byte))
      default: "%" + Hexadecimal.text(of: [byte]).uppercased()
      }
    }.joined()
  }
}
