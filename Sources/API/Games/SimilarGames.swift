internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

extension Responder {
  /// The game whose name is closest to the one asked for, and the ten that are most like it.
  func similarGames(_ request: Request) throws(Failure) -> Response {
    guard let name = request.target.queryValue("name"), !name.isEmpty else {
      throw .games("Please provide a game name")
    }
    guard let (dataset, table) = try gamesTable(), let names = table.column("name"),
      let closest = try finishing({ () throws(Cancelled) in
        try NameSimilarity.closest(
          to: Array(name.utf8), among: table.rowCount, on: engine.lanes,
          name: { row, bytes in names.appendText(of: row, to: &bytes) })
      })
    else { throw .noGames }
    let index = try termIndex(dataset, table, GamesTable.wordColumns)
    let similar = index.similar(to: [closest.row], limit: 10)
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("closest_match")
    Self.write(closest.row, of: table, score: nil, to: &writer)
    writer.key("similar_games")
    writer.beginArray()
    for match in similar { Self.write(match.row, of: table, score: match.score, to: &writer) }
    writer.endArray()
    writer.endObject()
    return .json(writer.bytes)
  }

  private static func write(
    _ row: Int, of table: Table, score: Double?, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    for name in ["app_id", "name", "release_date", "price"] {
      writer.key(name)
      writer.cell(table.column(name)?.cell(at: row) ?? .null)
    }
    if let score {
      writer.key("similarity_score")
      writer.double(score)
    }
    writer.endObject()
  }

  /// The index of the words of some columns, made at the first question.
  func termIndex(
    _ dataset: Dataset, _ table: Table, _ columns: [String]
  ) throws(Failure) -> TermIndex {
    try failing { () throws(DatasetFailure) in
      try engine.catalog.termIndex(of: dataset, table, columns)
    }
  }
}
