internal import JSON

// What `/openapi.json` says of the endpoints of files of the data folder, and of archives.

extension EndpointDescription {
  static let dataFile = EndpointDescription(
    id: "data_file", summary: "The bytes of a CSV file of the data folder", tag: "pipelines",
    parameters: [
      Parameter(
        name: "path",
        text: "A path below the data folder, with slashes: of what a person put there, or "
          + "`uploads/` and a file that came over HTTP",
        example: .string("test_data/sample_incidents.csv")), range, ifNoneMatch,
    ],
    replies: [
      Reply(
        status: 200, text: "The file.", type: "text/csv; charset=utf-8", schema: "Text",
        example: .string("timestamp,lat,lon\n2023-01-01T10:00:00Z,40.7128,-74.0060\n"),
        fields: [.entityTag, .lastModified, .acceptRanges]),
      Reply(
        status: 206, text: "The part of it that Range asks for.", type: "text/csv; charset=utf-8",
        schema: "Text",
        example: .string("timestamp")),
      notModified,
      Reply(412, "The file is not the one that If-Match or If-Unmodified-Since asks for."),
      Reply(416, "The range begins behind the end of the file."),
      pipelineError(404, "There is no such file that clients may read.", "Data file not found"),
    ])

  static let listDataFiles = EndpointDescription(
    id: "list_data_files", summary: "The CSV files of the data folder", tag: "pipelines",
    replies: [
      Reply(
        status: 200,
        text: "Their paths as they stand in URLs, the first 10,000 of them: those in `test_data`, "
          + "those that came over HTTP, and all others.",
        schema: "DataFileList",
        example: object([
          ("test_data", .array([.string("/data/test_data/sample_incidents.csv")])),
          ("uploads", .array([.string("/data/uploads/sales.1.csv")])),
          ("data", .array([.string("/data/games.csv")])), ("truncated", .bool(false)),
        ]))
    ])

  static let previewDataFile = EndpointDescription(
    id: "preview_data_file", summary: "The columns and the first five rows of a table",
    tag: "pipelines",
    body: .json(
      schema: "DataFileQuestion",
      example: object([("file_path", .string("/data/test_data/sample_incidents.csv"))])),
    replies: [
      Reply(
        status: 200,
        text: "Each row as an object. Types are those of these rows; days and times are the texts "
          + "of the file.",
        schema: "DataFilePreview",
        example: object([
          ("headers", .array([.string("timestamp"), .string("lat"), .string("lon")])),
          (
            "rows",
            .array([
              object([
                ("timestamp", .string("2023-01-01T10:00:00Z")), ("lat", .double(40.7128)),
                ("lon", .double(-74.006)),
              ])
            ])
          ),
        ])), otherOrigin, noTable, badQuestion,
    ])

  static let uniqueValues = EndpointDescription(
    id: "unique_values", summary: "The different values of a column", tag: "pipelines",
    body: .json(
      schema: "ColumnQuestion",
      example: object([
        ("file_path", .string("dataset:games")), ("column_name", .string("genre")),
      ])),
    replies: [
      Reply(
        status: 200,
        text: "As texts, in the order of the values, the first 10,000 of them; without null.",
        schema: "UniqueValues",
        example: object([
          ("column_name", .string("genre")),
          ("unique_values", .array([.string("Action"), .string("Strategy")])),
          ("truncated", .bool(false)),
        ])), otherOrigin, noTable, badQuestion,
    ])

  static let uploadDataFile = EndpointDescription(
    id: "upload_data_file", summary: "Keep a CSV file, as a data set with a name of its own",
    tag: "pipelines",
    parameters: [delimiter, encoding], body: .form("DataFileForm"),
    replies: [
      Reply(
        status: 200, text: "Where it is; Link leads to the data set, which can be removed there.",
        schema: "UploadedDataFile",
        example: object([("file_path", .string("/data/uploads/sales.1.csv"))]), fields: [.link]),
      pipelineError(400, "An option makes no sense.", "'xx' makes no sense as encoding"),
      otherOrigin,
      pipelineError(413, "The file is too large.", "The body is longer than the 200000000 bytes"),
      Reply(
        status: 422, text: "There is no file, or it is no table; the line that is wrong is named.",
        schema: "PipelineMistakes",
        example: mistake(
          "value_error", "file", "Value error, The file cannot be read: line 3: 1 cell, expected 2")
      ),
      pipelineError(507, "The disk is full.", "The disk is full; nothing was kept of the file"),
    ])

  static let archive = EndpointDescription(
    id: "job_archive", summary: "All artifacts of a pipeline as a ZIP archive", tag: "pipelines",
    parameters: [job],
    replies: [
      Reply(
        status: 200, text: "The archive, made while it is sent; empty without artifacts.",
        type: "application/zip", schema: "Bytes", example: .string("PK..."),
        fields: [.contentDisposition]),
      pipelineError(
        400, "The job is not finished, or has failed.",
        "Job is not complete. Current status: queued"),
      pipelineError(404, "There is no such job.", "Job not found"),
      pipelineError(410, "The job was removed.", "The result of job_id_7 is gone"),
      pipelineError(500, "The artifacts cannot be read.", "The result of job_id_7 cannot be read"),
    ])

  // Leaves

  private static let otherOrigin = pipelineError(
    403, "A page of another origin asked.",
    "A page of another origin may not change anything here; see --cors-origin")
  private static let noTable = pipelineError(
    404, "There is no such file or data set.", "Data file not found")

  private static let badQuestion = Reply(
    status: 422, text: "The body makes no sense, the file is no table, or it lacks the column.",
    schema: "PipelineMistakes",
    example: mistake("missing", "file_path", "Field required"))

  private static func mistake(_ type: String, _ member: String, _ message: String) -> JSONValue {
    object([
      (
        "detail",
        .array([
          object([
            ("type", .string(type)), ("loc", .array([.string("body"), .string(member)])),
            ("msg", .string(message)), ("input", .null),
          ])
        ])
      )
    ])
  }
}
