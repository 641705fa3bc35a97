internal import JSON

// What `/openapi.json` says of the endpoints of data sets.

extension EndpointDescription {
  private static let name = Parameter(name: "name", text: "The data set", example: "games")

  static func query(_ name: String, _ text: String, _ example: String) -> Parameter {
    Parameter(place: .query, name: name, text: text, example: example)
  }

  private static let arrivalParameters = [
    query("mode", "create (the default), append or replace", "replace"),
    query("delimiter", "One character, or tab; found out by default", ";"),
    query("encoding", "utf-8, ascii, iso-8859-1, windows-1252, utf-16", "windows-1252"),
    query("types", "Types of columns as a JSON object", #"{"zip":"text","day":"date:%d/%m/%Y"}"#),
    query("on_error", "abort (the default), null_cell or skip_row", "skip_row"),
  ]

  private static let pageParameters = [
    query("_limit", "From 0 to 10000; 100 by default", "100"),
    query("_cursor", "Where to go on, from page.next", ""),
    query("_format", "json (the default), csv or ndjson", "csv"),
    query("_csv_safe", "1 makes cells harmless that a spreadsheet would take for formulas", "1"),
    query("_or", "One of some conditions must hold", "(price__gt:5,name__eq:x)"),
  ]

  static let uploadDataset = EndpointDescription(
    id: "upload_dataset", summary: "Keep a CSV file as a data set", tag: "datasets",
    parameters: [query("name", "The new data set; else the file's name", "sales")]
      + arrivalParameters
      + [query("_dry_run", "1 keeps nothing and shows types, first rows and rejects", "1")],
    body: .file,
    replies: [
      Reply(
        status: 200, text: "A dry run.", schema: "Arrival", example: arrivalExample),
      Reply(
        status: 201, text: "The data set is kept.", schema: "Arrival", example: arrivalExample),
      problem(400, "Parameters make no sense, or there is no file."),
      problem(403, "A page of another origin asked."),
      problem(409, "There is one of that name."),
      problem(413, "The file is too large."), problem(415, "The body is no file of a table."),
      problem(422, "The file is no CSV, or not of the data set's columns."),
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
    parameters: [name],
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
          ])),
      unknown,
    ])

  static let deleteDataset = EndpointDescription(
    id: "delete_dataset", summary: "Remove a data set that came over HTTP", tag: "datasets",
    parameters: [name],
    replies: [
      Reply(status: 204, text: "It is gone.", schema: "", example: .null),
      problem(403, "A page of another origin asked."), unknown,
      problem(409, "It is a file that somebody put into the data folder."),
    ])

  static let datasetFile = EndpointDescription(
    id: "dataset_file", summary: "The bytes of a data set as they came", tag: "datasets",
    parameters: [name, query("_part", "Which file, if there are several", "1")],
    replies: [
      Reply(
        status: 200, text: "The file.", type: "text/csv", schema: "Text",
        example: .string("name,price\nA,1.5\n")),
      problem(400, "There are several files, and none is named."), unknown,
    ])

  static let datasetRows = EndpointDescription(
    id: "dataset_rows", summary: "Rows that pass filters, a page or all of them", tag: "datasets",
    parameters: [
      name, query("{column}__{operation}", "A filter, such as price__gte=5", "5"),
      query("_select", "The columns of the answer", "name,price"),
      query("_sort", "What to sort by", "-price,name"),
      query("_count", "none (the default) or exact", "exact"),
      query("_shape", "objects (the default), arrays or columns", "arrays"),
    ] + pageParameters,
    replies: [
      answer(
        "A page of rows.", .array([object([("name", .string("A")), ("price", .double(1.5))])])),
      problem(400, "The question makes no sense."), unknown,
      problem(409, "The cursor is of an older version."),
      problem(422, "A value is none of its column's type."),
    ])

  static let datasetAggregate = EndpointDescription(
    id: "dataset_aggregate", summary: "Statistics of rows, of groups or of all", tag: "datasets",
    parameters: [
      name, query("_group_by", "Columns, times with a unit", "genre,released:year"),
      query("_agg", "Functions of columns", "mean(price),n:count(),q(price,0.95)"),
      query("_having", "Conditions on groups", "(n__gt:10)"),
      query("_sort", "Labels and columns", "-mean_price"),
    ] + pageParameters,
    replies: [
      answer("A page of groups.", .array([object([("mean_price", .double(8.5))])])),
      problem(400, "The question makes no sense."), unknown,
      problem(422, "A value is none of its column's type."),
    ])

  static let datasetProfile = EndpointDescription(
    id: "dataset_profile", summary: "Every column's statistics, histogram and top values",
    tag: "datasets", parameters: [name],
    replies: [
      Reply(
        status: 200, text: "The profile.", schema: "Profile",
        example: object([
          ("data", object([("row_count", .integer(1)), ("columns", .array([]))])), ("meta", meta),
        ])), unknown,
    ])

  static let datasetChart = EndpointDescription(
    id: "dataset_chart", summary: "A chart as an SVG document", tag: "datasets",
    parameters: [
      name, query("_kind", "histogram, bar, line, scatter or box", "bar"),
      query("{column}__{operation}", "A filter, such as price__gte=5", "5"),
      query("_or", "One of some conditions must hold", "(price__gt:5,name__eq:x)"),
      query("_x", "The column of a histogram, or where points of rows stand", "price"),
      query("_y", "How high points of rows stand, or the column of boxes", "positive"),
      query("_group_by", "Columns, times with a unit; the second tells series apart", "day:month"),
      query("_agg", "What bars and lines show of groups; count() by default", "mean(price)"),
      query("_having", "Conditions on groups", "(n__gt:10)"),
      query("_sort", "In which order bars stand", "-count"),
      query("_limit", "How many bars at most", "10"),
      query("_bins", "Intervals of a histogram, from 1 to 1000; 20 by default", "20"),
      query("_title", "What stands above the chart", "Prices"),
      query("_width", "In pixels, from 320 to 2000; 720 by default", "720"),
      query("_height", "In pixels, from 200 to 2000", "420"),
    ],
    replies: [
      Reply(
        status: 200, text: "The chart.", type: "image/svg+xml", schema: "Text",
        example: .string("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")),
      problem(400, "The question makes no sense."), unknown,
      problem(422, "A value is none of its column's type."),
    ])

  static let datasetSimilar = EndpointDescription(
    id: "dataset_similar", summary: "Rows whose texts are alike", tag: "datasets",
    parameters: [
      name, query("_like", "Row numbers, from 1", "17,23"),
      query("_text", "Words to look for, in place of _like", "space trading"),
      query("_columns", "The columns of text to compare; all by default", "name,about"),
      query("_limit", "From 1 to 1000; 10 by default", "10"),
    ],
    replies: [
      answer(
        "Rows, the most similar first.",
        .array([object([("name", .string("A")), ("similarity_score", .double(0.41))])])),
      problem(400, "The question makes no sense."), unknown,
    ])

  // Leaves

  private static let unknown = problem(404, "There is no such data set.")

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

  private static func answer(_ text: String, _ data: JSONValue) -> Reply {
    Reply(
      status: 200, text: text, schema: "Answer",
      example: object([
        ("data", data),
        ("page", object([("limit", .integer(100)), ("next", .null), ("count", .null)])),
        ("meta", meta),
      ]))
  }
}
