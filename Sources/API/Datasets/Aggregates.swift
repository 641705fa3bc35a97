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
    try Self.check(query)
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

  /// How many numbers an answer may have.
  private static let valueLimit = 4_000_000
  /// How many functions may be asked for.
  private static let outputLimit = 200

  /// Refuses a question whose answer would have two columns of one name, or not fit the memory that one answer may take.
  private static func check(_ query: AggregateQuery) throws(Failure) {
    var seen: Set<[UInt8]> = []
    for name in query.columnNames where !seen.insert(Array(name.utf8)).inserted {
      throw .badParameters([
        Problem.Mistake(
          "The answer would have two columns '\(name)'", at: .parameter("_agg"),
          expected: "another name for the function, such as n:count()")
      ])
    }
    if query.outputs.count > outputLimit {
      throw .badParameters([
        Problem.Mistake(
          "There are \(query.outputs.count) functions", at: .parameter("_agg"),
          expected: "at most \(outputLimit)")
      ])
    }
    guard let limit = query.pageLimit, limit * query.width > valueLimit else { return }
    throw .badParameters([
      Problem.Mistake(
        "The answer would have too many numbers", at: .parameter("_limit"), value: "\(limit)",
        expected: "at most \(max(1, valueLimit / query.width)) with these functions")
    ])
  }

  /// How many groups there may be where all of them are told.
  private static func groupLimit(of query: AggregateQuery) -> Int {
    query.pageLimit == nil
      ? min(AggregateQuery.groupLimit, valueLimit / query.width) : AggregateQuery.groupLimit
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
        answer = try query.answer(
          from: table, after: after ?? 0, groupLimit: Self.groupLimit(of: query),
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

extension AggregateQuery {
  /// How many numbers a group has at most.
  fileprivate var width: Int {
    outputs.reduce(groupBy.count) { width, output in
      if case .histogram(_, let bins) = output.function { width + 2 * bins + 1 } else { width + 1 }
    }
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

/// Writes what an aggregate comes to.
struct AggregateText {
  private let answer: AggregateAnswer

  init(_ answer: AggregateAnswer) {
    self.answer = answer
  }

  /// Writes an object for each group; without groups the one object alone, or null if it was not wanted.
  func write(to writer: inout JSONWriter, isOne: Bool) {
    if isOne, answer.rows.isEmpty { return writer.null() }
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
