internal import JSON

// What `/openapi.json` says of live events.

extension EndpointDescription {
  private static let event = object([
    ("timestamp", .string("2025-06-26T14:30:00Z")), ("value", .double(12.34)),
  ])

  private static let usual = object([
    ("count", .integer(2)), ("min", .double(12.34)), ("max", .double(15.5)),
    ("mean", .double(13.92)),
  ])

  private static let window = [
    query(
      "window", "How far back, from 1s to --event-retention; 1h by default", EventSchemas.duration,
      .string("15m")),
    query(
      "stats",
      "Statistics with commas between them: " + EventStatistic.names.joined(separator: ", ")
        + " and percentiles such as p95; count,min,max,mean by default",
      Schema.list(ofWords: EventStatistic.names + [percentile]), .string("mean,stddev,p95")),
    query(
      "series", "The series; events without one by default",
      Schema.anyOf([EventSchemas.series, Schema.constant("")]), .string("kitchen")),
    query(
      "bins", "The intervals of a histogram; 10 by default", Schema.integer(1...1000), .integer(10)),
  ]

  /// From 0 to 100, with or without a fraction.
  private static let percentile = #"p(100|[0-9]{1,2}(\.[0-9]{1,10})?)"#

  private static let usualSeries = query(
    "series", "The series of events that name none", EventSchemas.series, .string("kitchen"))

  static let addEvent = EndpointDescription(
    id: "add_event", summary: "Take one event in", tag: "events", parameters: [usualSeries],
    body: .json(schema: "Event", example: event),
    replies: [
      Reply(
        status: 201, text: "It is kept, also if it is too old to count ever.",
        schema: "EventMessage",
        example: object([("message", .string("Event created successfully"))])),
      eventError(400, "The event makes no sense.", "Missing 'value' field"),
    ] + refusals)

  static let addEvents = EndpointDescription(
    id: "add_events", summary: "Take up to 10,000 events in: an array, or lines of JSON",
    tag: "events", parameters: [usualSeries],
    body: .lines(schema: "Events", example: .array([event])),
    replies: [
      Reply(
        status: 200, text: "How many were taken, and why the others were not.",
        schema: "EventIntake",
        example: object([
          ("accepted", .integer(1)),
          (
            "rejected",
            .array([
              object([("index", .integer(1)), ("reason", .string("Missing 'value' field"))])
            ])
          ),
        ])),
      eventError(400, "None of them made sense.", "Request body must be JSON"),
    ] + refusals)

  static let eventStatistics = EndpointDescription(
    id: "event_statistics", summary: "Statistics of the events of a rolling window", tag: "events",
    parameters: window + [
      query(
        "as_of", "Where the window ends; now by default", Schema.moment,
        .string("2025-06-26T15:00:00Z"))
    ],
    replies: [
      Reply(
        status: 200, text: "What was asked for; null where it is not defined.",
        schema: "EventStatistics", example: usual),
      eventError(400, "A parameter makes no sense.", "There is no statistic 'avg'"),
    ])

  static let statisticsStream = EndpointDescription(
    id: "statistics_stream", summary: "The same again and again, as server-sent events",
    tag: "events",
    parameters: window + [
      query(
        "every", "How often, from 100ms to 1h; 1s by default", EventSchemas.duration, .string("1s"))
    ],
    replies: [
      Reply(
        status: 200, text: "An event named statistics for each time.", type: "text/event-stream",
        schema: "StatisticsEvent",
        example: object([
          ("event", .string("statistics")),
          ("data", .string(#"{"count":2,"min":12.34,"max":15.5,"mean":13.92}"#)),
        ])),
      eventError(400, "A parameter makes no sense.", "'every' must be a time from 100ms to 1h"),
    ])

  private static let refusals = [
    eventError(
      403, "A page of another origin asked.",
      "A page of another origin may not change anything here; see --cors-origin"),
    eventError(413, "The body is too large.", "The body is longer than this path takes"),
    eventError(415, "The body is compressed.", "send it without Content-Encoding"),
    eventError(
      429, "Events have as much memory, or there are as many series, as may be.",
      "There are 10000 series, as many as there may be (--event-series)"),
    eventError(503, "The disk fails, or too many requests wait.", "The disk failed"),
    eventError(507, "There is no room for more events.", "The disk is full, no event is taken."),
  ]

  private static func eventError(_ status: Int, _ text: String, _ sentence: String) -> Reply {
    Reply(
      status: status, text: text, schema: "EventError",
      example: object([("error", .string(sentence))]))
  }
}
