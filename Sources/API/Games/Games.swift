internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

// Family 5: the games service, a preset over the data set `games`.

extension Endpoint {
  static let games: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/api/ping", family: .games, demands: .open, description: .ping
    ) { (_, _) throws(Failure) in .json(Array(#"{"response":"pong"}"#.utf8)) },
    Endpoint(
      method: .get, pattern: "/api/query", family: .games, demands: .read, mode: .pool,
      description: .gamesQuery
    ) { (api, request) throws(Failure) in try api.queryGames(request) },
    Endpoint(
      method: .get, pattern: "/api/stats", family: .games, demands: .read, mode: .pool,
      description: .gamesStatistics
    ) { (api, request) throws(Failure) in try api.gamesStatistics(request) },
    Endpoint(
      method: .get, pattern: "/api/similar_games", family: .games, demands: .read, mode: .pool,
      description: .similarGames
    ) { (api, request) throws(Failure) in try api.similarGames(request) },
    Endpoint(
      method: .post, pattern: "/api/upload_csv", family: .games, demands: .upload, mode: .pool,
      takesUpload: true, description: .uploadGames
    ) { (api, request) throws(Failure) in try api.uploadGames(request) },
    Endpoint(
      method: .post, pattern: "/api/import_csv", family: .games, demands: .upload, mode: .pool,
      takesUpload: true, description: .importGames
    ) { (api, request) throws(Failure) in try api.importGames(request) },
  ]

  static let gamesPaths = Set(games.map { Array($0.pattern.utf8) })
}

extension Responder {
  /// The games as their service knows them, and the data set they stand in; `nil` if there are none.
  func gamesTable() throws(Failure) -> (dataset: Dataset, table: Table)? {
    do throws(DatasetFailure) {
      let dataset = try engine.catalog.loaded(.games)
      return (dataset, try engine.catalog.games(of: dataset))
    } catch {
      if case .unknown = error { return nil }
      throw .dataset(error)
    }
  }

  // Query

  fileprivate func queryGames(_ request: Request) throws(Failure) -> Response {
    let query = try GamesQuery(request.target.queryItems)
    guard let (_, table) = try gamesTable() else {
      return .json(Self.page(of: nil, rows: [], total: 0, next: nil))
    }
    let selection: Selection
    do throws(QueryFailure) {
      selection = try query.filter.selection(of: table, on: engine.lanes)
    } catch {
      throw .games("Invalid input: \(error.sentence)")
    }
    let total = selection.count
    let end = query.cursor.addingReportingOverflow(query.limit)
    let found = selection.rows(from: 0, limit: end.overflow ? total : min(total, end.partialValue))
    let rows = Array(found.dropFirst(query.cursor))
    return .json(
      Self.page(
        of: table, rows: rows, total: total,
        next: found.count < total && query.limit > 0 ? found.count : nil))
  }

  private static func page(of table: Table?, rows: [Int], total: Int, next: Int?) -> [UInt8] {
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("status")
    writer.string("\(total) found")
    writer.key("results")
    writer.beginArray()
    if let table { RowText(table.columns, .objects).write(rows[...], to: &writer) }
    writer.endArray()
    writer.key("cursor")
    if let next { writer.integer(next) } else { writer.null() }
    writer.endObject()
    return writer.bytes
  }

  // Statistics

  fileprivate func gamesStatistics(_ request: Request) throws(Failure) -> Response {
    let query = try GamesStatisticsQuery(request.target.queryItems)
    let found = try gamesTable()
    guard let (dataset, table) = found else {
      if let column = query.column { throw .gamesColumn(column) }
      return .json(Array(#"{"result":{}}"#.utf8))
    }
    let columns = try query.columns(of: table)
    let key = AnswerCache<[UInt8]>.Key(
      dataset, "games stats \(query.aggregate) \(query.column ?? "all")")
    if let kept = engine.answers.answer(to: key) { return .json(kept) }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("result")
    writer.beginObject()
    let selection = Selection(all: table)
    for column in columns {
      let values = try finishing { () throws(Cancelled) in
        try column.distribution(in: selection, on: engine.lanes)
      }
      guard let distribution = values else { continue }
      writer.key(column.name)
      writer.beginObject()
      for aggregate in query.aggregates { aggregate.write(distribution, to: &writer) }
      writer.endObject()
    }
    writer.endObject()
    writer.endObject()
    engine.answers.keep(writer.bytes, byteCount: writer.bytes.count, for: key)
    return .json(writer.bytes)
  }
}
