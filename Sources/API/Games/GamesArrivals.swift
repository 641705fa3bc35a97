internal import Engine
internal import HTTP
internal import JSON

extension Responder {
  /// Adds the rows of a file to the games.
  func uploadGames(_ request: Request) throws(Failure) -> Response {
    guard let upload = request.upload, let file = upload.file else {
      throw .games("Please send a CSV file as the field 'file' of a form")
    }
    let options = try Self.options(items(request, with: upload))
    try add(ArrivedFile(file.draft), options, origin: .upload, source: nil, request)
    return Self.added("CSV data uploaded and imported successfully")
  }

  /// Fetches a file, and adds its rows to the games.
  func importGames(_ request: Request) throws(Failure) -> Response {
    let items = items(request) + (try Self.bodyItems(request))
    guard let address = items.first(where: { $0.0 == "file_url" })?.1, !address.isEmpty else {
      throw .games("Please provide a file_url")
    }
    let options = try Self.options(items.filter { $0.0 != "file_url" })
    let file: ArrivedFile
    do throws(ImportFailure) {
      file = try engine.importer.fetchAtOnce(address)
    } catch {
      if case .dataset(let failure) = error { throw .dataset(failure) }
      if error == .tooMany { throw .fault(.overloaded) }
      throw .games(error.sentence)
    }
    try add(file, options, origin: .import, source: address, request)
    return Self.added("CSV data imported successfully from URL")
  }

  /// What the body says: the fields of a form, or the members of a JSON object.
  private static func bodyItems(_ request: Request) throws(Failure) -> [(String, String)] {
    guard let upload = request.upload else { return [] }
    guard let file = upload.file, file.facts.byteCount > 0 else {
      return upload.fields.map { ($0.name, $0.value) }
    }
    guard let bytes = ArrivedFile(file.draft).bytes(limit: 64 << 10) else {
      throw .games("Invalid input: the body is longer than 65536 bytes")
    }
    let type = file.facts.contentType ?? ""
    if type.hasPrefix("application/x-www-form-urlencoded") {
      return Target("/?" + String(decoding: bytes, as: UTF8.self)).queryItems
        .map { ($0.name, $0.value) }
    }
    let body = try JSONBody(bytes)
    // Members that there are not become parameters that there are not.
    return try body.arrivalItems().map { item throws(Failure) in
      (item.name, try body.text(item.name))
    }
  }

  private static func added(_ message: String) -> Response {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("message")
    writer.string(message)
    writer.endObject()
    return .json(writer.bytes, status: .created)
  }

  private func add(
    _ file: ArrivedFile, _ options: ReadOptions, origin: DatasetPart.Origin, source: String?,
    _ request: Request
  ) throws(Failure) {
    do throws(DatasetFailure) {
      _ = try engine.catalog.addGames(
        file, options, origin: origin, source: source, at: request.receivedWallNanoseconds)
    } catch {
      let account = error.account
      // The service knows one status for whatever is wrong with a file.
      throw account.status == .unprocessableContent || account.status == .conflict
        ? .games(account.detail) : .dataset(error)
    }
  }

  /// What is said about a file: `delimiter` and `encoding`; `altname` is a name of the file for people.
  private static func options(
    _ items: [(name: String, value: String)]
  ) throws(Failure) -> ReadOptions {
    var options = ReadOptions(delimiter: ",", encoding: "utf-8")
    for item in items {
      switch item.name {
      case "delimiter": options.delimiter = item.value
      case "encoding": options.encoding = item.value
      case "altname": break
      default: throw .games("Invalid input: there is no parameter '\(item.name)'")
      }
    }
    return options
  }
}
