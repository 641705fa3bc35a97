internal import Engine
internal import JSON
internal import Tables

/// The shapes of files that become data sets, and of answers about data sets.
enum DatasetSchemas {
  static let name = Schema.text(pattern: DatasetName.pattern)
  static let type = Schema.words(["integer", "float", "boolean", "date", "datetime", "text"])

  // Files

  /// One character of ASCII but for a quote or a line's end, or `tab`.
  static let delimiter = Schema.text(pattern: #"^(tab|\\t|[\x00-\t\x0B\x0C\x0E-!#-\x7F])$"#)
  static let encoding = Schema.words(TextEncoding.names)
  static let mode = Schema.words(Catalog.Mode.allCases.map(\.rawValue))
  static let onError = Schema.words(ReadOptions.OnError.allCases.map(\.rawValue))

  /// Types by column.
  static let types = Schema.map(
    Schema.text(pattern: "^(integer|float|decimal|boolean|text|date(time)?(:.+)?)$"))
  /// The same as a text.
  static let typesText = object([
    ("type", .string("string")), ("contentMediaType", .string("application/json")),
    ("contentSchema", types),
  ])

  /// What a form may say beside its file.
  static let form = Schema.record(
    [("file", Schema.bytes)],
    optional: [
      ("name", name), ("mode", mode), ("delimiter", delimiter), ("encoding", encoding),
      ("types", typesText), ("on_error", onError), ("_dry_run", Schema.truth),
    ], isClosed: true)

  /// What is to be fetched.
  static let order = Schema.record(
    [("url", Schema.address), ("name", name)],
    optional: fileMembers + [("callback_url", JobSchemas.callback)], isClosed: true)

  /// What is said about a file that is fetched, in JSON.
  static let fileMembers: [(String, JSONValue)] = [
    ("mode", Schema.orNull(mode)), ("delimiter", Schema.orNull(delimiter)),
    ("encoding", Schema.orNull(encoding)), ("types", Schema.orNull(types)),
    ("on_error", Schema.orNull(onError)),
  ]

  // Looking

  private static let origin = Schema.words(["folder", "upload", "import"])

  private static let factMembers: [(String, JSONValue)] = [
    ("name", name), ("version", Schema.count), ("created", Schema.moment),
    ("changed", Schema.moment), ("origin", origin), ("bytes", Schema.count),
    ("row_count", Schema.countOrNull), ("column_count", Schema.countOrNull),
  ]

  /// What a list tells of a data set.
  static let facts = Schema.record(factMembers)

  private static let columnMembers: [(String, JSONValue)] = [
    ("name", Schema.text), ("type", type), ("count", Schema.count), ("nulls", Schema.count),
    ("distinct", Schema.countOrNull), ("min", Schema.cell), ("max", Schema.cell),
  ]

  static let column = Schema.record(columnMembers)

  static let dataset = Schema.record(
    factMembers + [
      ("columns", Schema.list(Schema.reference("Column"))),
      (
        "files",
        Schema.list(
          Schema.record(
            [
              ("part", Schema.count), ("origin", origin), ("bytes", Schema.count),
              ("sha256", Schema.orNull(Schema.text(pattern: "^[0-9a-f]{64}$"))),
            ],
            // Where it was fetched from.
            optional: [("url", Schema.text)]))
      ),
    ])

  /// What became of a file. A dry run shows its first rows.
  static let arrival = Schema.record(
    [
      (
        "columns",
        Schema.list(Schema.record([("name", Schema.text), ("type", type)]))
      ),
      (
        "dialect",
        Schema.record([
          ("delimiter", Schema.text), ("encoding", encoding),
          ("line_end", Schema.words(["lf", "crlf"])),
        ])
      ),
      ("rows_read", Schema.count), ("rows_loaded", Schema.count),
      ("rows_rejected", Schema.count), ("reject_count", Schema.count),
      (
        "rejects",
        Schema.list(
          Schema.record([
            ("line", Schema.count), ("column", Schema.textOrNull), ("value", Schema.text),
            ("reason", Schema.text),
          ]))
      ),
    ],
    optional: [
      ("name", name), ("version", Schema.count), ("row_count", Schema.count),
      ("dry_run", Schema.truth), ("rows", Schema.list(Schema.reference("Row"))),
    ])

  // Questions

  /// The cells of a row by column.
  static let row = Schema.map(Schema.cell)

  private static let meta = Schema.record([
    ("dataset", name), ("version", Schema.count), ("query_ms", Schema.number),
  ])

  /// Where a page stands; the cursor of the next one, and how many there are in all where that was asked.
  static let place = Schema.record([
    ("limit", Schema.countOrNull), ("next", Schema.textOrNull), ("count", Schema.countOrNull),
  ])

  /// Rows as objects, as arrays, or as an array for each column.
  static let rowPage = page(
    Schema.anyOf([
      Schema.list(Schema.reference("Row")), Schema.list(Schema.list(Schema.cell)),
      Schema.map(Schema.list(Schema.cell)),
    ]))

  /// Groups, or one object for all rows; null if it does not pass the conditions on groups.
  static let groupPage = page(
    Schema.orNull(
      Schema.anyOf([Schema.list(Schema.reference("Group")), Schema.reference("Group")])))

  /// Labels with what they stand for; a histogram is an object.
  static let group = Schema.map(Schema.anyOf([Schema.cell, Schema.reference("Histogram")]))

  static let histogram = Schema.record([
    ("edges", Schema.list(Schema.anyOf([Schema.number, Schema.text]))),
    ("counts", Schema.list(Schema.count)),
  ])

  static let similarPage = page(Schema.list(Schema.reference("SimilarRow")))

  /// A row with its number and how much it is alike, and the cells of its columns.
  static let similarRow = object([
    ("type", .string("object")),
    (
      "properties",
      object([
        ("row_id", Schema.integer(1...)), ("similarity_score", Schema.number),
      ])
    ),
    ("required", .array([.string("row_id"), .string("similarity_score")])),
    ("additionalProperties", Schema.cell),
  ])

  private static func page(_ data: JSONValue) -> JSONValue {
    Schema.record([("data", data), ("page", Schema.reference("Page")), ("meta", meta)])
  }

  // Profiles

  static let profile = Schema.record([
    (
      "data",
      Schema.record([
        ("row_count", Schema.count), ("columns", Schema.list(Schema.reference("ColumnProfile"))),
      ])
    ),
    ("meta", meta),
  ])

  /// What of these is there depends on the type of the column.
  static let columnProfile = Schema.record(
    columnMembers + [
      (
        "top",
        Schema.list(Schema.record([("value", Schema.cell), ("count", Schema.count)]))
      )
    ],
    optional: [
      "mean", "stddev", "variance", "p5", "q1", "median", "q3", "p95", "skewness", "kurtosis",
    ].map { ($0, Schema.numberOrNull) }
      + ["zeros", "true", "false", "shortest", "longest"].map {
        ($0, Schema.countOrNull)
      } + [("histogram", Schema.reference("Histogram"))])
}
