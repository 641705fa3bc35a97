internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

extension Responder {
  /// Every column's statistics.
  func profile(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    if let item = request.target.queryItems.first {
      throw .badParameters([
        Problem.Mistake("There is no parameter '\(item.name)'", at: .parameter(item.name))
      ])
    }
    let table = try table(dataset)
    let lanes = engine.lanes
    return try cached(request, dataset, question: "profile") { () throws(Failure) in
      let profile = try finishing { () throws(Cancelled) in
        try TableProfile(of: table, on: lanes)
      }
      var writer = JSONWriter(reserving: 16 << 10)
      writer.beginObject()
      writer.key("data")
      writer.profile(profile.columns, rowCount: table.rowCount)
      writer.meta(dataset, nanoseconds: elapsed(request))
      writer.endObject()
      return writer.bytes
    }
  }
}
