internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

extension Responder {
  /// Statistics of rows, of groups or of all.
  func aggregate(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    let table = try table(dataset)
    let query = try reading { () throws(QueryTextFailure) in
      try AggregateQuery(parsing: items(request), columns: table.columns.map(\.name))
    }
    let tag = tag(dataset, "aggregate?" + query.canonical)
    if let same = Conditions.notModified(request.head, tag: tag) { return same }
    try reading { () throws(QueryTextFailure) in try query.checkBounds() }
    let page = try groups(query, dataset, table)
    let text = AggregateText(page.answer)
    var response: Response
    switch query.format {
    case .json:
      var writer = JSONWriter(reserving: 4096)
      writer.beginObject()
      writer.key("data")
      text.write(to: &writer, isOne: query.groupBy.isEmpty)
      writer.page(limit: query.pageLimit, next: page.next, count: page.answer.groupCount)
      writer.meta(dataset, nanoseconds: elapsed(request))
      writer.endObject()
      response = .json(writer.bytes)
      response.fields.append(.entityTag, tag.text)
    case .csv, .ndjson:
      let bytes = text.lines(query.format, isSpreadsheetSafe: query.isSpreadsheetSafe)
      response = lines(.bytes(bytes), query.format, dataset, tag)
    }
    if let next = page.next {
      response.fields.append("Link", Self.link(to: request.target, cursor: next))
    }
    return response
  }

  /// The groups of a page, and the cursor of the next one.
  func groups(
    _ query: AggregateQuery, _ dataset: Dataset, _ table: Table
  ) throws(Failure) -> (answer: AggregateAnswer, next: String?) {
    var question = query
    question.cursor = nil
    let canonical = "\(dataset.name)/aggregate?" + question.canonical
    let after = try query.cursor.map { (text) throws(Failure) in
      try PageCursor(text, question: canonical, version: dataset.version, engine.signature).place
    }
    let answer: AggregateAnswer
    let key = AnswerCache<AggregateAnswer>.Key(dataset, "\(canonical)@\(after ?? 0)")
    if let kept = engine.aggregates.answer(to: key) {
      answer = kept
    } else {
      do throws(AggregateFailure) {
        answer = try query.answer(
          from: table, after: after ?? 0, groupLimit: query.groupBound,
          on: engine.lanes)
      } catch {
        throw .aggregate(error)
      }
      engine.aggregates.keep(answer, byteCount: answer.byteCount, for: key)
    }
    let next = answer.next.map {
      PageCursor(version: dataset.version, place: $0).text(question: canonical, engine.signature)
    }
    return (answer, next)
  }
}

extension AggregateAnswer {
  /// How much memory it takes, roughly.
  fileprivate var byteCount: Int {
    rows.reduce(0) { total, row in
      row.reduce(total + 64) { total, value in
        switch value {
        case .cell(.text(let text)): total + 64 + text.count
        case .cell: total + 64
        case .histogram(let histogram): total + 64 + 16 * histogram.counts.count
        }
      }
    }
  }
}
