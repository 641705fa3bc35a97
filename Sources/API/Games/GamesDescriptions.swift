internal import JSON
internal import Statistics
internal import Tables

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
    parameters: columnParameters + [
      query("before", "Released before a day", Schema.day, .string("2020-01-01")),
      query("after", "Released after a day", Schema.day, .string("2010-01-01")),
      query("min_price", "At least so dear", Schema.number, .integer(5)),
      query("max_price", "At most so dear", Schema.number, .integer(10)),
      query("cursor", "How many to pass over", Schema.count, .integer(10)),
      query("limit", "10 by default", Schema.integer(0...10_000), .integer(10)),
    ],
    replies: [
      Reply(
        status: 200, text: "A stretch of them, and how many there are.", schema: "GamesPage",
        example: object([
          ("status", .string("1 found")),
          ("results", .array([game])),
          ("cursor", .null),
        ])), refusal(400, "A parameter makes no sense."),
    ])

  static let gamesStatistics = EndpointDescription(
    id: "games_statistics", summary: "Statistics of columns of games", tag: "games",
    parameters: [
      query(
        "aggregate", "all is the default",
        Schema.words(["all"] + GamesAggregate.allCases.map(\.rawValue)), .string("mean")),
      query("column", "all (the default), or a column of numbers", .string("price")),
    ],
    replies: [
      Reply(
        status: 200, text: "By column.", schema: "GamesStatistics",
        example: object([("result", object([("price", object([("mean", .double(8.5171))]))]))])),
      refusal(400, "There is no such statistic or column."),
    ])

  static let similarGames = EndpointDescription(
    id: "similar_games", summary: "Ten games like the one of a name", tag: "games",
    parameters: [
      query(
        "name", "The name, or nearly", Schema.name, isRequired: true,
        .string("Galactic Bowling"))
    ],
    replies: [
      Reply(
        status: 200, text: "The game that was meant, and others.", schema: "SimilarGames",
        example: object([
          ("closest_match", .object(brief)),
          (
            "similar_games",
            .array([
              .object(brief + [.init(key: "similarity_score", value: .double(0.41))])
            ])
          ),
        ])), refusal(400, "There is no name."), refusal(404, "There are no games."),
    ])

  static let uploadGames = EndpointDescription(
    id: "upload_games", summary: "Add the games of a CSV file", tag: "games",
    parameters: fileParameters, body: .file(form: "GamesForm"), replies: arrival)

  static let importGames = EndpointDescription(
    id: "import_games", summary: "Add the games of a CSV file at an address", tag: "games",
    parameters: [
      query("file_url", "Needed here or in the body", Schema.address, .string(address))
    ] + fileParameters,
    body: .members(
      schema: "GamesImport",
      example: object([("file_url", .string(address))])),
    replies: arrival)

  // Leaves

  private static let address = "https://example.com/games.csv"

  /// A condition on each column.
  private static let columnParameters =
    GamesTable.columns.map { column in
      query(
        column.name,
        column.type == .text ? "A part of it, in letters of either case" : "This value",
        // A whole column is also asked for a half: no row has it.
        column.type == .integer ? Schema.number : GamesSchemas.schema(of: column.type),
        value(of: column.name))
    }
    + [GamesTable.rowNumber, GamesTable.uploadNumber].map { name in
      query(name, "This value", Schema.number, value(of: name))
    }

  private static func value(of name: String) -> JSONValue { game[name] ?? .null }

  private static let game = object([
    ("app_id", .integer(20200)), ("name", .string("Galactic Bowling")),
    ("release_date", .string("2008-10-21")), ("required_age", .integer(0)),
    ("price", .double(19.99)), ("dlc_count", .integer(0)),
    ("about_game", .string("Bowling on other planets")),
    ("supported_languages", .string("['English']")), ("windows", .bool(true)),
    ("mac", .bool(false)), ("linux", .bool(false)), ("positive", .integer(6)),
    ("negative", .integer(11)), ("score_rank", .integer(98)),
    ("developers", .string("Perpetual FX Creative")),
    ("publishers", .string("Perpetual FX Creative")),
    ("categories", .string("Single-player,Multi-player")),
    ("genres", .string("Casual,Indie,Sports")), ("tags", .string("Indie,Casual,Sports,Bowling")),
    ("id", .integer(1)), ("event_id", .integer(0)),
  ])

  private static let brief = ["app_id", "name", "release_date", "price"].map {
    JSONValue.Member(key: $0, value: value(of: $0))
  }

  private static let fileParameters = [
    query("delimiter", "A comma by default", DatasetSchemas.delimiter, .string(";")),
    query("encoding", "utf-8 is the default", DatasetSchemas.encoding, .string("iso-8859-1")),
    query("altname", "A name of the file for people", .string("autumn")),
  ]

  private static let arrival = [
    Reply(
      status: 201, text: "The games are there.", schema: "Message",
      example: object([("message", .string("CSV data uploaded and imported successfully"))])),
    refusal(400, "An option, the header or a row is wrong."),
    refusal(403, "A page of another origin asked."), refusal(413, "The file is too large."),
    refusal(503, "Too many files come at once, or the disk fails."),
    refusal(507, "The disk is full."),
  ]

  private static func refusal(_ status: Int, _ text: String) -> Reply {
    Reply(
      status: status, text: text, schema: "GamesError",
      example: object([("error", .string(text))]))
  }
}
