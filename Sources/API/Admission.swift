internal import Engine
internal import HTTP

// What stands before the endpoints: keys and limits.

/// A request that was let through.
struct Admission: Sendable {
  /// Whose key it shows, where one was asked for.
  var holder: String?
  /// How the client stands with each limit that counted it.
  var standings: [RateStanding] = []

  /// What the answer tells of the limits.
  var fields: Fields { standings.isEmpty ? Fields() : Fields(RateFields.pairs(standings)) }
}

extension Responder {
  /// Lets a request through to an endpoint with these demands, and counts it.
  ///
  /// - Parameter notesCaller: the endpoint has to know who asks.
  /// - Returns: what the plan hands on to the answer.
  func admit(
    _ head: RequestHead, _ demand: Demand, _ arrival: Arrival, notesCaller: Bool
  ) throws(Failure) -> AnswerFields {
    let network = options.proxies.client(of: head, from: arrival.peer).network
    var admission = Admission()
    if access.options.concerns(demand) {
      admission = try admit(head, demand, from: network, at: arrival.monotonicNanoseconds)
    }
    if notesCaller {
      return .caller(Caller(network: network, keyName: admission.holder), admission.fields)
    }
    return admission.standings.isEmpty ? .none : .fields(admission.fields)
  }

  /// Lets a request that has reached its endpoint through to what it turned out to ask for.
  func admit(_ request: Request, to demand: Demand) throws(Failure) -> Admission {
    guard access.options.concerns(demand), let caller = request.answerFields.caller else {
      return Admission()
    }
    return try admit(
      request.head, demand, beyond: endpoints[request.endpoint].demands, from: caller.network,
      at: request.receivedMonotonicNanoseconds)
  }

  private func admit(
    _ head: RequestHead, _ demand: Demand, beyond earlier: Demand? = nil,
    from network: ClientAddress, at now: Int64
  ) throws(Failure) -> Admission {
    let decision = access.decide(
      demand, beyond: earlier, key: Self.key(in: head.fields),
      from: .address(network.high, network.low), at: now)
    switch decision {
    case .allowed(let standings, let holder):
      return Admission(holder: holder, standings: standings)
    case .missingKey: throw .missingKey
    case .wrongKey: throw .wrongKey
    case .lackingScope(let scope): throw .lackingScope(scope)
    case .tooMany(let standing): throw .tooManyRequests(standing)
    }
  }

  /// The key that a request shows: behind `Bearer` in Authorization (RFC 6750, section 2.1), else in X-API-Key, else the password that a
  /// browser shows.
  static func key(in fields: Fields) -> ArraySlice<UInt8>? {
    if let credentials = fields.bytes(of: .authorization),
      let blank = credentials.firstIndex(of: UInt8(ascii: " ")),
      credentials[..<blank].lazy.map(lowered).elementsEqual("bearer".utf8)
    {
      return credentials[blank...].drop { $0 == UInt8(ascii: " ") }
    }
    if let key = fields.bytes(of: apiKey), !key.isEmpty { return key }
    return fields.bytes(of: .authorization).flatMap(BasicCredentials.password(in:))
  }

  private static let apiKey: FieldName = "X-API-Key"

  private static func lowered(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
  }
}

/// The fields that tell clients of limits.
///
/// - Source: draft-ietf-httpapi-ratelimit-headers, whose fields are lists of structured fields (RFC 9651).
enum RateFields {
  static let policy: FieldName = "RateLimit-Policy"
  static let limit: FieldName = "RateLimit"

  /// Both fields for one or more policies.
  static func pairs(_ standings: [RateStanding]) -> [(FieldName, String)] {
    let policies = standings.map {
      "\"\($0.policy.name)\";q=\($0.policy.count);w=\($0.policy.seconds)"
    }
    let limits = standings.map { "\"\($0.policy.name)\";r=\($0.remaining);t=\($0.resetSeconds)" }
    return [
      (policy, policies.joined(separator: ", ")), (limit, limits.joined(separator: ", ")),
    ]
  }
}
