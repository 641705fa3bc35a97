internal import JSON

// What `/openapi.json` says of the collector.

extension EndpointDescription {
  static let collectDay = EndpointDescription(
    id: "collect_day", summary: "Collect a day of every city from the upstream, as a job",
    tag: "collector",
    parameters: [
      query("date", "The day", Schema.day, isRequired: true, .string("2024-05-01")),
      idempotencyKey,
    ],
    replies: [
      Reply(
        status: 201, text: "The job was accepted and is kept; Location says where it stands.",
        schema: "CollectionAccepted",
        example: object([
          ("Processing", .string("2024-05-01")), ("job_id", .string("job_id_9")),
        ]), fields: [.location]),
      badDays("Validation failed for POST /process-request", key: "requested_date"),
      collectorError(
        403, "A page of another origin asked.",
        "A page of another origin may not change anything here; see --cors-origin"),
      collectorError(
        422, "The Idempotency-Key belongs to another day.",
        "This Idempotency-Key belongs to job_id_9, which was asked for something else"),
      collectorError(
        503, "There is no upstream, the server shuts down, or too many jobs wait.",
        "No upstream is configured; start with --upstream URL"),
      collectorError(
        507, "There is no room for another job.", "The disk is full, no new job is taken."),
    ])

  static let collectedDays = EndpointDescription(
    id: "collected_days", summary: "What is there of each day of a range", tag: "collector",
    parameters: bounds,
    replies: [
      Reply(
        status: 200, text: "Each day with its state and how many cities it has.",
        schema: "CollectorDays",
        example: object([
          (
            "2024-05-01",
            object([
              ("status", .string("stored")), ("cities", .integer(30)), ("stored", .integer(30)),
              ("failed", .integer(0)), ("job_id", .string("job_id_9")),
            ])
          )
        ])),
      badDays("Validation failed for GET /process-request", key: "from_date"), storeFailed,
      collectorBusy,
    ])

  static let countryStatistics = EndpointDescription(
    id: "country_statistics", summary: "Statistics of each country and day of a range",
    tag: "collector", parameters: bounds,
    replies: [
      Reply(
        status: 200, text: "Each country with each day; a day without data is empty.",
        schema: "CountryStatistics",
        example: object([
          (
            "France",
            object([
              (
                "2024-05-01",
                object([
                  ("buses_started", .integer(312)), ("number_of_buses", .integer(8)),
                  ("total_passengers", .integer(9981)), ("accident", .bool(true)),
                  ("total_accidents", .integer(2)), ("average_delay", .double(431.25)),
                ])
              ), ("2024-05-02", object([])),
            ])
          )
        ])),
      badDays("Validation failed for GET /country-stats", key: "from_date"), storeFailed,
      collectorBusy,
    ])

  // Leaves

  private static let bounds = [
    query("from", "The first day", Schema.day, isRequired: true, .string("2024-05-01")),
    query(
      "to", "The last day; at most 366 days with the first", Schema.day, isRequired: true,
      .string("2024-05-31")),
  ]

  private static let storeFailed = collectorError(
    502, "The store does not answer, or an object cannot be read.",
    "There is no bucket journeys at the object store; make it, or name another one with --store")
  private static let collectorBusy = collectorError(
    503, "Too many requests of this kind wait, or a day is being replaced.",
    "32 requests for the collector's data wait already; try again in a moment")

  private static func badDays(_ detail: String, key: String) -> Reply {
    Reply(
      status: 400, text: "A day is missing or makes no sense, or there is too much in a range.",
      schema: "CollectorError",
      example: object([
        ("status_code", .integer(400)), ("detail", .string(detail)),
        (
          "extra",
          .array([
            object([
              (
                "message",
                .string("'May 1' is not a day; expected YYYY-MM-DD, such as 2024-05-01")
              ), ("key", .string(key)), ("source", .string("query")),
            ])
          ])
        ),
      ]))
  }

  private static func collectorError(_ status: Int, _ text: String, _ detail: String) -> Reply {
    Reply(
      status: status, text: text, schema: "CollectorError",
      example: object([
        ("status_code", .integer(Int64(status))), ("detail", .string(detail)),
      ]))
  }
}
