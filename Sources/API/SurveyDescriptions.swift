internal import JSON
internal import Statistics

// What `/openapi.json` says of the survey and of its jobs.

extension EndpointDescription {
  private static let obesity = "Percent of adults aged 18 years and older who have obesity"

  static func question(_ statistic: SurveyStatistic) -> EndpointDescription {
    var example = [JSONValue.Member(key: "question", value: .string(obesity))]
    if statistic.asksOneState { example.append(.init(key: "state", value: .string("Ohio"))) }
    return EndpointDescription(
      id: statistic.rawValue, summary: summary(statistic), tag: "survey",
      parameters: [idempotencyKey],
      body: .json(
        schema: statistic.asksOneState ? "StateQuestion" : "Question", example: .object(example)),
      replies: [
        Reply(
          status: 200, text: "The question was accepted as a job.", schema: "JobAccepted",
          example: .object([.init(key: "job_id", value: .string("job_id_1"))])),
        surveyError(400, "The question makes no sense.", "Missing field 'question'"),
        crossOrigin,
        surveyError(404, "There is no survey to ask.", "No survey is loaded"),
        surveyError(
          413, "The body is too large.",
          "The body is longer than the 1048576 bytes that this path takes."),
        surveyError(
          415, "The body is not JSON.", "send JSON with -H 'Content-Type: application/json'"),
        surveyError(
          422,
          "The callback_url cannot be called, or the Idempotency-Key belongs to another question.",
          "This Idempotency-Key belongs to job_id_1, which was asked for something else"),
        surveyError(503, "The server shuts down, or too many jobs wait.", "shutting down"),
        surveyError(
          507, "There is no room for another job.", "The disk is full, no new job is taken."),
      ])
  }

  private static func summary(_ statistic: SurveyStatistic) -> String {
    switch statistic {
    case .statesMean: "Mean of each state, ascending"
    case .stateMean: "Mean of one state"
    case .best5: "The five states with the best means, best first"
    case .worst5: "The five states with the worst means, worst first"
    case .globalMean: "Mean over all rows"
    case .diffFromMean: "Mean over all rows less each state's mean"
    case .stateDiffFromMean: "Mean over all rows less one state's mean"
    case .meanByCategory: "Mean of each state, category and stratum"
    case .stateMeanByCategory: "Mean of each category and stratum of one state"
    }
  }

  static let results = EndpointDescription(
    id: "get_results", summary: "What became of a job", tag: "survey",
    parameters: [
      Parameter(
        name: "job_id", text: "`job_id_7`, `7`, or the name that its client chose",
        schema: JobSchemas.reference, example: .string("job_id_7"))
    ],
    replies: [
      Reply(
        status: 200, text: "Running, done with its data, or failed with its reason.",
        schema: "JobResult",
        example: object([
          ("status", .string("done")), ("data", object([("Ohio", .double(29.4))])),
        ])),
      surveyError(404, "The number or the name was never given.", "Invalid job_id"),
      surveyError(410, "The job's record was removed.", "The result of job_id_7 is gone"),
      surveyError(
        500, "The result's file cannot be read.", "The result of job_id_7 cannot be read"),
    ])

  static let jobs = EndpointDescription(
    id: "jobs", summary: "Every job and its state, in the order of submission", tag: "survey",
    replies: [
      done(
        "Every job.", schema: "JobList",
        .array([
          object([("job_id_1", .string("done"))]), object([("job_id_2", .string("running"))]),
        ]))
    ])

  static let jobCount = EndpointDescription(
    id: "num_jobs", summary: "How many jobs are not finished", tag: "survey",
    replies: [done("The count.", schema: "JobCount", .integer(0))])

  static let shutdown = EndpointDescription(
    id: "graceful_shutdown", summary: "Refuse new jobs, finish the accepted ones, then stop",
    tag: "survey",
    replies: [
      Reply(
        status: 200, text: "Whether jobs still run.", schema: "ShutdownStatus",
        example: object([("status", .string("running"))])),
      crossOrigin,
    ])

  static let questions = EndpointDescription(
    id: "questions", summary: "The questions of the survey", tag: "survey",
    replies: [
      done(
        "Each question with its rows and its good end.", schema: "QuestionList",
        .array([
          object([
            ("question", .string(obesity)), ("rows", .integer(2034)), ("better", .string("low")),
          ])
        ])),
      surveyError(404, "There is no survey to ask.", "No survey is loaded"),
    ])

  static let states = EndpointDescription(
    id: "states", summary: "The locations of the survey", tag: "survey",
    replies: [
      done("Their names, sorted.", schema: "StateList", .array([.string("Alabama")])),
      surveyError(404, "There is no survey to ask.", "No survey is loaded"),
    ])

  // Leaves

  static let crossOrigin = surveyError(
    403, "A page of another origin asked.",
    "A page of another origin may not change anything here; see --cors-origin")

  private static func done(_ text: String, schema: String, _ data: JSONValue) -> Reply {
    Reply(
      status: 200, text: text, schema: schema,
      example: object([("status", .string("done")), ("data", data)]))
  }

  private static func surveyError(_ status: Int, _ text: String, _ reason: String) -> Reply {
    Reply(
      status: status, text: text, schema: "SurveyError",
      example: object([("status", .string("error")), ("reason", .string(reason))]))
  }
}
