internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

// The general API over data sets: upload, list, look at, remove.

extension Endpoint {
  static let datasets: [Endpoint] = [
    Endpoint(
      method: .post, pattern: "/api/v1/datasets", family: .general,
      demands: .upload, mode: .pool, takesUpload: true, description: .uploadDataset
    ) { (api, request) throws(Failure) in try api.upload(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets", family: .general, demands: .read,
      mode: .pool, description: .listDatasets
    ) { (api, _) throws(Failure) in api.listDatasets() },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}", family: .general, demands: .read,
      mode: .pool, description: .showDataset
    ) { (api, request) throws(Failure) in try api.showDataset(request) },
    Endpoint(
      method: .delete, pattern: "/api/v1/datasets/{name}", family: .general, demands: .write,
      mode: .pool,
      description: .deleteDataset
    ) { (api, request) throws(Failure) in try api.deleteDataset(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/file", family: .general, demands: .read,
      mode: .pool, description: .datasetFile
    ) { (api, request) throws(Failure) in try api.datasetFile(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/rows", family: .general, demands: .read,
      mode: .pool, description: .datasetRows
    ) { (api, request) throws(Failure) in try api.rows(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/aggregate", family: .general, demands: .read,
      mode: .pool, description: .datasetAggregate
    ) { (api, request) throws(Failure) in try api.aggregate(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/profile", family: .general, demands: .read,
      mode: .pool, description: .datasetProfile
    ) { (api, request) throws(Failure) in try api.profile(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/chart.svg", family: .general,
      demands: .read, mode: .pool, description: .datasetChart
    ) { (api, request) throws(Failure) in try api.chart(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/datasets/{name}/similar", family: .general, demands: .read,
      mode: .pool, description: .datasetSimilar
    ) { (api, request) throws(Failure) in try api.similar(request) },
  ]
}

extension Responder {
  /// The data set that a path names.
  func dataset(_ request: Request) throws(Failure) -> Dataset {
    let name = try datasetName(request)
    return try failing { () throws(DatasetFailure) in try engine.catalog.dataset(name) }
  }

  /// The data set that a path names, its table loaded.
  func loadedDataset(_ request: Request) throws(Failure) -> Dataset {
    let name = try datasetName(request)
    return try failing { () throws(DatasetFailure) in try engine.catalog.loaded(name) }
  }

  private func datasetName(_ request: Request) throws(Failure) -> DatasetName {
    let text = request.parameters["name"] ?? ""
    guard let name = DatasetName(text) else {
      throw .badParameters([
        Problem.Mistake(
          "'\(String(text.unicodeScalars.prefix(100)))' is no name of a data set",
          at: .parameter("name"), expected: DatasetName.pattern)
      ])
    }
    return name
  }

  /// Its table.
  func table(_ dataset: Dataset) throws(Failure) -> Table {
    try failing { () throws(DatasetFailure) in try engine.catalog.table(of: dataset) }
  }

  /// Passes a failure of a data set on as one of the request.
  func failing<Answer>(
    _ body: () throws(DatasetFailure) -> Answer
  ) throws(Failure) -> Answer {
    do throws(DatasetFailure) {
      return try body()
    } catch {
      throw .dataset(error)
    }
  }

  /// Passes on that a computation was cancelled. Nobody cancels that of a request, so it is told like any other failure of the moment.
  func finishing<Answer>(_ body: () throws(Cancelled) -> Answer) throws(Failure) -> Answer {
    do throws(Cancelled) {
      return try body()
    } catch {
      throw .dataset(.cancelled)
    }
  }

  // Upload

  fileprivate func upload(_ request: Request) throws(Failure) -> Response {
    guard let upload = request.upload, let sent = upload.file else { throw .noFile }
    if sent.facts.field == nil, let type = sent.facts.contentType, !Self.mayBeTable(type) {
      throw .unsupportedUpload(type)
    }
    let file = ArrivedFile(sent.draft)
    let form = try ArrivalForm(items(request, with: upload), fileName: sent.facts.fileName)
    if form.isDryRun {
      let reading = try failing { () throws(DatasetFailure) in
        try engine.catalog.examine(file, form.options)
      }
      return .json(ArrivalText.dryRun(reading))
    }
    guard let name = form.name else { throw .noFile }
    let arrival = try failing { () throws(DatasetFailure) in
      try engine.catalog.add(
        file, as: name, form.mode, form.options, origin: .upload,
        at: request.receivedWallNanoseconds)
    }
    var response = Response.json(
      ArrivalText.added(arrival), status: .created)
    response.fields.append(.location, "/api/v1/datasets/\(name)")
    return response
  }

  /// Whether a body of this type may be a table: texts are, and what is not told.
  private static func mayBeTable(_ type: String) -> Bool {
    let essence = type.lowercased().prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
    let others = ["application/octet-stream", "application/csv", "application/vnd.ms-excel"]
    return others.contains(essence) || (essence.hasPrefix("text/") && essence != "text/html")
  }

  // Looking

  fileprivate func listDatasets() -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("data")
    writer.beginArray()
    for dataset in engine.catalog.all {
      writer.beginObject()
      writer.datasetFacts(dataset)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return .json(writer.bytes)
  }

  fileprivate func showDataset(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    let table = try table(dataset)
    return try cached(request, dataset, question: "schema") { () throws(Failure) in
      var writer = JSONWriter()
      writer.beginObject()
      writer.datasetFacts(dataset)
      writer.key("columns")
      writer.beginArray()
      for column in table.columns {
        writer.columnFacts(
          try finishing { () throws(Cancelled) in
            try ColumnProfile(of: column, in: table, on: engine.lanes)
          })
      }
      writer.endArray()
      writer.files(of: dataset)
      writer.endObject()
      return writer.bytes
    }
  }

  fileprivate func deleteDataset(_ request: Request) throws(Failure) -> Response {
    let dataset = try dataset(request)
    try failing { () throws(DatasetFailure) in
      try engine.catalog.remove(dataset.name, at: request.receivedWallNanoseconds)
    }
    return Response(.noContent)
  }

  /// The bytes of a file as they came.
  fileprivate func datasetFile(_ request: Request) throws(Failure) -> Response {
    let (dataset, part, file) = try openPart(request)
    let mark =
      part.digest.isEmpty ? "\(part.byteCount)-\(part.modifiedNanoseconds)" : part.digest
    let answer = FileAnswer(
      file: FileBody(
        descriptor: file.descriptor, offset: 0, length: file.byteCount, owner: file.owner),
      type: "text/csv", tag: EntityTag(mark),
      modifiedSeconds: Int(dataset.changedNanoseconds / 1_000_000_000))
    var response = answer.response(
      to: request.head, nowSeconds: Int(request.receivedWallNanoseconds / 1_000_000_000))
    response.fields.append(
      .contentDisposition, #"attachment; filename="\#(dataset.name).csv""#)
    return response
  }

  /// The part of the data set that is asked for, with its file open. One that was replaced between both looks is looked for again.
  private func openPart(
    _ request: Request
  ) throws(Failure) -> (Dataset, DatasetPart, StoredFile) {
    while true {
      let dataset = try dataset(request)
      let part = try part(of: dataset, request)
      do throws(DatasetFailure) {
        return (dataset, part, try engine.catalog.file(of: part))
      } catch {
        guard case .fileGone = error, try self.dataset(request).version != dataset.version else {
          throw .dataset(error)
        }
      }
    }
  }

  private func part(of dataset: Dataset, _ request: Request) throws(Failure) -> DatasetPart {
    let items = request.target.queryItems
    if let unknown = items.first(where: { $0.name != "_part" }) {
      throw .badParameters([
        Problem.Mistake(
          "There is no parameter '\(unknown.name)'", at: .parameter(unknown.name),
          expected: "_part")
      ])
    }
    let numbers = dataset.parts.map { String($0.number) }
    guard let wanted = items.first?.value else {
      if dataset.parts.count == 1 { return dataset.parts[0] }
      throw .badParameters([
        Problem.Mistake(
          "The data set consists of \(dataset.parts.count) files; say which one, "
            + "or take all rows with /api/v1/datasets/\(dataset.name)/rows?_format=csv",
          at: .parameter("_part"), expected: numbers.joined(separator: ", "))
      ])
    }
    guard let part = dataset.parts.first(where: { String($0.number) == wanted }) else {
      throw .badParameters([
        Problem.Mistake(
          "There is no such file of the data set", at: .parameter("_part"), value: wanted,
          expected: numbers.joined(separator: ", "))
      ])
    }
    return part
  }
}
