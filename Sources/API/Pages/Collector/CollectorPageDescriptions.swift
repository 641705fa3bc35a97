internal import JSON

// What `/openapi.json` says of the collector's pages.

extension EndpointDescription {
  private static let view = [
    query("from", "The first day that is shown", Schema.orEmpty(Schema.day), .string("2024-05-01")),
    query(
      "to", "The last day; at most 366 days with the first", Schema.orEmpty(Schema.day),
      .string("2024-05-31")),
    query(
      "measure", "What is shown of countries",
      Schema.orEmpty(Schema.words(CountryMeasure.allCases.map(\.rawValue))),
      .string("average_delay")),
    query(
      "country", "A country to show; may stand several times, and without one all are",
      .string("France")),
  ]

  static let collectorPage = page(
    "collector_page", "What is there of each day, what countries had, and a day to be collected",
    parameters: view + [
      query(
        "date", "The day that the form proposes", Schema.orEmpty(Schema.day), .string("2024-05-01"))
    ],
    failures: [(400, "A parameter makes no sense."), (502, "The store fails.")])

  static let countryChart = EndpointDescription(
    id: "country_chart", summary: "A measure of countries by day, as a drawing", tag: "pages",
    parameters: view + [
      query(
        "width", "In pixels; 720 by default", Schema.orEmpty(Schema.integer(320...2000)),
        .integer(380))
    ],
    replies: [
      Reply(
        status: 200, text: "The drawing.", type: "image/svg+xml", schema: "Text",
        example: .string("<svg")),
      html(400, "A parameter makes no sense."), html(502, "The store fails."),
    ])
}
