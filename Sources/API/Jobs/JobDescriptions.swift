internal import Engine
internal import JSON

// What `/openapi.json` says of the endpoints of jobs.

extension EndpointDescription {
  static let job = Parameter(
    name: "id", text: "The job: `job_id_7`, `7`, or the name that its client chose",
    schema: JobSchemas.reference, example: .string("job_id_7"))

  static let prefer = Parameter(
    place: .header, name: "Prefer",
    text: "`wait=N` holds the answer until the job is finished, or N seconds, at most 60, are over",
    example: .string("wait=20"))

  static let importDataset = EndpointDescription(
    id: "import_dataset", summary: "Fetch a CSV file and keep it as a data set, as a job",
    tag: "datasets", parameters: [idempotencyKey, prefer],
    body: .json(
      schema: "Import",
      example: object([
        ("url", .string("https://example.com/sales.csv")), ("name", .string("sales")),
      ])),
    replies: submissionReplies(kind: "import"))

  static let submitJob = EndpointDescription(
    id: "submit_job",
    summary: "Have a statistic computed, a file fetched, or an analysis pipeline run, as a job",
    tag: "jobs", parameters: [idempotencyKey, prefer],
    body: .json(
      schema: "JobSubmission",
      example: object([
        ("type", .string("aggregate")), ("dataset", .string("games")),
        ("params", object([("agg", .string("mean(Price)"))])),
      ])),
    replies: submissionReplies(kind: "aggregate", schema: "JobAcceptance")
      + [problem(404, "There is no such data set.")] + pipelineErrors)

  private static func submissionReplies(kind: String, schema: String = "Job") -> [Reply] {
    [
      Reply(
        status: 200, text: "The job, which was finished within the time of `Prefer: wait`.",
        schema: schema, example: example(.succeeded, kind: kind),
        fields: [.contentLocation, .preferenceApplied]),
      Reply(
        status: 202, text: "The job, which is kept and will be finished.", schema: schema,
        example: example(.queued, kind: kind),
        fields: [.location, .retryAfter, .preferenceApplied]),
      problem(400, "The body or a header field makes no sense."),
      problem(403, "A page of another origin asked."),
      gone, problem(413, "The body is too large."), problem(415, "The body is not JSON."),
      problem(
        422,
        "The order does not fit the data set, or the Idempotency-Key belongs to another order."),
      problem(503, "The server shuts down, or too many jobs wait."),
      problem(507, "There is no room for another job."),
    ]
  }

  static let listJobs = EndpointDescription(
    id: "list_jobs", summary: "Jobs, the youngest first", tag: "jobs",
    parameters: [
      query(
        "state", "States with commas between them; all by default",
        Schema.list(ofWords: JobState.allCases.map(\.rawValue)), .string("queued,running")),
      query(
        "type", "The kind of work; all by default", Schema.name, .string("import")),
      query("_limit", "100 by default", Schema.integer(1...1000), .integer(100)),
      query("_cursor", "Where to go on, from `page.next`", .string("AAAAAAAAAAA")),
    ],
    replies: [
      Reply(
        status: 200, text: "A page of jobs.", schema: "JobPage",
        example: object([
          ("data", .array([example(.running, kind: "import")])),
          ("page", object([("limit", .integer(100)), ("next", .null), ("count", .null)])),
          ("meta", object([("query_ms", .double(0.05))])),
        ]), fields: [.link]),
      problem(400, "A parameter makes no sense."),
    ])

  static let showJob = EndpointDescription(
    id: "show_job", summary: "Where a job stands", tag: "jobs", parameters: [job, prefer],
    replies: [
      Reply(
        status: 200, text: "The job.", schema: "Job",
        example: example(.succeeded, kind: "import"), fields: [.retryAfter, .preferenceApplied]),
      unknown, gone,
    ])

