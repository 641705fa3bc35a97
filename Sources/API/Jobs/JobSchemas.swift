internal import Engine
internal import JSON
internal import Statistics

/// The shapes of orders, and of answers about jobs.
enum JobSchemas {
  /// The number that this server gives a job.
  static let id = Schema.text(pattern: "^job_id_[1-9][0-9]*$")
  /// Whatever a job can be asked for by: its number, or the name that its client chose.
  static let reference = Schema.text(pattern: JobName.pattern)
  /// The name that a client chooses. Numbers are given by the server.
  static let name = object([
    ("type", .string("string")), ("pattern", .string(JobName.pattern)),
    ("not", object([("pattern", .string("^(job_id_)?[0-9]+$"))])),
  ])
  static let callback = Schema.orNull(Schema.address)

  /// How long a job may run: seconds, or a text with a unit.
  static let timeout = Schema.anyOf([
    object([
      ("type", .string("number")), ("exclusiveMinimum", .integer(0)),
      ("maximum", .integer(Int64(JobTimeout.greatestSeconds))),
    ]),
    Schema.text(
      pattern: "^([1-9][0-9]{0,9}ms|[1-9][0-9]{0,6}s?|[1-9][0-9]{0,4}m|[1-9][0-9]{0,2}h"
        + "|[1-9][0-9]?d)$"), object([("type", .string("null"))]),
  ])

  // Answers

  static let job = Schema.record(
    [
      ("id", id), ("type", Schema.textOrNull),
      ("state", Schema.words(JobState.allCases.map(\.rawValue))),
      ("progress", Schema.integer(0...100)), ("phase", Schema.textOrNull),
      ("queue_position", Schema.countOrNull), ("expected_wait_seconds", Schema.numberOrNull),
      ("attempts", Schema.count), ("coalesced", Schema.orNull(id)),
      ("created", Schema.orNull(Schema.moment)), ("started", Schema.orNull(Schema.moment)),
      ("finished", Schema.orNull(Schema.moment)), ("error", Schema.textOrNull),
      (
        "links",
        Schema.record([
          ("self", Schema.link), ("result", Schema.link), ("events", Schema.link),
        ])
      ),
    ],
    // Where the client has chosen one.
    optional: [("name", name)])

  static let page = Schema.record([
    ("data", Schema.list(Schema.reference("Job"))), ("page", Schema.reference("Page")),
    ("meta", Schema.record([("query_ms", Schema.number)])),
  ])

  // Orders

  /// Statistics of a data set.
  static let aggregate = order(
    "aggregate", [("dataset", DatasetSchemas.name)],
    optional: [("params", Schema.orNull(Schema.reference("AggregateParameters")))])

  /// Our own parameters, and conditions on columns under the names that they have in a query.
  static let aggregateParameters = object([
    ("type", .string("object")),
    (
      "properties",
      object(
        ["group_by", "agg", "having", "sort", "or"].map { ($0, Schema.orNull(texts)) } + [
          (
            "limit",
            Schema.orNull(Schema.integer(0...RowQuery.greatestLimit))
          )
        ])
    ),
    (
      "additionalProperties",
      Schema.anyOf([Schema.cell, Schema.list(scalar)])
    ),
  ])

  private static let texts = Schema.anyOf([Schema.text, Schema.list(Schema.text)])
  private static let scalar = object([
    ("type", .array(["string", "number", "boolean"].map { JSONValue.string($0) }))
  ])

  /// What every column of a data set is like.
  static let profile = order(
    "profile", [("dataset", DatasetSchemas.name)],
    optional: [("params", Schema.orNull(Schema.record([], isClosed: true)))])

  /// A file to be fetched. The data set is named in one of two places.
  static let importing = order(
    "import",
    [
      (
        "params",
        Schema.record(
          [("url", Schema.address)],
          optional: [("name", Schema.orNull(DatasetSchemas.name))] + DatasetSchemas.fileMembers,
          isClosed: true)
      )
    ], optional: [("dataset", Schema.orNull(DatasetSchemas.name))])

  /// A question to the survey.
  static let survey = order(
    "survey",
    [
      (
        "params",
        Schema.record(
          [
            ("statistic", Schema.words(SurveyStatistic.allCases.map(\.rawValue))),
            ("question", Schema.text),
          ], optional: [("state", Schema.textOrNull)] + SurveySchemas.bounds, isClosed: true)
      )
    ], optional: [])

  private static func order(
    _ type: String, _ members: [(String, JSONValue)], optional: [(String, JSONValue)]
  ) -> JSONValue {
    Schema.record(
      [("type", Schema.constant(type))] + members,
      optional: optional + [("callback_url", callback), ("timeout", timeout)], isClosed: true)
  }
}
