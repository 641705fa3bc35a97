/// The head of a request: everything before its body.
///
/// A copy costs one reference; nothing in it ever changes.
@usableFromInline package struct RequestHead: Sendable {
  /// What the scanner found out.
  final class Storage: Sendable {
    let method: Method
    let minorVersion: UInt8
    let targetForm: Target.Form
    let isPersistent: Bool
    let expectsContinue: Bool
    /// There is an Accept-Encoding field.
    let sendsAcceptEncoding: Bool
    /// Where an X-Request-Id stands among the fields; -1 for none.
    let givenIDPlace: Int
    let framing: BodyFraming
    let fields: Fields
    let authority: Range<Int>
    let path: Range<Int>
    let query: Range<Int>
    /// The target holds a percent sign.
    let hasEscape: Bool

    init(
      method: Method, minorVersion: UInt8, targetForm: Target.Form, isPersistent: Bool,
      expectsContinue: Bool, sendsAcceptEncoding: Bool, givenIDPlace: Int, framing: BodyFraming,
      fields: Fields, authority: Range<Int>, path: Range<Int>, query: Range<Int>, hasEscape: Bool
    ) {
      self.method = method
      self.minorVersion = minorVersion
      self.targetForm = targetForm
      self.isPersistent = isPersistent
      self.expectsContinue = expectsContinue
      self.sendsAcceptEncoding = sendsAcceptEncoding
      self.givenIDPlace = givenIDPlace
      self.framing = framing
      self.fields = fields
      self.authority = authority
      self.path = path
      self.query = query
      self.hasEscape = hasEscape
    }
  }

  let storage: Storage

  init(_ storage: Storage) {
    self.storage = storage
  }

  package var method: Method { storage.method }

  /// The minor version of HTTP/1: 0 or 1. Higher ones count as 1 (RFC 9110, section 2.5).
  package var minorVersion: UInt8 { storage.minorVersion }

  /// How long the body is.
  package var framing: BodyFraming { storage.framing }

  /// The client is ready to send another request on the same connection (RFC 9112, section 9.3).
  package var isPersistent: Bool { storage.isPersistent }

  /// The client waits for `100 Continue` before it sends the body (RFC 9110, section 10.1.1).
  package var expectsContinue: Bool { storage.expectsContinue }

  package var fields: Fields { storage.fields }

  /// The id that the client gave, if it is a valid one.
  package var givenID: RequestID? {
    let place = storage.givenIDPlace
    return place < 0 ? nil : RequestID(given: storage.fields.value(at: place))
  }

  /// What the request is about.
  package var target: Target {
    Target(
      form: storage.targetForm, bytes: storage.fields.wire, path: storage.path,
      query: storage.query)
  }

  /// The host and port that the client asked: of an absolute target, else of the Host field; empty when there is neither.
  package var host: String {
    storage.targetForm == .absolute
      ? String(decoding: storage.fields.wire[storage.authority], as: UTF8.self)
      : storage.fields[.host] ?? ""
  }
}

/// How the end of a request's body is known (RFC 9112, section 6.3).
package enum BodyFraming: Equatable, Sendable {
  case none
  /// A body of so many bytes; may be 0.
  case length(Int)
  case chunked
}

/// A whole request.
package struct Request: Sendable {
  package let head: RequestHead
  /// The body without its framing; empty when there is none.
  package var body: [UInt8]
  /// The body that went into a file, where the plan said so and there was one.
  package var upload: Upload?
  package let requestID: RequestID
  /// When the head was complete, in nanoseconds since 1970.
  package let receivedWallNanoseconds: Int64
  /// When the head was complete, by the clock that never goes back.
  package let receivedMonotonicNanoseconds: Int64
  /// The endpoint that the plan chose; the server hands it through.
  package let endpoint: Int
  /// What the route's pattern caught.
  package let parameters: Parameters
  /// Fields that the plan wants in the answer; the server hands them through.
  package let answerFields: AnswerFields

  package init(
    head: RequestHead, body: [UInt8], requestID: RequestID, receivedWallNanoseconds: Int64,
    receivedMonotonicNanoseconds: Int64, endpoint: Int, parameters: Parameters,
    answerFields: AnswerFields = .none
  ) {
    self.head = head
    self.body = body
    self.requestID = requestID
    self.receivedWallNanoseconds = receivedWallNanoseconds
    self.receivedMonotonicNanoseconds = receivedMonotonicNanoseconds
    self.endpoint = endpoint
    self.parameters = parameters
    self.answerFields = answerFields
  }

  package var method: Method { head.method }
  package var target: Target { head.target }
  package var fields: Fields { head.fields }
  package var minorVersion: UInt8 { head.minorVersion }
  /// The request's id as text.
  package var id: String { requestID.description }
}

/// Fields of an answer that are known before it is made, and who asks. Most answers have neither, so they take one word.
package enum AnswerFields: Sendable {
  case none
  indirect case fields(Fields)
  /// The same for an endpoint that has to know who asks.
  indirect case caller(Caller, Fields)

  /// Appends them to a response.
  package func add(to response: inout Response) {
    switch self {
    case .none: break
    case .fields(let fields), .caller(_, let fields): response.fields.append(contentsOf: fields)
    }
  }

  /// Who asks, where that was noted.
  package var caller: Caller? {
    if case .caller(let caller, _) = self { caller } else { nil }
  }
}

/// Who asks: a network, and whose key was shown where one was asked for.
package struct Caller: Equatable, Sendable {
  /// What limits count: the address, or the network that it belongs to.
  package let network: ClientAddress
  /// The name of the key; `nil` where none was asked for.
  package let keyName: String?

  package init(network: ClientAddress, keyName: String? = nil) {
    self.network = network
    self.keyName = keyName
  }
}

extension Request {
  /// A request made of parts, for tests of endpoints.
  ///
  /// - Returns: `nil` when the parts do not make a valid request.
  package init?(
    _ method: Method, _ target: String, fields: [(FieldName, String)] = [], body: [UInt8] = [],
    endpoint: Int = 0, parameters: Parameters = Parameters(), wallNanoseconds: Int64 = 0
  ) {
    var bytes = Array("\(method.text) \(target) HTTP/1.1\r\n".utf8)
    if !fields.contains(where: { $0.0 == .host }) { bytes += Array("Host: localhost\r\n".utf8) }
    for (name, value) in fields { bytes += Array("\(name): \(value)\r\n".utf8) }
    bytes += [Characters.carriageReturn, Characters.lineFeed]
    var parser = RequestParser()
    var place = 0
    guard
      case .head(let head) = parser.next(
        in: bytes, from: &place, to: bytes.count, limits: RequestParser.Limits())
    else { return nil }
    self.init(
      head: head, body: body, requestID: RequestID(random: 0, 0),
      receivedWallNanoseconds: wallNanoseconds, receivedMonotonicNanoseconds: 0, endpoint: endpoint,
      parameters: parameters)
  }
}
