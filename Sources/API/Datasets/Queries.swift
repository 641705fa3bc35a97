internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

// Questions to the rows of a data set: pages, statistics, profiles.

extension Responder {
  /// How long a request has taken so far.
  func elapsed(_ request: Request) -> Int64 {
    engine.nanoseconds(since: request.receivedMonotonicNanoseconds)
  }

  /// The parts of a query, decoded.
  func items(_ request: Request) -> [(name: String, value: String)] {
    request.target.queryItems.map { ($0.name, $0.value) }
  }

  /// The parts of a query, decoded, and behind them the fields of a form.
  func items(_ request: Request, with upload: Upload) -> [(name: String, value: String)] {
    items(request) + upload.fields.map { ($0.name, $0.value) }
  }

  /// Passes mistakes in the text of a query on as a failure of the request.
  func reading<Query>(
    _ body: () throws(QueryTextFailure) -> Query
  ) throws(Failure) -> Query {
    do throws(QueryTextFailure) {
      return try body()
    } catch {
      throw .badParameters(error.mistakes.map(\.problem))
    }
  }

  // Rows

  func rows(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    let table = try table(dataset)
    let query = try reading { () throws(QueryTextFailure) in
      try RowQuery(parsing: items(request), columns: table.columns.map(\.name))
    }
    let tag = tag(dataset, "rows?" + query.canonical)
    if let same = Conditions.notModified(request.head, tag: tag) { return same }
    let answer = try RowAnswer(dataset, table, query, on: engine.lanes)
    if query.pageLimit == nil {
      return lines(.stream(try answer.stream()), query.format, dataset, tag)
    }
    var question = query
    question.cursor = nil
    let canonical = "\(dataset.name)/rows?" + question.canonical
    let after = try query.cursor.map { (text) throws(Failure) in
      try PageCursor(
        text, question: canonical, version: dataset.version, engine.signature
      ).place
    }
    let page = try answer.page(after: after)
    let next = page.end.map {
      PageCursor(version: dataset.version, place: $0).text(
        question: canonical, engine.signature)
    }
    var response: Response
    if query.format == .json {
      response = .json(
        answer.json(page, next: next, nanoseconds: elapsed(request)))
      response.fields.append(.entityTag, tag.text)
    } else {
      response = lines(.bytes(answer.lines(page)), query.format, dataset, tag)
    }
    if let next { response.fields.append("Link", Self.link(to: request.target, cursor: next)) }
    return response
  }

  /// An answer of lines, as a file to be saved.
  func lines(
    _ body: Body, _ format: AnswerFormat, _ dataset: Dataset, _ tag: EntityTag
  ) -> Response {
    let isCSV = format == .csv
    return Response(
      .ok,
      fields: Fields([
        (.contentType, isCSV ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson"),
        (.entityTag, tag.text),
        (
          .contentDisposition,
          "\(isCSV ? "attachment" : "inline"); filename=\"\(dataset.name).\(format.rawValue)\""
        ),
      ]), body: body)
  }

  /// The link to the next page: the same question with another cursor (RFC 8288).
  static func link(to target: Target, cursor: String) -> String {
    let others = String(decoding: target.rawQuery, as: UTF8.self)
      .split(separator: "&").filter { !$0.hasPrefix("_cursor=") }
    let query = (others.map(String.init) + ["_cursor=" + cursor]).joined(separator: "&")
    return "<\(String(decoding: target.rawPath, as: UTF8.self))?\(query)>; rel=\"next\""
  }

  /// The name of an answer: of the version that it is made from, and of the question.
  ///
  /// It is weak, because an answer also tells how long it took.
  func tag(_ dataset: Dataset, _ question: String) -> EntityTag {
    EntityTag(
      "\(dataset.name)-\(dataset.version)-\(dataset.createdNanoseconds)-"
        + String(engine.signature.digest(of: question), radix: 16), isWeak: true)
  }

  /// An answer that is made once for each version and question, and kept as long as there is room.
  func cached(
    _ request: Request, _ dataset: Dataset, question: String, type: String = "application/json",
    _ make: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> Response {
    let tag = tag(dataset, question)
    if let same = Conditions.notModified(request.head, tag: tag) { return same }
    let key = AnswerCache<[UInt8]>.Key(dataset, question)
    var bytes = engine.answers.answer(to: key)
    if bytes == nil {
      let made = try make()
      engine.answers.keep(made, byteCount: made.count, for: key)
      bytes = made
    }
    var response = Response.bytes(bytes ?? [], type: type)
    response.fields.append(.entityTag, tag.text)
    return response
  }
}

extension RowAnswer {
  /// A page as JSON: `{"data":...,"page":{...},"meta":{...}}`.
  func json(_ page: Page, next: String?, nanoseconds: Int64) -> [UInt8] {
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("data")
    switch query.shape {
    case .objects, .arrays:
      let text = RowText(columns, query.shape == .arrays ? .arrays : .objects)
      writer.beginArray()
      text.write(page.rows[...], to: &writer)
      writer.endArray()
    case .columns: RowText(columns, .objects).writeColumns(page.rows[...], to: &writer)
    }
    writer.page(limit: query.pageLimit, next: next, count: page.count)
    writer.meta(dataset, nanoseconds: nanoseconds)
    writer.endObject()
    return writer.bytes
  }

  /// A page as lines.
  func lines(_ page: Page) -> [UInt8] {
    var bytes: [UInt8] = []
    let text = LineText(self)
    text.appendHead(to: &bytes)
    text.append(page.rows[...], to: &bytes)
    return bytes
  }
}

extension JSONWriter {
  /// Where a page stands: its limit, the cursor of the next one, and how many there are in all if that was asked.
  mutating func page(limit: Int?, next: String?, count: Int?) {
    key("page")
    beginObject()
    key("limit")
    if let limit { integer(limit) } else { null() }
    key("next")
    if let next { string(next) } else { null() }
    key("count")
    if let count { integer(count) } else { null() }
    endObject()
  }

  /// What was asked, and how long it took.
  mutating func meta(_ dataset: Dataset, nanoseconds: Int64) {
    key("meta")
    beginObject()
    version(of: dataset)
    key("query_ms")
    double((Double(nanoseconds) / 1e4).rounded() / 100)
    endObject()
  }
}
