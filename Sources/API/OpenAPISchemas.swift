internal import JSON

/// The shapes that the description of the API refers to, as JSON Schema (2020-12).
enum OpenAPISchemas {
  /// Every schema under its name.
  static let all: JSONValue = object(
    survey + jobs + games + events + datasets + pipelines + collector + operations)

  private static let survey: [(String, JSONValue)] = [
    ("Question", SurveySchemas.question), ("StateQuestion", SurveySchemas.stateQuestion),
    ("JobAccepted", SurveySchemas.accepted), ("JobResult", SurveySchemas.result),
    ("JobList", SurveySchemas.jobs), ("JobCount", SurveySchemas.jobCount),
    ("ShutdownStatus", SurveySchemas.shutdown), ("QuestionList", SurveySchemas.questions),
    ("StateList", SurveySchemas.states), ("SurveyError", SurveySchemas.error),
  ]

  private static let jobs: [(String, JSONValue)] = [
    ("Job", JobSchemas.job), ("JobPage", JobSchemas.page),
    (
      "JobSubmission",
      Schema.oneOf(
        ["AggregateOrder", "ProfileOrder", "ImportOrder", "SurveyOrder", "PipelineOrder"]
          .map(Schema.reference))
    ),
    ("AggregateOrder", JobSchemas.aggregate),
    ("AggregateParameters", JobSchemas.aggregateParameters),
    ("ProfileOrder", JobSchemas.profile), ("ImportOrder", JobSchemas.importing),
    ("SurveyOrder", JobSchemas.survey),
    (
      "JobAcceptance",
      Schema.oneOf([Schema.reference("Job"), Schema.reference("PipelineAccepted")])
    ),
    ("JobEvent", EventSchemas.streamed(["state", "progress"], data: "Job")),
    ("Result", Schema.anything),
  ]

  private static let games: [(String, JSONValue)] = [
    ("Ping", Schema.record([("response", Schema.constant("pong"))])),
    ("GamesForm", GamesSchemas.form), ("GamesImport", GamesSchemas.order),
    ("GamesPage", GamesSchemas.page), ("Game", GamesSchemas.game),
    ("GamesStatistics", GamesSchemas.statistics),
    ("GamesColumnStatistics", GamesSchemas.columnStatistics),
    ("SimilarGames", GamesSchemas.similar), ("Message", EventSchemas.message),
    ("GamesError", Schema.record([("error", Schema.text)])),
  ]

  private static let events: [(String, JSONValue)] = [
    ("EventMessage", EventSchemas.message), ("Event", EventSchemas.event),
    ("Events", EventSchemas.events),
    ("EventError", EventSchemas.error), ("EventIntake", EventSchemas.intake),
    ("EventStatistics", EventSchemas.statistics),
    ("StatisticsEvent", EventSchemas.streamed(["statistics"], data: "EventStatistics")),
  ]

  private static let datasets: [(String, JSONValue)] = [
    ("DatasetForm", DatasetSchemas.form), ("Import", DatasetSchemas.order),
    ("DatasetList", Schema.record([("data", Schema.list(Schema.reference("DatasetFacts")))])),
    ("DatasetFacts", DatasetSchemas.facts), ("Dataset", DatasetSchemas.dataset),
    ("Column", DatasetSchemas.column), ("Arrival", DatasetSchemas.arrival),
    ("Row", DatasetSchemas.row), ("RowPage", DatasetSchemas.rowPage),
    ("Group", DatasetSchemas.group), ("GroupPage", DatasetSchemas.groupPage),
    ("Histogram", DatasetSchemas.histogram), ("Page", DatasetSchemas.place),
    ("SimilarPage", DatasetSchemas.similarPage), ("SimilarRow", DatasetSchemas.similarRow),
    ("Profile", DatasetSchemas.profile), ("ColumnProfile", DatasetSchemas.columnProfile),
  ]

  private static let pipelines: [(String, JSONValue)] =
    [
      ("PipelineOrder", PipelineSchemas.order), ("PipelineSource", PipelineSchemas.source),
      ("PipelineConfig", PipelineSchemas.config),
      ("StageParameters", PipelineSchemas.parameters),
    ] + PipelineSchemas.stageParameters + [
      ("PipelineAccepted", PipelineSchemas.accepted), ("PipelineStatus", PipelineSchemas.status),
      ("PipelineResults", PipelineSchemas.results), ("PipelineError", PipelineSchemas.error),
      ("PipelineMistakes", PipelineSchemas.mistakes), ("StageList", PipelineSchemas.stages),
      ("DataFileQuestion", DataFileSchemas.question),
      ("ColumnQuestion", DataFileSchemas.columnQuestion),
      ("DataFileList", DataFileSchemas.list), ("DataFilePreview", DataFileSchemas.preview),
      ("UniqueValues", DataFileSchemas.values), ("DataFileForm", DataFileSchemas.form),
      ("UploadedDataFile", DataFileSchemas.uploaded),
    ]

  private static let collector: [(String, JSONValue)] = [
    ("CollectionAccepted", CollectorSchemas.accepted), ("CollectorDays", CollectorSchemas.days),
    ("CountryStatistics", CollectorSchemas.statistics),
    ("CountryDay", CollectorSchemas.countryDay), ("CollectorError", CollectorSchemas.error),
  ]

  private static let operations: [(String, JSONValue)] = [
    ("Status", Schema.record([("status", Schema.text)])),
    (
      "Readiness",
      Schema.record([
        ("status", Schema.words(["ready", "not ready"])),
        (
          "checks",
          Schema.list(
            Schema.record([
              ("name", Schema.text), ("status", Schema.words(["pass", "warn", "fail"])),
              ("detail", Schema.text),
            ]))
        ), ("survey", Schema.textOrNull),
      ])
    ),
    ("Problem", problem),
    ("Text", Schema.text), ("Bytes", Schema.bytes), ("Document", Schema.map(Schema.anything)),
  ]

  /// A problem document, with all that is wrong where that is several things or stands in known places.
  ///
  /// - Source: RFC 9457.
  private static let problem = Schema.record(
    [
      ("type", Schema.text(pattern: "^/problems/[a-z0-9-]+$", format: "uri-reference")),
      ("title", Schema.text), ("status", Schema.integer(400...599)), ("detail", Schema.text),
      ("instance", Schema.text(pattern: "^urn:", format: "uri")),
    ],
    optional: [
      (
        "errors",
        Schema.list(
          Schema.record(
            [("detail", Schema.text)],
            optional: ["pointer", "parameter", "header", "value", "expected"].map {
              ($0, Schema.text)
            }))
      )
    ])
}
