internal import Engine
internal import HTTP
package import JSON
package import Statistics
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
  private func groups(
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
        answer = try query.answer(from: table, after: after ?? 0, on: engine.lanes)
      } catch {
        throw .aggregate(error)
      }
      engine.aggregates.keep(
        answer, byteCount: answer.rows.count * answer.columns.count * 64, for: key)
    }
    let next = answer.next.map {
      PageCursor(version: dataset.version, place: $0).text(question: canonical, engine.signature)
    }
    return (answer, next)
  }
}

/// Writes what an aggregate comes to.
struct AggregateText {
  private let answer: AggregateAnswer

  init(_ answer: AggregateAnswer) {
    self.answer = answer
  }

  /// Writes an object for each group; without groups the one object alone.
  func write(to writer: inout JSONWriter, isOne: Bool) {
    if !isOne { writer.beginArray() }
    for row in answer.rows { write(row, to: &writer) }
    if !isOne { writer.endArray() }
  }

  private func write(_ row: [AggregateValue], to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, value) in zip(answer.columns, row) {
      writer.key(name)
      switch value {
      case .cell(let cell): writer.cell(cell)
      case .histogram(let histogram): writer.histogram(histogram)
      }
    }
    writer.endObject()
  }

  /// The groups as lines; in CSV a histogram is its JSON.
  func lines(_ format: AnswerFormat, isSpreadsheetSafe: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    if format == .ndjson {
      for row in answer.rows {
        var writer = JSONWriter()
        write(row, to: &writer)
        bytes += writer.bytes + [UInt8(ascii: "\n")]
      }
      return bytes
    }
    let csv = CSVWriter(isSpreadsheetSafe: isSpreadsheetSafe)
    csv.appendHeader(answer.columns, to: &bytes)
    for row in answer.rows {
      csv.appendRow(row.map { $0.cell ?? Self.text(of: $0) }, to: &bytes)
    }
    return bytes
  }

  private static func text(of value: AggregateValue) -> Cell {
    guard case .histogram(let histogram) = value else { return .null }
    var writer = JSONWriter()
    writer.histogram(histogram)
    return .text(writer.bytes[...])
  }
}

extension JSONWriter {
  /// `{"edges":[...],"counts":[...]}`: one edge more than counts.
  package mutating func histogram(_ histogram: Histogram) {
    beginObject()
    key("edges")
    beginArray()
    for edge in histogram.edges { double(edge) }
    endArray()
    key("counts")
    beginArray()
    for count in histogram.counts { integer(count) }
    endArray()
    endObject()
  }
}

extension AggregateFailure {
  /// The failure for people.
  package var sentence: String {
    switch self {
    case .query(let failure): failure.sentence
    case .unsuitableFunction(let function, let column, let type):
      "'\(function)' is no function of column '\(column)', which is of type \(type.word)"
    case .unsuitableUnit(let unit, let column, let type):
      "Column '\(column)' is of type \(type.word) and has no \(unit.rawValue)"
    case .unorderedLabel(let label): "'\(label)' is several numbers, which have no order"
    case .tooManyGroups(let limit): "There are more than \(limit) groups"
    case .tooManyRows: "There are more rows than can be grouped"
    }
  }
}
