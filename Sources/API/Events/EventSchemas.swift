internal import JSON

/// The shapes of events and of answers about them.
enum EventSchemas {
  private static let count = object([("type", .string("integer")), ("minimum", .integer(0))])
  private static let numberOrNull = object([
    ("type", .array([.string("number"), .string("null")]))
  ])

  static let event = object([
    ("type", .string("object")), ("required", .array([.string("timestamp"), .string("value")])),
    (
      "properties",
      object([
        ("timestamp", OpenAPISchemas.text()), ("value", object([("type", .string("number"))])),
        ("series", object([("type", .array([.string("string"), .string("null")]))])),
      ])
    ),
  ])

  static let events = OpenAPISchemas.list(
    object([("$ref", .string("#/components/schemas/Event"))]))

  static let message = OpenAPISchemas.record([("message", OpenAPISchemas.text())])
  static let error = OpenAPISchemas.record([("error", OpenAPISchemas.text())])

  static let intake = object([
    ("type", .string("object")),
    ("required", .array([.string("accepted"), .string("rejected")])),
    (
      "properties",
      object([
        ("error", OpenAPISchemas.text()), ("accepted", count),
        (
          "rejected",
          OpenAPISchemas.list(
            OpenAPISchemas.record([("index", count), ("reason", OpenAPISchemas.text())]))
        ),
      ])
    ),
  ])

  /// What is there depends on what was asked for.
  static let statistics = object([
    ("type", .string("object")),
    (
      "properties",
      object([
        ("count", count), ("exact", object([("type", .string("boolean"))])),
        (
          "histogram",
          OpenAPISchemas.record([
            ("edges", OpenAPISchemas.list(object([("type", .string("number"))]))),
            ("counts", OpenAPISchemas.list(count)),
          ])
        ),
      ])
    ),
    ("additionalProperties", numberOrNull),
  ])
}
