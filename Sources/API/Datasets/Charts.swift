internal import Engine
internal import HTTP
internal import Statistics
internal import Tables

extension Responder {
  /// A drawing may be opened by itself, as a document: then nothing in it runs, and nothing is fetched.
  static let drawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

  /// A chart of rows or groups as an SVG document.
  func chart(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    return try chart(of: dataset, table(dataset), items(request), for: request)
  }

  /// - Parameter items: which chart.
  func chart(
    of dataset: Dataset, _ table: Table, _ items: [(name: String, value: String)],
    for request: Request
  ) throws(Failure) -> Response {
    let query = try reading { () throws(QueryTextFailure) in
      try ChartQuery(parsing: items, columns: table.columns.map(\.name))
    }
    let lanes = engine.lanes
    var response = try cached(
      request, dataset, question: "chart?" + query.canonical, type: "image/svg+xml"
    ) { () throws(Failure) in
      do throws(ChartFailure) {
        return try query.svg(of: table, on: lanes)
      } catch {
        throw .chart(error)
      }
    }
    response.fields.append("Content-Security-Policy", Self.drawingPolicy)
    response.fields.append("X-Content-Type-Options", "nosniff")
    return response
  }
}
