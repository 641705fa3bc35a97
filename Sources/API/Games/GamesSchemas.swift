internal import JSON
internal import Statistics
internal import Tables

/// The shapes of answers about games.
enum GamesSchemas {
  /// What may be said of a file, also beside it in a form.
  static let form = Schema.record([("file", Schema.bytes)], optional: fileMembers, isClosed: true)

  /// What is to be fetched; each member may stand in the query as well.
  static let order = Schema.record(
    [], optional: [("file_url", Schema.address)] + fileMembers, isClosed: true)

  private static let fileMembers: [(String, JSONValue)] = [
    ("delimiter", DatasetSchemas.delimiter), ("encoding", DatasetSchemas.encoding),
    ("altname", Schema.text),
  ]

  static let page = Schema.record([
    ("status", Schema.text(pattern: "^[0-9]+ found$")),
    ("results", Schema.list(Schema.reference("Game"))), ("cursor", Schema.countOrNull),
  ])

  static let game = Schema.record(
    GamesTable.columns.map { ($0.name, Schema.orNull(schema(of: $0.type))) } + [
      (GamesTable.rowNumber, Schema.integer(1...)), (GamesTable.uploadNumber, Schema.count),
    ])

  /// What a value of a column is, in an answer and as a condition of a question.
  static func schema(of type: ColumnType) -> JSONValue {
    switch type {
    case .integer: Schema.integer
    case .decimal: Schema.number
    case .boolean: Schema.truth
    case .date: Schema.day
    case .datetime: Schema.moment
    case .text: Schema.text
    }
  }

  /// By column. What is there depends on what was asked for.
  static let statistics = Schema.record([
    ("result", Schema.map(Schema.reference("GamesColumnStatistics")))
  ])

  static let columnStatistics = Schema.record(
    [],
    optional: GamesAggregate.allCases.map { aggregate in
      (
        aggregate.rawValue,
        aggregate == .percentiles
          ? Schema.record(["25th", "50th", "75th"].map { ($0, Schema.numberOrNull) })
          : Schema.numberOrNull
      )
    })

  private static let brief: [(String, JSONValue)] = ["app_id", "name", "release_date", "price"]
    .compactMap { name in
      GamesTable.columns.first { $0.name == name }
        .map { ($0.name, Schema.orNull(schema(of: $0.type))) }
    }

  static let similar = Schema.record([
    ("closest_match", Schema.record(brief)),
    (
      "similar_games",
      Schema.list(Schema.record(brief + [("similarity_score", Schema.number)]))
    ),
  ])
}
