internal import Engine
internal import HTTP
internal import JSON

// What the description says of keys and limits: only what this server asks for.
extension OpenAPI {
  /// The two ways in which a key is sent.
  static let securitySchemes = object([
    (
      "bearer",
      object([
        ("type", .string("http")), ("scheme", .string("bearer")),
        ("description", .string("A key, as in `Authorization: Bearer KEY`")),
      ])
    ),
    (
      "apiKey",
      object([
        ("type", .string("apiKey")), ("in", .string("header")), ("name", .string("X-API-Key")),
        ("description", .string("The same key in a field of its own")),
      ])
    ),
  ])

  /// What an operation asks for: either of the two ways where a key is needed, nothing elsewhere. From OpenAPI 3.1 on the scope stands
  /// with either.
  ///
  /// Where only some requests need a key, the first way is to show none.
  static func security(of endpoint: Endpoint, _ options: Access.Options) -> JSONValue {
    let sometimes = endpoint.furtherDemand.flatMap(options.scope)
    // To be asked for a key is all that one goes there for.
    let always =
      options.scope(for: endpoint.demands)
      ?? (endpoint.pattern == Endpoint.signInPath ? sometimes : nil)
    guard let scope = always ?? sometimes else { return .array([]) }
    let ways = ["bearer", "apiKey"].map { object([($0, .array([.string(scope.rawValue)]))]) }
    return .array(always == nil ? [object([])] + ways : ways)
  }

  /// The replies of keys and limits that an endpoint can give.
  static func accessReplies(
    of endpoint: Endpoint, _ options: Access.Options
  ) -> [EndpointDescription.Reply] {
    let families = [endpoint.family] + (endpoint.furtherFamily.map { [$0] } ?? [])
    return families.flatMap { accessReplies(of: endpoint, in: $0, options) }
  }

  private static func accessReplies(
    of endpoint: Endpoint, in family: Family, _ options: Access.Options
  ) -> [EndpointDescription.Reply] {
    var replies: [EndpointDescription.Reply] = []
    let demands = [endpoint.demands] + (endpoint.furtherDemand.map { [$0] } ?? [])
    if let scope = demands.lazy.compactMap(options.scope).first {
      if family == .pages, endpoint.pattern != Endpoint.signInPath {
        replies.append(
          .init(303, "To where the browser is asked for a key.", fields: [.location]))
      }
      replies.append(
        .init("The request shows no key, or a wrong one.", .missingKey, in: family))
      replies.append(
        .init(
          "The key lacks the scope `\(scope.rawValue)`.", .lackingScope(scope), in: family))
    }
    if demands.contains(where: options.concerns) {
      let limit = demands.contains(.upload) ? options.uploads : options.requests
      let policy = limit ?? options.failedKeys
      replies.append(
        .init(
          "There were too many requests; Retry-After says when to come again.",
          .tooManyRequests(RateStanding(policy: policy, remaining: 0, resetSeconds: 2)),
          in: family))
    }
    return replies
  }
}
