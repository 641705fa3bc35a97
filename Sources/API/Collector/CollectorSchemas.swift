internal import Engine
internal import JSON

/// The shapes of answers of the collector.
enum CollectorSchemas {
  private static let count = object([("type", .string("integer")), ("minimum", .integer(0))])
  private static let day = OpenAPISchemas.text(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  private static let id = "^job_id_[1-9][0-9]*$"

  static let accepted = OpenAPISchemas.record([
    ("Processing", day), ("job_id", OpenAPISchemas.text(pattern: id)),
  ])

  /// By day.
  static let days = object([
    ("type", .string("object")),
    (
      "additionalProperties",
      OpenAPISchemas.record([
        ("status", OpenAPISchemas.words(DayCoverage.State.allCases.map(\.rawValue))),
        ("cities", object([("type", .array([.string("integer"), .string("null")]))])),
        ("stored", count), ("failed", count), ("job_id", JobSchemas.textOrNull),
      ])
    ),
  ])

  /// By country and day; a day without data has no member.
  static let statistics = object([
    ("type", .string("object")),
    (
      "additionalProperties",
      object([("type", .string("object")), ("additionalProperties", dayStatistics)])
    ),
  ])

  private static let dayStatistics = OpenAPISchemas.record(
    [],
    optional: [
      ("buses_started", count), ("number_of_buses", count), ("total_passengers", count),
      ("accident", object([("type", .string("boolean"))])), ("total_accidents", count),
      ("average_delay", object([("type", .array([.string("number"), .string("null")]))])),
    ])

  static let error = OpenAPISchemas.record(
    [("status_code", count), ("detail", OpenAPISchemas.text())],
    optional: [
      (
        "extra",
        OpenAPISchemas.list(
          OpenAPISchemas.record(
            [("message", OpenAPISchemas.text())],
            optional: [
              ("key", OpenAPISchemas.text()),
              ("source", OpenAPISchemas.words(["query", "header", "body"])),
            ]))
      )
    ])
}
