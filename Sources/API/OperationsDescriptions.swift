internal import JSON

// What `/openapi.json` says to operators.

extension EndpointDescription {
  static let health = status("health", "Whether the server runs, for older clients", "healthy")
  static let alive = status("livez", "Whether the process answers", "alive")

  static let ready = EndpointDescription(
    id: "readyz", summary: "Whether the server takes work", tag: "operations",
    replies: [
      Reply(
        status: 200, text: "It does.", schema: "Readiness", example: readiness(isReady: true)),
      Reply(
        status: 503, text: "It does not; the checks say why.", schema: "Readiness",
        example: readiness(isReady: false)),
    ])

  static let metrics = EndpointDescription(
    id: "metrics", summary: "Figures in the text format of Prometheus", tag: "operations",
    replies: [
      Reply(
        status: 200, text: "The figures.", type: "text/plain; version=0.0.4; charset=utf-8",
        schema: "Text",
        example: .string("tally_connections 3"))
    ])

  static let openAPI = EndpointDescription(
    id: "openapi", summary: "This description", tag: "operations",
    replies: [
      Reply(
        status: 200, text: "An OpenAPI 3.1 document.", schema: "Document",
        example: object([("openapi", .string("3.1.0"))]))
    ])

  // Leaves

  private static func status(_ id: String, _ summary: String, _ word: String) -> EndpointDescription
  {
    EndpointDescription(
      id: id, summary: summary, tag: "operations",
      replies: [
        Reply(
          status: 200, text: "It does.", schema: "Status",
          example: object([("status", .string(word))]))
      ])
  }

  private static func readiness(isReady: Bool) -> JSONValue {
    object([
      ("status", .string(isReady ? "ready" : "not ready")),
      (
        "checks",
        .array([
          object([
            ("name", .string("accepting")), ("status", .string(isReady ? "pass" : "fail")),
            ("detail", .string(isReady ? "new jobs are taken" : "shutting down")),
          ])
        ])
      ),
      ("survey", .string("survey")),
    ])
  }
}
