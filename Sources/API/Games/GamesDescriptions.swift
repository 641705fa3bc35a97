internal import JSON

// What `/openapi.json` says of the games service.

extension EndpointDescription {
  static let ping = EndpointDescription(
    id: "ping", summary: "Whether the games service answers", tag: "games",
    replies: [
      Reply(
        status: 200, text: "It does.", schema: "Ping",
        example: object([("response", .string("pong"))]))
    ])

  static let gamesQuery = EndpointDescription(
    id: "query_games", summary: "Games that pass filters", tag: "games",
    parameters: [
      query("name", "Part of the name; other columns of text likewise", "space"),
      query("app_id", "A number; other columns of numbers likewise", "20200"),
      query("windows", "true or false; mac and linux likewise", "true"),
      query("release_date", "A day", "2008-10-21"), query("before", "A day", "2020-01-01"),
      query("after", "A day", "2010-01-01"), query("min_price", "A number", "5"),
      query("max_price", "A number", "10"), query("cursor", "How many to pass over", "10"),
      query("limit", "From 0 to 10000; 10 by default", "10"),
    ],
    replies: [
      Reply(
        status: 200, text: "A stretch of them, and how many there are.", schema: "GamesPage",
        example: object([
          ("status", .string("1 found")),
          ("results", .array([object([("id", .integer(1)), ("name", .string("A"))])])),
          ("cursor", .null),
        ])), refusal(400, "A parameter makes no sense."),
    ])

  static let gamesStatistics = EndpointDescription(
    id: "games_statistics", summary: "Statistics of columns of games", tag: "games",
    parameters: [
      query(
        "aggregate",
        "all (the default), " + GamesAggregate.allCases.map(\.rawValue).joined(separator: ", "),
        "mean"),
      query("column", "all (the default), or a column of numbers", "price"),
    ],
    replies: [
      Reply(
        status: 200, text: "By column.", schema: "GamesStatistics",
        example: object([("result", object([("price", object([("mean", .double(8.5171))]))]))])),
      refusal(400, "There is no such statistic or column."),
    ])

  static let similarGames = EndpointDescription(
    id: "similar_games", summary: "Ten games like the one of a name", tag: "games",
    parameters: [query("name", "The name, or nearly", "Galactic Bowling")],
    replies: [
      Reply(
        status: 200, text: "The game that was meant, and others.", schema: "SimilarGames",
        example: object([
          ("closest_match", object([("name", .string("A"))])), ("similar_games", .array([])),
        ])), refusal(400, "There is no name."), refusal(404, "There are no games."),
    ])

  static let uploadGames = EndpointDescription(
    id: "upload_games", summary: "Add the games of a CSV file", tag: "games",
    parameters: fileParameters, body: .file, replies: arrival)

  static let importGames = EndpointDescription(
    id: "import_games", summary: "Add the games of a CSV file at an address", tag: "games",
    parameters: [query("file_url", "http or https", "https://example.com/games.csv")]
      + fileParameters,
    body: .json(
      schema: "GamesImport",
      example: object([("file_url", .string("https://example.com/games.csv"))])),
    replies: arrival)

  // Leaves

  private static let fileParameters = [
    query("delimiter", "One character, or tab; a comma by default", ";"),
    query("encoding", "utf-8 (the default), ascii, iso-8859-1, utf-16", "iso-8859-1"),
    query("altname", "A name of the file for people", "autumn"),
  ]

  private static let arrival = [
    Reply(
      status: 201, text: "The games are there.", schema: "Message",
      example: object([("message", .string("CSV data uploaded and imported successfully"))])),
    refusal(400, "An option, the header or a row is wrong."),
    refusal(403, "A page of another origin asked."), refusal(413, "The file is too large."),
    refusal(507, "The disk is full."),
  ]

  private static func refusal(_ status: Int, _ text: String) -> Reply {
    Reply(
      status: status, text: text, schema: "GamesError",
      example: object([("error", .string(text))]))
  }
}