  static let removeJob = EndpointDescription(
    id: "remove_job", summary: "Cancel a job, or remove a finished one with its result",
    tag: "jobs",
    parameters: [
      job,
      query(
        "_if", "unfinished: only cancel, and leave a finished job as it is",
        Schema.words(["unfinished"]), .string("unfinished")),
    ],
    replies: [
      Reply(
        status: 200, text: "The job waited, and is cancelled.", schema: "Job",
        example: example(.cancelled, kind: "import")),
      Reply(
        status: 202, text: "The job runs, and stops in a moment.", schema: "Job",
        example: example(.running, kind: "import"), fields: [.retryAfter]),
      Reply(204, "The job was finished, and is gone."),
      problem(400, "The condition makes no sense."),
      problem(403, "A page of another origin asked."), unknown,
      problem(409, "The job is finished, and was only to be cancelled."), gone,
      problem(503, "The disk failed, and nothing has changed."),
      problem(507, "The disk is full, and nothing has changed."),
    ])

  static let retryJob = EndpointDescription(
    id: "retry_job", summary: "Submit what a job was asked once more, as a new job without a name",
    tag: "jobs",
    parameters: [job, idempotencyKey, prefer],
    replies: submissionReplies(kind: "import").filter { ![400, 413, 415].contains($0.status) } + [
      problem(400, "A header field makes no sense."), unknown,
      problem(
        409,
        "The job is not finished, has succeeded, or what it was asked is not kept or was too large."
      ),
    ])

  static let jobResult = EndpointDescription(
    id: "job_result", summary: "The result of a job", tag: "jobs", parameters: [job],
    replies: [
      Reply(
        status: 200, text: "The result, whatever the job makes.", schema: "Result",
        example: object([("name", .string("sales"))])),
      unknown, problem(409, "The job is not finished, has failed or was cancelled."), gone,
      problem(500, "The result's file cannot be read."),
    ])

  static let jobEvents = EndpointDescription(
    id: "job_events", summary: "Each change of a job, as server-sent events", tag: "jobs",
    parameters: [
      job,
      Parameter(
        place: .header, name: "Last-Event-ID",
        text: "The id of the last event that was seen; only what is newer is sent",
        example: .string("3")),
    ],
    replies: [
      Reply(
        status: 200,
        text: "Events `state` and `progress` whose data is the job; the stream ends with the job.",
        type: "text/event-stream", schema: "JobEvent",
        example: object([
          ("event", .string("state")), ("id", .string("3")),
          ("data", .string(#"{"id":"job_id_7","state":"running"}"#)),
        ])),
      Reply(204, "The job is finished, and the last event was seen."),
      unknown, gone,
    ])

  static let boardEvents = EndpointDescription(
    id: "board_events", summary: "Each change of any job, as server-sent events", tag: "jobs",
    replies: [
      Reply(
        status: 200,
        text: "Events `job` whose data is a job, `gone` with the id of one that was removed, and "
          + "`reset` where so many have changed that the list has to be read again.",
        type: "text/event-stream", schema: "Text",
        example: .string("event: job\ndata: {\"id\":\"job_id_7\"}\n\n")),
      problem(503, "As many clients listen already as may."),
    ])

  // Leaves

  private static let unknown = problem(404, "The number or the name was never given.")
  private static let gone = problem(410, "The job's record was removed.")

  /// A job in a state, as the server describes it.
  private static func example(_ state: JobState, kind: String) -> JSONValue {
    let second: Int64 = 1_000_000_000
    let created: Int64 = 1_767_323_045 * second
    var account = JobAccount(id: JobID(7), kind: kind, state: state)
    account.createdNanoseconds = created
    switch state {
    case .queued:
      account.queuePosition = 3
      account.expectedWaitSeconds = 1.5
    case .running:
      account.progress = 42
      account.phase = "reading"
    case .succeeded: account.progress = 100
    case .failed, .cancelled: account.reason = state.rawValue
    }
    if state == .running || state == .succeeded {
      account.attempts = 1
      account.startedNanoseconds = created + second
    }
    if state.isFinal { account.finishedNanoseconds = created + 2 * second }
    // The text is ours, so it is JSON.
    return (try? JSONParser.parse(account.text)) ?? .null
  }
}
