internal import Engine
internal import JSON
internal import Statistics
internal import Tables

// What `/openapi.json` says of the endpoints of data sets.

extension EndpointDescription {
  private static let name = Parameter(
    name: "name", text: "The data set", schema: DatasetSchemas.name, example: .string("games"))

  private static let arrivalParameters = [
    query("mode", "create is the default", DatasetSchemas.mode, .string("replace")),
    delimiter, encoding,
    query(
      "types", "Types of columns as a JSON object", DatasetSchemas.typesText,
      .string(#"{"zip":"text","day":"date:%d/%m/%Y"}"#)),
    query("on_error", "abort is the default", DatasetSchemas.onError, .string("skip_row")),
  ]

  static let delimiter = query(
    "delimiter", "One character, or tab; found out by default", DatasetSchemas.delimiter,
    .string(";"))
  static let encoding = query(
    "encoding", "Found out by default", DatasetSchemas.encoding, .string("windows-1252"))

  private static let filters = Parameter(
    place: .query, name: "filters",
    text: "Conditions on columns, all of which must hold, each a parameter of its own: "
      + "`column=value` or `column__operation=value`, such as `price__gte=5`. Operations are "
      + Filter.Operation.allCases.map(\.rawValue).joined(separator: ", ")
      + "; lists have commas between their values. A column whose name begins with `_` is asked "
      + "for as `column:_x`",
    schema: Schema.map(Schema.text), example: object([("Price__gte", .string("5"))]))

  private static let groupFilter = query(
    "_or", "One of some conditions must hold", .string("(Price__gt:5,Name__eq:x)"))

  private static let pageParameters = [
    query(
      "_limit", "100 by default; without it csv and ndjson go to the end",
      Schema.integer(0...RowQuery.greatestLimit), .integer(100)),
    query("_cursor", "Where to go on, from page.next", .string("")),
    query(
      "_format", "json is the default", Schema.words(AnswerFormat.allCases.map(\.rawValue)),
      .string("csv")),
    query(
      "_csv_safe", "Makes cells harmless that a spreadsheet would take for formulas",
      Schema.truth, .bool(true)),
    groupFilter, filters, ifNoneMatch,
  ]

  /// A page may be asked for in three formats.
  private static func pages(
    _ text: String, schema: String, _ data: JSONValue, lines: String, csv: String
  ) -> [Reply] {
    let fields: [ResponseField] = [.entityTag, .link]
    return [
      Reply(
        status: 200, text: text, schema: schema,
        example: object([
          ("data", data),
          ("page", object([("limit", .integer(100)), ("next", .null), ("count", .null)])),
          ("meta", meta),
        ]), fields: fields),
      Reply(
        status: 200, text: "Or lines of CSV.", type: "text/csv; charset=utf-8; header=present",
        schema: "Text", example: .string(csv), fields: [.contentDisposition]),
      Reply(
        status: 200, text: "Or a line of JSON for each.", type: "application/x-ndjson",
        schema: "Text", example: .string(lines)),
      notModified,
    ]
  }

  static let uploadDataset = EndpointDescription(
    id: "upload_dataset", summary: "Keep a CSV file as a data set", tag: "datasets",
    parameters: [
      query(
        "name", "The new data set; else the file's name", DatasetSchemas.name, .string("sales"))
    ] + arrivalParameters + [
      query(
        "_dry_run", "Keeps nothing and shows types, first rows and rejects", Schema.truth,
        .bool(true))
    ],
    body: .file(form: "DatasetForm"),
    replies: [
      Reply(
        status: 200, text: "A dry run.", schema: "Arrival", example: arrivalExample),
      Reply(
        status: 201, text: "The data set is kept.", schema: "Arrival", example: arrivalExample,
        fields: [.location]),
      problem(400, "Parameters make no sense, or there is no file."),
      problem(403, "A page of another origin asked."),
      problem(409, "There is one of that name."),
      problem(413, "The file is too large."), problem(415, "The body is no file of a table."),
      problem(422, "The file is no CSV, or not of the data set's columns."),
      problem(503, "The data set is being changed, or the disk fails."),
      problem(507, "The disk is full."),
    ])

  static let listDatasets = EndpointDescription(
    id: "list_datasets", summary: "Every data set", tag: "datasets",
    replies: [
      Reply(
        status: 200, text: "By name.", schema: "DatasetList",
        example: object([("data", .array([object(facts)]))]))
    ])

  static let showDataset = EndpointDescription(
    id: "show_dataset", summary: "Columns and files of a data set", tag: "datasets",
    parameters: [name, ifNoneMatch],
    replies: [
      Reply(
        status: 200, text: "What is known of it.", schema: "Dataset",
        example: object(
          facts + [
            (
              "columns",
              .array([
                object([
                  ("name", .string("price")), ("type", .string("float")),
                  ("count", .integer(500)), ("nulls", .integer(0)),
                  ("distinct", .integer(88)), ("min", .double(0)), ("max", .double(59.99)),
                ])
              ])
            ),
            (
              "files",
              .array([
                object([
                  ("part", .integer(0)), ("origin", .string("folder")),
                  ("bytes", .integer(812_345)),
                  ("sha256", .null),
                ])
              ])
            ),
          ]), fields: [.entityTag]),
      notModified,
    ] + refusals)

  static let deleteDataset = EndpointDescription(
    id: "delete_dataset", summary: "Remove a data set that came over HTTP", tag: "datasets",
    parameters: [name],
    replies: [
      Reply(204, "It is gone."),
      badName, problem(403, "A page of another origin asked."), unknown,
      problem(409, "It is a file that somebody put into the data folder."),
      problem(503, "The data set is being changed, or the disk fails."),
      problem(507, "The disk is full."),
    ])

  static let datasetFile = EndpointDescription(
    id: "dataset_file", summary: "The bytes of a data set as they came", tag: "datasets",
    parameters: [
      name,
      query("_part", "Which file, if there are several", Schema.count, .integer(1)), range,
      ifNoneMatch,
    ],
    replies: [
      Reply(
        status: 200, text: "The file.", type: "text/csv", schema: "Text",
        example: .string("name,price\nA,1.5\n"),
        fields: [.entityTag, .lastModified, .acceptRanges, .contentDisposition]),
      Reply(
        status: 206, text: "The part of it that Range asks for.", type: "text/csv",
        schema: "Text", example: .string("name")),
      notModified,
      problem(400, "There are several files, and none is named, or one that there is not."),
      unknown, gone,
      Reply(412, "The file is not the one that If-Match or If-Unmodified-Since asks for."),
      Reply(416, "The range begins behind the end of the file."),
      problem(503, "The data set is being changed, or the disk fails."),
    ])

  static let datasetRows = EndpointDescription(
    id: "dataset_rows", summary: "Rows that pass filters, a page or all of them", tag: "datasets",
    parameters: [
      name,
      query(
        "_select", "The columns of the answer with commas between them", .string("Name,Price")),
      query(
        "_sort", "Columns to sort by with commas between them, behind `-` from the greatest on",
        .string("-Price,Name")),
      query(
        "_count", "Whether all rows that match are counted",
        Schema.words(RowQuery.Count.allCases.map(\.rawValue)), .string("exact")),
      query(
        "_shape", "objects is the default", Schema.words(RowQuery.Shape.allCases.map(\.rawValue)),
        .string("arrays")),
    ] + pageParameters,
    replies: pages(
      "A page of rows.", schema: "RowPage",
      .array([object([("name", .string("A")), ("price", .double(1.5))])]),
      lines: "{\"name\":\"A\",\"price\":1.5}\n", csv: "name,price\nA,1.5\n")
      + [problem(409, "The cursor is of an older version.")] + questionRefusals)

  static let datasetAggregate = EndpointDescription(
    id: "dataset_aggregate", summary: "Statistics of rows, of groups or of all", tag: "datasets",
    parameters: [
      name,
      query(
        "_group_by", "Columns with commas between them, times with a unit",
        .string("Genres,Price")),
      query(
        "_agg", "Functions of columns with commas between them; count() by default",
        .string("mean(Price),n:count(),q(Price,0.95)")),
      query("_having", "Conditions on groups", .string("(count__gt:10)")),
      query("_sort", "Labels and columns with commas between them", .string("-count")),
    ] + pageParameters,
    replies: pages(
      "A page of groups; without _group_by one object.", schema: "GroupPage",
      .array([object([("mean_price", .double(8.5))])]),
      lines: "{\"mean_price\":8.5}\n", csv: "mean_price\n8.5\n")
      + [problem(409, "The cursor is of an older version.")] + questionRefusals)

  static let datasetProfile = EndpointDescription(
    id: "dataset_profile", summary: "Every column's statistics, histogram and top values",
    tag: "datasets", parameters: [name, ifNoneMatch],
    replies: [
      Reply(
        status: 200, text: "The profile.", schema: "Profile",
        example: object([
          ("data", object([("row_count", .integer(1)), ("columns", .array([profiledColumn]))])),
          ("meta", meta),
        ]), fields: [.entityTag]),
      notModified,
    ] + refusals)

  static let datasetChart = EndpointDescription(
    id: "dataset_chart", summary: "A chart as an SVG document", tag: "datasets",
    parameters: [
      name,
      query(
        "_kind", "What is drawn", Schema.words(ChartQuery.Kind.allCases.map(\.rawValue)),
        isRequired: true, .string("bar")),
      query(
        "_x", "The column of a histogram, or where points of rows stand", .string("Price")),
      query("_y", "How high points of rows stand, or the column of boxes", .string("Positive")),
      query(
        "_group_by", "Columns, times with a unit; the second tells series apart",
        .string("Windows")),
      query(
        "_agg", "What bars and lines show of groups; count() by default", .string("mean(Price)")),
      query("_having", "Conditions on groups", .string("(count__gt:10)")),
      query("_sort", "In which order bars stand", .string("-count")),
      query(
        "_limit", "How many bars at most", Schema.integer(0...RowQuery.greatestLimit),
        .integer(10)),
      query(
        "_bins", "Intervals of a histogram; 20 by default", Schema.integer(1...1000), .integer(20)),
      query("_title", "What stands above the chart", .string("Prices")),
      query(
        "_width", "In pixels; 720 by default", Schema.integer(320...2000), .integer(720)),
      query("_height", "In pixels", Schema.integer(200...2000), .integer(420)),
      groupFilter, filters, ifNoneMatch,
    ],
    replies: [
      Reply(
        status: 200, text: "The chart.", type: "image/svg+xml", schema: "Text",
        example: .string("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), fields: [.entityTag]),
      notModified,
    ] + questionRefusals)

  static let datasetSimilar = EndpointDescription(
    id: "dataset_similar", summary: "Rows whose texts are alike", tag: "datasets",
    parameters: [
      name,
      query(
        "_like", "Row numbers, from 1, with commas between them",
        Schema.text(pattern: "^[1-9][0-9]*(,[1-9][0-9]*){0,99}$"), .string("17,23")),
      query("_text", "Words to look for, in place of _like", .string("space trading")),
      query(
        "_columns", "The columns of text to compare with commas between them; all by default",
        .string("Name,Tags")),
      query("_limit", "10 by default", Schema.integer(1...1000), .integer(10)), ifNoneMatch,
    ],
    replies: [
      Reply(
        status: 200, text: "Rows, the most similar first.", schema: "SimilarPage",
        example: object([
          (
            "data",
            .array([
              object([
                ("row_id", .integer(18)), ("similarity_score", .double(0.41)),
                ("name", .string("A")),
              ])
            ])
          ),
          ("page", object([("limit", .integer(10)), ("next", .null), ("count", .null)])),
          ("meta", meta),
        ]), fields: [.entityTag]),
      notModified,
    ] + questionRefusals)

  // Leaves

  private static let badName = problem(400, "The name is none of a data set.")
  private static let unknown = problem(404, "There is no such data set.")
  private static let gone = problem(410, "A file of the data set is gone.")

  /// What whoever asks for a data set may be told.
  private static let refusals = [
    badName, unknown, gone,
    problem(422, "The data set's file is no CSV."),
    problem(503, "The data set is being changed, or the disk fails."),
  ]

  /// What whoever puts a question to a data set may be told.
  private static let questionRefusals = [
    problem(400, "The question or the name makes no sense."), unknown, gone,
    problem(422, "A value is none of its column's type, or the data set's file is no CSV."),
    problem(503, "The data set is being changed, or the disk fails."),
  ]

  static func problem(_ status: Int, _ text: String) -> Reply {
    Reply(
      status: status, text: text, type: "application/problem+json", schema: "Problem",
      example: object([
        ("type", .string("/problems/example")), ("title", .string("Example")),
        ("status", .integer(Int64(status))), ("detail", .string(text)),
        ("instance", .string("urn:uuid:6f0a3c52-0000-4000-8000-000000000000")),
      ]))
  }

  private static let facts: [(String, JSONValue)] = [
    ("name", .string("games")), ("version", .integer(1)),
    ("created", .string("2026-01-02T03:04:05Z")), ("changed", .string("2026-01-02T03:04:05Z")),
    ("origin", .string("folder")), ("bytes", .integer(812_345)), ("row_count", .integer(500)),
    ("column_count", .integer(20)),
  ]

  private static let arrivalExample = object([
    ("name", .string("sales")), ("version", .integer(1)), ("row_count", .integer(2)),
    (
      "columns",
      .array([object([("name", .string("price")), ("type", .string("float"))])])
    ),
    (
      "dialect",
      object([
        ("delimiter", .string(",")), ("encoding", .string("utf-8")), ("line_end", .string("lf")),
      ])
    ), ("rows_read", .integer(2)), ("rows_loaded", .integer(2)), ("rows_rejected", .integer(0)),
    ("reject_count", .integer(0)), ("rejects", .array([])),
  ])

  private static let meta = object([
    ("dataset", .string("games")), ("version", .integer(1)), ("query_ms", .double(1.25)),
  ])

  private static let profiledColumn = object([
    ("name", .string("price")), ("type", .string("float")), ("count", .integer(1)),
    ("nulls", .integer(0)), ("distinct", .integer(1)), ("min", .double(1.5)),
    ("max", .double(1.5)), ("mean", .double(1.5)), ("stddev", .null), ("zeros", .integer(0)),
    (
      "histogram",
      object([
        ("edges", .array([.double(1.5), .double(1.5)])), ("counts", .array([.integer(1)])),
      ])
    ),
    ("top", .array([object([("value", .double(1.5)), ("count", .integer(1))])])),
  ])
}
