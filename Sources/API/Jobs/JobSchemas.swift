internal import Engine
internal import JSON

/// The shapes of answers about jobs.
enum JobSchemas {
  private static let count = object([("type", .string("integer")), ("minimum", .integer(0))])
  private static let countOrNull = object([
    ("type", .array([.string("integer"), .string("null")]))
  ])
  static let textOrNull = object([("type", .array([.string("string"), .string("null")]))])

  static let job = OpenAPISchemas.record(
    [
      ("id", OpenAPISchemas.text(pattern: "^job_id_[1-9][0-9]*$")), ("type", textOrNull),
      ("state", OpenAPISchemas.words(JobState.allCases.map(\.rawValue))), ("progress", count),
      ("phase", textOrNull), ("queue_position", countOrNull),
      (
        "expected_wait_seconds", object([("type", .array([.string("number"), .string("null")]))])
      ),
      ("attempts", count), ("coalesced", textOrNull), ("created", textOrNull),
      ("started", textOrNull), ("finished", textOrNull), ("error", textOrNull),
      (
        "links",
        OpenAPISchemas.record([
          ("self", OpenAPISchemas.text()), ("result", OpenAPISchemas.text()),
          ("events", OpenAPISchemas.text()),
        ])
      ),
    ],
    // Where the client has chosen one.
    optional: [("name", OpenAPISchemas.text(pattern: JobName.pattern))])

  static let page = OpenAPISchemas.record([
    (
      "data",
      OpenAPISchemas.list(object([("$ref", .string("#/components/schemas/Job"))]))
    ),
    (
      "page",
      OpenAPISchemas.record([
        ("limit", count), ("next", textOrNull), ("count", countOrNull),
      ])
    ),
    ("meta", OpenAPISchemas.record([("query_ms", object([("type", .string("number"))]))])),
  ])

  /// What a job is to do; which members stand in `params` depends on the type.
  static let order = object([
    ("type", .string("object")), ("required", .array([.string("type")])),
    (
      "properties",
      object([
        ("type", OpenAPISchemas.words(["aggregate", "profile", "import", "survey"])),
        ("dataset", OpenAPISchemas.text()), ("params", object([("type", .string("object"))])),
        ("callback_url", textOrNull),
        (
          "timeout",
          object([("type", .array([.string("number"), .string("string"), .string("null")]))])
        ),
      ])
    ),
  ])
}
