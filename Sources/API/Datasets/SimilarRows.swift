internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

/// What is asked for of `/api/v1/datasets/{name}/similar`.
struct SimilarQuery: Equatable, Sendable {
  /// The rows that others shall be like, from 1 as clients count them.
  private(set) var rows: [Int] = []
  /// Words to look for, in place of rows.
  private(set) var text: String?
  /// The columns of text that are compared; all by default.
  private(set) var columns: [String] = []
  private(set) var limit = 10

  private static let limits = 1...1000
  private static let greatestRowCount = 100

  init(_ items: [QueryItem], of table: Table) throws(Failure) {
    let texts = table.columns.filter { $0.type == .text }.map(\.name)
    var mistakes: [Problem.Mistake] = []
    for item in items {
      if let mistake = take(item, texts, rowCount: table.rowCount) { mistakes.append(mistake) }
    }
    if rows.isEmpty == (text == nil), mistakes.isEmpty {
      mistakes.append(
        .init(
          "Say either which rows others shall be like, or which words to look for",
          at: .parameter("_like"), expected: "_like=17 or _text=space trading"))
    }
    if texts.isEmpty {
      mistakes.append(.init("The data set has no column of text", at: .parameter("_columns")))
    }
    if !mistakes.isEmpty { throw .badParameters(mistakes) }
    if columns.isEmpty { columns = texts }
  }

  private mutating func take(
    _ item: QueryItem, _ texts: [String], rowCount: Int
  ) -> Problem.Mistake? {
    switch item.name {
    case "_like":
      let parts = item.value.split(separator: ",", omittingEmptySubsequences: false)
      rows = parts.compactMap { Int($0) }.filter { (1...max(1, rowCount)).contains($0) }
      guard rows.count == parts.count, rows.count <= Self.greatestRowCount, rowCount > 0 else {
        return Self.mistake(
          item, expected: "up to \(Self.greatestRowCount) row numbers from 1 to \(rowCount)")
      }
    case "_text": text = item.value
    case "_columns":
      let names = item.value.split(separator: ",").map(String.init)
      // In the order of the table, each once: the same columns share an index.
      columns = texts.filter(names.contains)
      if let unknown = names.first(where: { !texts.contains($0) }) {
        return .init(
          "There is no column of text '\(unknown)'", at: .parameter(item.name), value: unknown,
          expected: texts.joined(separator: ", "))
      }
    case "_limit":
      guard let number = Int(item.value), Self.limits.contains(number) else {
        return Self.mistake(item, expected: "a whole number from 1 to 1000")
      }
      limit = number
    default:
      return .init(
        "There is no parameter '\(item.name)'", at: .parameter(item.name),
        expected: "_like, _text, _columns, _limit")
    }
    return nil
  }

  private static func mistake(_ item: QueryItem, expected: String) -> Problem.Mistake {
    let short = String(item.value.unicodeScalars.prefix(200))
    return .init(
      "'\(item.name)' cannot be '\(short)'", at: .parameter(item.name), value: short,
      expected: expected)
  }
}

extension Responder {
  func similar(_ request: Request) throws(Failure) -> Response {
    let dataset = try loadedDataset(request)
    let table = try table(dataset)
    let query = try SimilarQuery(request.target.queryItems, of: table)
    let tag = tag(dataset, "similar?\(query)")
    if let same = Conditions.notModified(request.head, tag: tag) { return same }
    let matches = try matches(of: query, dataset, table)
    var writer = JSONWriter(reserving: 4096)
    writer.beginObject()
    writer.key("data")
    writer.beginArray()
    let cells = table.columns.map { $0.cells(at: matches.map(\.row)[...]) }
    for (place, match) in matches.enumerated() {
      writer.beginObject()
      writer.key("row_id")
      writer.integer(match.row + 1)
      writer.key("similarity_score")
      writer.double(match.score)
      for (column, cells) in zip(table.columns, cells) {
        writer.key(column.name)
        writer.cell(cells[place])
      }
      writer.endObject()
    }
    writer.endArray()
    writer.page(limit: query.limit, next: nil, count: nil)
    writer.meta(dataset, nanoseconds: elapsed(request))
    writer.endObject()
    var response = Response.json(writer.bytes)
    response.fields.append(.entityTag, tag.text)
    return response
  }

  /// The rows that are found, the most alike first.
  func matches(
    of query: SimilarQuery, _ dataset: Dataset, _ table: Table
  ) throws(Failure) -> [Match] {
    let index = try termIndex(dataset, table, query.columns)
    if let text = query.text {
      return index.similar(toText: Array(text.utf8), limit: query.limit)
    }
    return index.similar(to: query.rows.map { $0 - 1 }, limit: query.limit)
  }
}
