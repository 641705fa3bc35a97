internal import JSON
internal import Statistics

/// The shapes of questions to the survey, and of answers about their jobs.
enum SurveySchemas {
  /// Which years a question is about, and which end of a scale is the good one.
  static let bounds: [(String, JSONValue)] = [
    ("from_year", Schema.orNull(Schema.integer)), ("to_year", Schema.orNull(Schema.integer)),
    ("better", Schema.orNull(better)),
  ]

  private static let better = Schema.words(Better.allCases.map(\.rawValue))

  static let question = Schema.record([("question", Schema.text)], optional: optional)
  static let stateQuestion = Schema.record(
    [("question", Schema.text), ("state", Schema.text)], optional: optional)

  private static let optional = bounds + [("callback_url", JobSchemas.callback)]

  static let accepted = Schema.record([("job_id", JobSchemas.id)])

  static let result = Schema.oneOf([
    Schema.record([("status", Schema.constant("running"))]),
    done(Schema.anything), Schema.reference("SurveyError"),
  ])

  static let jobs = done(
    Schema.list(
      object([
        ("type", .string("object")), ("minProperties", .integer(1)),
        ("maxProperties", .integer(1)),
        ("additionalProperties", Schema.words(["done", "running", "error"])),
      ])))

  static let jobCount = done(Schema.count)
  static let shutdown = Schema.record([("status", Schema.words(["running", "done"]))])

  static let questions = done(
    Schema.list(
      Schema.record([("question", Schema.text), ("rows", Schema.count), ("better", better)])))

  static let states = done(Schema.list(Schema.text))

  static let error = Schema.record([
    ("status", Schema.constant("error")), ("reason", Schema.text),
  ])

  private static func done(_ data: JSONValue) -> JSONValue {
    Schema.record([("status", Schema.constant("done")), ("data", data)])
  }
}
