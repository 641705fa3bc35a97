internal import JSON

/// The shapes of answers about data sets.
enum DatasetSchemas {
  private static let count = object([("type", .string("integer")), ("minimum", .integer(0))])
  private static let countOrNull = object([
    ("type", .array([.string("integer"), .string("null")]))
  ])
  private static let textOrNull = object([("type", .array([.string("string"), .string("null")]))])
  private static let type = OpenAPISchemas.words(
    ["integer", "float", "boolean", "date", "datetime", "text"])

  private static let factMembers: [(String, JSONValue)] = [
    ("name", OpenAPISchemas.text()), ("version", count), ("created", OpenAPISchemas.text()),
    ("changed", OpenAPISchemas.text()),
    ("origin", OpenAPISchemas.words(["folder", "upload", "import"])), ("bytes", count),
    ("row_count", countOrNull), ("column_count", countOrNull),
  ]

  /// What a list tells of a data set.
  static let facts = OpenAPISchemas.record(factMembers)

  static let dataset = OpenAPISchemas.record(
    factMembers + [
      (
        "columns",
        OpenAPISchemas.list(
          OpenAPISchemas.record([
            ("name", OpenAPISchemas.text()), ("type", type), ("count", count), ("nulls", count),
            ("distinct", countOrNull),
            ("min", object([])), ("max", object([])),
          ]))
      ),
      (
        "files",
        OpenAPISchemas.list(
          OpenAPISchemas.record([
            ("part", count), ("origin", OpenAPISchemas.text()), ("bytes", count),
            ("sha256", textOrNull),
          ]))
      ),
    ])

  static let arrival = OpenAPISchemas.record([
    (
      "columns",
      OpenAPISchemas.list(
        OpenAPISchemas.record([("name", OpenAPISchemas.text()), ("type", type)]))
    ),
    (
      "dialect",
      OpenAPISchemas.record([
        ("delimiter", OpenAPISchemas.text()), ("encoding", OpenAPISchemas.text()),
        ("line_end", OpenAPISchemas.words(["lf", "crlf"])),
      ])
    ),
    ("rows_read", count), ("rows_loaded", count), ("rows_rejected", count),
    ("reject_count", count),
    (
      "rejects",
      OpenAPISchemas.list(
        OpenAPISchemas.record([
          ("line", count), ("column", textOrNull), ("value", OpenAPISchemas.text()),
          ("reason", OpenAPISchemas.text()),
        ]))
    ),
  ])

  private static let meta = OpenAPISchemas.record([
    ("dataset", OpenAPISchemas.text()), ("version", count),
    ("query_ms", object([("type", .string("number"))])),
  ])

  /// Rows or groups, a page of them.
  static let answer = OpenAPISchemas.record([
    ("data", object([])),
    (
      "page",
      OpenAPISchemas.record([("limit", countOrNull), ("next", textOrNull), ("count", countOrNull)])
    ),
    ("meta", meta),
  ])

  static let profile = OpenAPISchemas.record([
    (
      "data",
      OpenAPISchemas.record([
        ("row_count", count),
        ("columns", OpenAPISchemas.list(object([("type", .string("object"))]))),
      ])
    ),
    ("meta", meta),
  ])
}
