internal import JSON

// What `/openapi.json` says of the page of live events.

extension EndpointDescription {
  static let livePage = page(
    "live_page", "What the window of a series comes to, again and again",
    parameters: [
      query("series", "The series; events without one by default", .string("kitchen")),
      query(
        "window", "How far back, from 1s to --event-retention; 15m by default",
        Schema.orEmpty(EventSchemas.duration), .string("15m")),
      query(
        "stats", "The statistics to show, as /statistics names them; may stand several times",
        .string("mean,p95")),
      query(
        "bins", "The intervals of the histogram; 20 by default",
        Schema.orEmpty(Schema.integer(1...1000)),
        .integer(20)),
    ], failures: [(400, "A parameter makes no sense.")])
}
