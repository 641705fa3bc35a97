internal import Engine
internal import HTTP
internal import JSON
internal import Tables

// The CSV files of the data folder, as the older clients of pipelines know them.

extension Endpoint {
  static let dataFiles: [Endpoint] = [
    Endpoint(
      method: .get, pattern: "/data/{path...}", family: .pipelines, demands: .read, mode: .pool,
      description: .dataFile
    ) { (api, request) throws(Failure) in try api.dataFile(request) },
    Endpoint(
      method: .get, pattern: "/api/v1/data/list", family: .pipelines, demands: .read, mode: .pool,
      description: .listDataFiles
    ) { (api, _) throws(Failure) in try api.listDataFiles() },
    Endpoint(
      method: .post, pattern: "/api/v1/data/preview", family: .pipelines, demands: .read,
      mode: .pool, takesJSON: true, description: .previewDataFile
    ) { (api, request) throws(Failure) in try api.previewDataFile(request) },
    Endpoint(
      method: .post, pattern: "/api/v1/data/unique-values", family: .pipelines, demands: .read,
      mode: .pool, takesJSON: true, description: .uniqueValues
    ) { (api, request) throws(Failure) in try api.uniqueValues(request) },
    Endpoint(
      method: .post, pattern: "/api/v1/data/upload", family: .pipelines, demands: .upload,
      mode: .pool, takesUpload: true, description: .uploadDataFile
    ) { (api, request) throws(Failure) in try api.uploadDataFile(request) },
  ]
}

extension Responder {
  /// How many rows a preview has.
  private static let previewedRows = 5
  /// The most values of a column that are told.
  private static let valueLimit = 10_000

  // Files

  fileprivate func dataFile(_ request: Request) throws(Failure) -> Response {
    guard let path = request.parameters["path"].flatMap(DataPath.init) else { throw .noDataFile }
    let file = try looking { () throws(DataFileFailure) in try engine.dataFiles.open(path) }
    let charset = engine.catalog.options(of: path).encoding ?? "utf-8"
    let answer = FileAnswer(
      file: FileBody(
        descriptor: file.descriptor, offset: 0, length: file.byteCount, owner: file.owner),
      type: "text/csv; charset=\(charset)",
      tag: EntityTag("\(file.byteCount)-\(file.modifiedNanoseconds)"),
      modifiedSeconds: Int(file.modifiedNanoseconds / 1_000_000_000))
    var response = answer.response(
      to: request.head, nowSeconds: Int(request.receivedWallNanoseconds / 1_000_000_000))
    response.fields.append("X-Content-Type-Options", "nosniff")
    return response
  }

  fileprivate func listDataFiles() throws(Failure) -> Response {
    let listing = try looking { () throws(DataFileFailure) in try engine.dataFiles.list() }
    let folders = ["test_data", "uploads"]
    var writer = JSONWriter(reserving: 64 * (listing.paths.count + 1))
    writer.beginObject()
    for folder in folders + ["data"] {
      writer.key(folder)
      writer.beginArray()
      for path in listing.paths {
        let first = path.parts.count > 1 ? path.parts[0] : ""
        if first == folder || (folder == "data" && !folders.contains(first)) {
          writer.string(SourceAddress.text(of: path))
        }
      }
      writer.endArray()
    }
    writer.key("truncated")
    writer.bool(!listing.isComplete)
    writer.endObject()
    return .json(writer.bytes)
  }

  // Looking into them

  fileprivate func previewDataFile(_ request: Request) throws(Failure) -> Response {
    let question = try dataQuestion(request, asksColumn: false)
    let preview = try looking { () throws(DataFileFailure) in
      try engine.preview(question.reference, rowCount: Self.previewedRows)
    }
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("headers")
    writer.beginArray()
    for name in preview.headers { writer.string(name) }
    writer.endArray()
    writer.key("rows")
    writer.beginArray()
    var missing = Self.previewedRows
    for table in preview.tables {
      let rows = Array(0..<min(missing, table.rowCount))
      RowText(table.columns, .objects).write(rows[...], to: &writer)
      missing -= rows.count
    }
    writer.endArray()
    writer.endObject()
    return .json(writer.bytes)
  }

  fileprivate func uniqueValues(_ request: Request) throws(Failure) -> Response {
    let question = try dataQuestion(request, asksColumn: true)
    let values = try looking { () throws(DataFileFailure) in
      try engine.values(
        of: question.column, in: question.reference, limit: Self.valueLimit)
    }
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("column_name")
    writer.string(question.column)
    writer.key("unique_values")
    writer.beginArray()
    for text in values.texts { writer.string(text) }
    writer.endArray()
    writer.key("truncated")
    writer.bool(values.isTruncated)
    writer.endObject()
    return .json(writer.bytes)
  }

  private func dataQuestion(
    _ request: Request, asksColumn: Bool
  ) throws(Failure) -> DataQuestion {
    let own = OwnURLs(publicURL: options.publicURL, host: request.head.host)
    return try DataQuestion(request.body, own, asksColumn: asksColumn)
  }

  // Uploading

  /// Keeps a file as a data set of its own, so that it lasts, is listed, and can be removed.
  fileprivate func uploadDataFile(_ request: Request) throws(Failure) -> Response {
    guard let upload = request.upload, let file = upload.file, file.facts.field == "file" else {
      throw .pipeline(.missingFile)
    }
    let items = items(request, with: upload)
    let options = ReadOptions(
      delimiter: items.first { $0.name == "delimiter" }?.value,
      encoding: items.first { $0.name == "encoding" }?.value)
    let arrival: Catalog.Arrival
    do throws(DatasetFailure) {
      arrival = try engine.catalog.add(
        ArrivedFile(file.draft), likeFile: file.facts.fileName, options, origin: .upload,
        at: request.receivedWallNanoseconds)
    } catch {
      throw Self.refusal(error, of: "file")
    }
    guard let path = arrival.dataset.parts.last.flatMap({ DataPath($0.path) }) else {
      throw .noDataFile
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("file_path")
    writer.string(SourceAddress.text(of: path))
    writer.endObject()
    var response = Response.json(writer.bytes)
    response.fields.append(
      "Link", "</api/v1/datasets/\(arrival.dataset.name)>; rel=\"describedby\"")
    return response
  }

  // Leaves

  /// What a file that makes no sense is told as a mistake of the body, and all else as what it is.
  private static func refusal(_ failure: DatasetFailure, of member: String) -> Failure {
    failure.account.status == .unprocessableContent
      ? .pipeline(.unreadable(failure, member: member)) : .dataset(failure)
  }

  /// Passes on why a file cannot be had.
  private func looking<Answer>(
    _ body: () throws(DataFileFailure) -> Answer
  ) throws(Failure) -> Answer {
    do throws(DataFileFailure) {
      return try body()
    } catch {
      switch error {
      case .notFound: throw .noDataFile
      case .unknownColumn(let name, let nearest):
        throw .pipeline(.unknownColumn(name, nearest: nearest))
      case .unreadable(let failure):
        throw Self.refusal(failure, of: "file_path")
      }
    }
  }
}
