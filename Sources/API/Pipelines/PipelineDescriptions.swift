internal import JSON

// What `/openapi.json` says of the endpoints of pipelines.

extension EndpointDescription {
  private static let artifactName = Parameter(
    name: "artifact", text: "The name of the file",
    example: .string("stage4_explain.json"))

  static let pipelineStatus = EndpointDescription(
    id: "pipeline_status", summary: "Where a pipeline stands", tag: "pipelines",
    parameters: [job, prefer],
    replies: [
      Reply(
        status: 200, text: "The job's state and stage.", schema: "PipelineStatus",
        example: object([
          ("job_id", .string("incidents-1")), ("status", .string("processing")),
          ("current_stage", .string("stage4_explain")), ("error_message", .null),
          ("progress", .integer(65)), ("stage_detail", .string("fitting")),
        ]), fields: [.retryAfter, .preferenceApplied]),
      unknownPipeline, gonePipeline,
    ])

  static let pipelineResults = EndpointDescription(
    id: "pipeline_results", summary: "What a pipeline has left", tag: "pipelines",
    parameters: [job],
    replies: [
      Reply(
        status: 200, text: "The path of each artifact.", schema: "PipelineResults",
        example: object([
          ("job_id", .string("incidents-1")), ("status", .string("completed")),
          (
            "results",
            object([
              (
                "stage4_explain",
                .string("/api/v1/jobs/incidents-1/results/stage4_explain.json")
              )
            ])
          ), ("manifest", .string("/api/v1/jobs/incidents-1/results/manifest.json")),
        ])),
      pipelineError(
        400, "The job is not finished, has failed or was cancelled.",
        "Job is not complete. Current status: queued"),
      unknownPipeline, gonePipeline, unreadableArtifacts,
    ])

  static let artifact = EndpointDescription(
    id: "artifact", summary: "A file that a pipeline has left", tag: "pipelines",
    parameters: [job, artifactName, range, ifNoneMatch],
    replies: [
      Reply(
        status: 200, text: "The file: JSON.", schema: "Document",
        example: object([("status", .string("success"))]),
        fields: [.entityTag, .lastModified, .acceptRanges]),
      Reply(
        status: 200, text: "Or a page.", type: "text/html; charset=utf-8", schema: "Text",
        example: .string("<!doctype html>")),
      Reply(
        status: 200, text: "Or a drawing.", type: "image/svg+xml", schema: "Text",
        example: .string("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
      Reply(206, "The part of it that Range asks for."),
      notModified,
      Reply(412, "The file is not the one that If-Match or If-Unmodified-Since asks for."),
      Reply(416, "The range begins behind the end of the file."),
      pipelineError(404, "There is no such job, or no such file of it.", "Artifact not found"),
      gonePipeline, unreadableArtifacts,
    ])

  static let stages = EndpointDescription(
    id: "stages", summary: "The stages of pipelines, and what each of them takes",
    tag: "pipelines",
    replies: [
      Reply(
        status: 200, text: "Each stage with its parameters as a JSON Schema.",
        schema: "StageList",
        example: .array([
          object([
            ("name", .string("profile")), ("purpose", .string("What every column is like")),
            (
              "parameters",
              object([
                ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
                ("type", .string("object")), ("properties", object([])),
                ("additionalProperties", .bool(false)),
              ])
            ),
          ])
        ]))
    ])

  /// What a submission that is a pipeline is refused with.
  static let pipelineErrors = [
    pipelineError(
      400, "A header field of a pipeline makes no sense.",
      "The Idempotency-Key cannot be taken"),
    pipelineError(
      409, "The `job_id` of a pipeline belongs to another one.",
      "The job_id 'incidents-1' belongs to a job that was asked for something else"),
    pipelineError(
      410, "The `job_id` of a pipeline belonged to a job that is gone.",
      "The job 'incidents-1' is gone"),
    Reply(
      status: 422, text: "A pipeline's body makes no sense; all that is wrong with it.",
      schema: "PipelineMistakes",
      example: object([
        (
          "detail",
          .array([
            object([
              ("type", .string("missing")),
              ("loc", .array([.string("body"), .string("job_id")])),
              ("msg", .string("Field required")), ("input", object([])),
            ])
          ])
        )
      ])),
    pipelineError(503, "The same for a pipeline.", "shutting down"),
    pipelineError(507, "The same for a pipeline.", "The disk is full, no new job is taken."),
  ]

  // Leaves

  private static let unknownPipeline = pipelineError(
    404, "There is no job of that number or name.", "Job not found")
  private static let gonePipeline = pipelineError(
    410, "The job's record was removed.", "The result of job_id_7 is gone")
  private static let unreadableArtifacts = pipelineError(
    500, "The files cannot be read.", "The result of job_id_7 cannot be read")

  static func pipelineError(_ status: Int, _ text: String, _ detail: String) -> Reply {
    Reply(
      status: status, text: text, schema: "PipelineError",
      example: object([("detail", .string(detail))]))
  }
}
