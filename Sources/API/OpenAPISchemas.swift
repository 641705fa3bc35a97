internal import JSON

/// The shapes that the description of the API refers to, as JSON Schema (2020-12).
enum OpenAPISchemas {
  /// Every schema under its name.
  static let all: JSONValue = object([
    ("Question", question(withState: false)),
    ("StateQuestion", question(withState: true)),
    ("JobAccepted", record([("job_id", text(pattern: "^job_id_[1-9][0-9]*$"))])),
    (
      "JobResult",
      object([
        (
          "oneOf",
          .array([
            record([("status", constant("running"))]),
            record([("status", constant("done")), ("data", object([]))]),
            reference("SurveyError"),
          ])
        )
      ])
    ),
    (
      "JobList",
      done(
        list(
          object([
            ("type", .string("object")), ("minProperties", .integer(1)),
            ("maxProperties", .integer(1)),
            ("additionalProperties", words(["done", "running", "error"])),
          ])))
    ),
    ("JobCount", done(object([("type", .string("integer")), ("minimum", .integer(0))]))),
    ("ShutdownStatus", record([("status", words(["running", "done"]))])),
    (
      "QuestionList",
      done(
        list(
          record([
            ("question", text()),
            ("rows", object([("type", .string("integer")), ("minimum", .integer(0))])),
            ("better", words(["low", "high"])),
          ])))
    ),
    ("StateList", done(list(text()))),
    ("SurveyError", record([("status", constant("error")), ("reason", text())])),
    ("Status", record([("status", text())])),
    (
      "Readiness",
      record([
        ("status", words(["ready", "not ready"])),
        (
          "checks",
          list(
            record([
              ("name", text()), ("status", words(["pass", "warn", "fail"])), ("detail", text()),
            ]))
        ),
        ("survey", object([("type", .array([.string("string"), .string("null")]))])),
      ])
    ),
    (
      "Problem",
      record([
        ("type", text(pattern: "^/problems/")), ("title", text()),
        ("status", object([("type", .string("integer")), ("minimum", .integer(400))])),
        ("detail", text()), ("instance", text()),
      ])
    ),
    ("Text", text()),
    (
      "GamesImport",
      object([
        ("type", .string("object")),
        (
          "properties",
          object([
            ("file_url", text()), ("delimiter", text()), ("encoding", text()), ("altname", text()),
          ])
        ),
      ])
    ),
    (
      "Import",
      object([
        ("type", .string("object")), ("required", .array([.string("url"), .string("name")])),
        (
          "properties",
          object([
            ("url", text()), ("name", text()), ("mode", words(["create", "append", "replace"])),
            ("delimiter", text()), ("encoding", text()),
            ("types", object([("type", .string("object"))])),
            ("on_error", words(["abort", "null_cell", "skip_row"])),
            ("callback_url", JobSchemas.textOrNull),
          ])
        ),
      ])
    ),
    ("Event", EventSchemas.event), ("Events", EventSchemas.events),
    ("EventMessage", EventSchemas.message), ("EventError", EventSchemas.error),
    ("EventIntake", EventSchemas.intake), ("EventStatistics", EventSchemas.statistics),
    ("Job", JobSchemas.job), ("JobPage", JobSchemas.page), ("JobOrder", JobSchemas.order),
    ("Result", object([])),
    ("Ping", record([("response", constant("pong"))])),
    (
      "GamesPage",
      record([
        ("status", text(pattern: "^[0-9]+ found$")),
        ("results", list(object([("type", .string("object"))]))),
        ("cursor", object([("type", .array([.string("integer"), .string("null")]))])),
      ])
    ),
    ("GamesStatistics", record([("result", object([("type", .string("object"))]))])),
    (
      "SimilarGames",
      record([
        ("closest_match", object([("type", .string("object"))])),
        ("similar_games", list(object([("type", .string("object"))]))),
      ])
    ),
    ("Message", record([("message", text())])),
    ("GamesError", record([("error", text())])),
    ("DatasetList", record([("data", list(DatasetSchemas.facts))])),
    ("Dataset", DatasetSchemas.dataset),
    ("Arrival", DatasetSchemas.arrival),
    ("Answer", DatasetSchemas.answer),
    ("Profile", DatasetSchemas.profile),
    ("JobSubmission", oneOf(["JobOrder", "PipelineOrder"])),
    ("JobAcceptance", oneOf(["Job", "PipelineAccepted"])),
    ("PipelineOrder", PipelineSchemas.order), ("PipelineAccepted", PipelineSchemas.accepted),
    ("PipelineStatus", PipelineSchemas.status), ("PipelineResults", PipelineSchemas.results),
    ("PipelineError", PipelineSchemas.error), ("PipelineMistakes", PipelineSchemas.mistakes),
    ("StageList", PipelineSchemas.stages),
    ("DataFileQuestion", DataFileSchemas.question),
    ("ColumnQuestion", DataFileSchemas.columnQuestion),
    ("DataFileList", DataFileSchemas.list), ("DataFilePreview", DataFileSchemas.preview),
    ("UniqueValues", DataFileSchemas.values), ("UploadedDataFile", DataFileSchemas.uploaded),
    ("CollectionAccepted", CollectorSchemas.accepted),
    ("CollectorDays", CollectorSchemas.days), ("CountryStatistics", CollectorSchemas.statistics),
    ("CollectorError", CollectorSchemas.error),
    ("Bytes", object([])),
    ("Document", object([("type", .string("object"))])),
  ])

  private static func question(withState: Bool) -> JSONValue {
    let year = object([("type", .array([.string("integer"), .string("null")]))])
    var properties: [(String, JSONValue)] = [("question", text())]
    if withState { properties.append(("state", text())) }
    let required = properties.map { JSONValue.string($0.0) }
    properties += [
      ("from_year", year), ("to_year", year),
      ("better", object([("enum", .array([.string("low"), .string("high"), .null]))])),
      ("callback_url", JobSchemas.textOrNull),
    ]
    return object([
      ("type", .string("object")), ("properties", object(properties)),
      ("required", .array(required)),
    ])
  }

  /// An object that has just these members, each of them but for the optional ones.
  static func record(
    _ properties: [(String, JSONValue)], optional: [(String, JSONValue)] = []
  ) -> JSONValue {
    object([
      ("type", .string("object")), ("properties", object(properties + optional)),
      ("required", .array(properties.map { .string($0.0) })),
    ])
  }

  private static func done(_ data: JSONValue) -> JSONValue {
    record([("status", constant("done")), ("data", data)])
  }

  static func list(_ items: JSONValue) -> JSONValue {
    object([("type", .string("array")), ("items", items)])
  }

  static func text(pattern: String? = nil) -> JSONValue {
    object(
      [("type", .string("string"))] + (pattern.map { [("pattern", .string($0))] } ?? []))
  }

  static func words(_ words: [String]) -> JSONValue {
    object([("type", .string("string")), ("enum", .array(words.map { .string($0) }))])
  }

  private static func constant(_ word: String) -> JSONValue {
    object([("const", .string(word))])
  }

  private static func oneOf(_ names: [String]) -> JSONValue {
    object([("oneOf", .array(names.map(reference)))])
  }

  private static func reference(_ name: String) -> JSONValue {
    object([("$ref", .string("#/components/schemas/\(name)"))])
  }
}
