internal import Engine
internal import JSON

/// The shapes of answers of the collector.
enum CollectorSchemas {
  static let accepted = Schema.record([
    ("Processing", Schema.day), ("job_id", JobSchemas.id),
  ])

  /// By day.
  static let days = Schema.map(
    Schema.record([
      ("status", Schema.words(DayCoverage.State.allCases.map(\.rawValue))),
      ("cities", Schema.countOrNull), ("stored", Schema.count), ("failed", Schema.count),
      ("job_id", Schema.orNull(JobSchemas.id)),
    ]))

  /// By country and day; a day without data has no member.
  static let statistics = Schema.map(Schema.map(Schema.reference("CountryDay")))

  static let countryDay = Schema.record(
    [],
    optional: [
      ("buses_started", Schema.count), ("number_of_buses", Schema.count),
      ("total_passengers", Schema.count), ("accident", Schema.truth),
      ("total_accidents", Schema.count), ("average_delay", Schema.numberOrNull),
    ])

  static let error = Schema.record(
    [("status_code", Schema.integer(400...599)), ("detail", Schema.text)],
    optional: [
      (
        "extra",
        Schema.list(
          Schema.record(
            [("message", Schema.text)],
            optional: [
              ("key", Schema.text), ("source", Schema.words(["query", "header", "body"])),
            ]))
      )
    ])
}
