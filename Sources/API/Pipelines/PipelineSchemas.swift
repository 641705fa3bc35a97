internal import Engine
internal import JSON

/// The shapes of pipeline jobs and of answers about them.
enum PipelineSchemas {
  private static let columns: [(String, JSONValue)] = SourceColumn.allCases.map {
    ($0.rawValue, JobSchemas.textOrNull)
  }
  private static let paths = object([
    ("type", .string("object")), ("additionalProperties", OpenAPISchemas.text()),
  ])
  private static let anyObject = object([("type", .string("object"))])

  /// What a pipeline is to do; what stands in `parameters` of a stage `GET /api/v1/stages` tells.
  static let order = OpenAPISchemas.record(
    [("job_id", OpenAPISchemas.text(pattern: JobName.pattern)), ("config", config)],
    optional: [
      ("data_url", JobSchemas.textOrNull),
      ("data_sources", OpenAPISchemas.list(source)), ("callback_url", JobSchemas.textOrNull),
      (
        "timeout",
        object([("type", .array([.string("number"), .string("string"), .string("null")]))])
      ),
    ])

  private static let source = OpenAPISchemas.record(
    [("data_url", OpenAPISchemas.text())], optional: columns)

  private static let config = OpenAPISchemas.record(
    [("analysis_stages", OpenAPISchemas.list(OpenAPISchemas.text()))],
    optional: columns + [
      ("parameters", object([("type", .array([.string("object"), .string("null")]))]))
    ])

  static let accepted = OpenAPISchemas.record([
    ("job_id", OpenAPISchemas.text()), ("status", state), ("message", OpenAPISchemas.text()),
    ("status_url", OpenAPISchemas.text()), ("results_url", OpenAPISchemas.text()),
  ])

  static let status = OpenAPISchemas.record([
    ("job_id", OpenAPISchemas.text()), ("status", state),
    ("current_stage", JobSchemas.textOrNull), ("error_message", JobSchemas.textOrNull),
    ("progress", object([("type", .string("integer")), ("minimum", .integer(0))])),
    ("stage_detail", JobSchemas.textOrNull),
  ])

  private static let state = OpenAPISchemas.words(["queued", "processing", "completed", "failed"])

  static let results = OpenAPISchemas.record([
    ("job_id", OpenAPISchemas.text()), ("status", OpenAPISchemas.words(["completed"])),
    ("results", paths), ("manifest", JobSchemas.textOrNull),
  ])

  static let error = OpenAPISchemas.record([("detail", OpenAPISchemas.text())])

  static let mistakes = OpenAPISchemas.record([
    (
      "detail",
      OpenAPISchemas.list(
        OpenAPISchemas.record(
          [
            ("type", OpenAPISchemas.text()),
            (
              "loc",
              OpenAPISchemas.list(
                object([("type", .array([.string("string"), .string("integer")]))]))
            ),
            ("msg", OpenAPISchemas.text()), ("input", object([])),
          ], optional: [("ctx", anyObject)]))
    )
  ])

  static let stages = OpenAPISchemas.list(
    OpenAPISchemas.record([
      ("name", OpenAPISchemas.text()), ("purpose", OpenAPISchemas.text()),
      ("parameters", anyObject),
    ]))
}
