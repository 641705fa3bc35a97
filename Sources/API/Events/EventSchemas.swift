internal import JSON

/// The shapes of events and of answers about them.
enum EventSchemas {
  /// A name of UTF-8 without control characters.
  static let series = object([
    ("type", .string("string")), ("pattern", .string(#"^[^\x00-\x1F\x7F-\x9F]*$"#)),
    ("minLength", .integer(1)), ("maxLength", .integer(Int64(SeriesName.limitBytes))),
  ])

  static let event = Schema.record(
    [
      ("timestamp", Schema.described("A moment or a day of ISO 8601", moment)),
      ("value", Schema.number),
    ], optional: [("series", Schema.orNull(series))])

  /// With `T` or a blank before the time, with or without seconds, their fraction and a zone.
  private static let moment = Schema.text(
    pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
      + "([Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
      + "([Zz]|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?)?)?$")

  static let events = object([
    ("type", .string("array")), ("items", Schema.reference("Event")), ("minItems", .integer(1)),
    ("maxItems", .integer(10_000)),
  ])

  static let message = Schema.record([("message", Schema.text)])

  /// Of many events, how many were taken and why the others were not stands beside the sentence.
  static let error = Schema.record(
    [("error", Schema.text)], optional: [("accepted", Schema.count), ("rejected", rejected)])

  static let intake = Schema.record([("accepted", Schema.count), ("rejected", rejected)])

  private static let rejected = Schema.list(
    Schema.record([("index", Schema.count), ("reason", Schema.text)]))

  /// What is there depends on what was asked for; percentiles bear their names.
  static let statistics = object([
    ("type", .string("object")),
    (
      "properties",
      object([
        ("count", Schema.count), ("exact", Schema.truth),
        ("histogram", Schema.reference("Histogram")),
      ])
    ),
    ("additionalProperties", Schema.numberOrNull),
  ])

  /// A length of time: a number with a unit, seconds without one.
  static let duration = Schema.text(pattern: "^[0-9]+(ms|s|m|h|d)?$")

  /// An event of a stream whose data is of another shape.
  static func streamed(_ names: [String], data: String) -> JSONValue {
    Schema.record(
      [
        ("event", Schema.words(names)),
        (
          "data",
          object([
            ("type", .string("string")), ("contentMediaType", .string("application/json")),
            ("contentSchema", Schema.reference(data)),
          ])
        ),
      ], optional: [("id", Schema.text), ("retry", Schema.count)])
  }
}
