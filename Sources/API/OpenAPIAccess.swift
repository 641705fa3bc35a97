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
    let always = options.scope(for: endpoint.demands)
    let sometimes = endpoint.furtherDemand.flatMap(options.scope)
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
      replies.append(
        reply("The request shows no key, or a wrong one.", .missingKey, family))
      replies.append(
        reply("The key lacks the scope `\(scope.rawValue)`.", .lackingScope(scope), family)
      )
    }
    if demands.contains(where: options.concerns) {
      let limit = demands.contains(.upload) ? options.uploads : options.requests
      let policy = limit ?? options.failedKeys
      replies.append(
        reply(
          "There were too many requests; Retry-After says when to come again.",
          .tooManyRequests(RateStanding(policy: policy, remaining: 0, resetSeconds: 2)),
          family))
    }
    return replies
  }

  private static func reply(
    _ text: String, _ failure: Failure, _ family: Family
  ) -> EndpointDescription.Reply {
    let account = failure.account
    switch family {
    case .survey:
      return .init(
        status: account.status.code, text: text, schema: "SurveyError",
        example: object([("status", .string("error")), ("reason", .string(account.detail))]))
    case .games:
      let words = account.status == .unauthorized ? "Invalid or missing API Key" : account.detail
      let isMessage = account.status != .forbidden
      return .init(
        status: account.status.code, text: text, schema: isMessage ? "Message" : "GamesError",
        example: object([(isMessage ? "message" : "error", .string(words))]))
    case .events:
      return .init(
        status: account.status.code, text: text, schema: "EventError",
        example: object([("error", .string(account.detail))]))
    case .pipelines:
      return .init(
        status: account.status.code, text: text, schema: "PipelineError",
        example: object([("detail", .string(account.detail))]))
    case .collector:
      return .init(
        status: account.status.code, text: text, schema: "CollectorError",
        example: object([
          ("status_code", .integer(Int64(account.status.code))),
          ("detail", .string(account.detail)),
        ]))
    case .general:
      return .init(
        status: account.status.code, text: text, type: "application/problem+json",
        schema: "Problem",
        example: object([
          ("type", .string("/problems/\(account.slug)")), ("title", .string(account.status.reason)),
          ("status", .integer(Int64(account.status.code))), ("detail", .string(account.detail)),
          ("instance", .string("urn:uuid:c451a17a-0fd7-449b-92a4-d47c430ac979")),
        ]))
    }
  }
}
