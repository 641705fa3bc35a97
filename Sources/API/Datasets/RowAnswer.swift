internal import Engine
internal import HTTP
internal import JSON
internal import Statistics
internal import Tables

/// Answers a question for rows: a page of them in one go, or all of them while they are sent.
struct RowAnswer: Sendable {
  let dataset: Dataset
  let table: Table
  let query: RowQuery
  let columns: [Column]
  let lanes: Lanes

  init(
    _ dataset: Dataset, _ table: Table, _ query: RowQuery, on lanes: Lanes
  ) throws(Failure) {
    self.dataset = dataset
    self.table = table
    self.query = query
    self.lanes = lanes
    guard let names = query.select else {
      columns = table.columns
      return
    }
    // The names were compared with the table's when the query was read.
    columns = names.compactMap { name in
      table.columns.first { $0.name.utf8.elementsEqual(name.utf8) }
    }
  }

  // A page

  /// The rows of a page.
  struct Page {
    let rows: [Int]
    /// The last row, if there are more behind it.
    let end: Int?
    /// How many rows match in all, if that was asked.
    let count: Int?
  }

  func page(after row: Int?) throws(Failure) -> Page {
    try page(after: row, of: selection())
  }

  /// A page of rows that were selected before.
  func page(after row: Int?, of selection: Selection) throws(Failure) -> Page {
    let limit = query.pageLimit ?? RowQuery.usualLimit
    // One more row tells whether there is another page.
    let found = try rows(of: selection, after: row, limit: limit + 1)
    let rows = Array(found.prefix(limit))
    return Page(
      rows: rows, end: found.count > limit ? rows.last : nil,
      count: query.count == .exact ? selection.count : nil)
  }

  /// The rows that match.
  func selection() throws(Failure) -> Selection {
    do throws(QueryFailure) {
      return try query.filter.selection(of: table, on: lanes)
    } catch {
      throw .query(error)
    }
  }

  /// Rows in the order that is asked for, from behind one of them on.
  func rows(
    of selection: Selection, after row: Int?, limit: Int
  ) throws(Failure) -> [Int] {
    if query.sort.isEmpty {
      return selection.rows(from: row.map { $0 + 1 } ?? 0, limit: limit)
    }
    do throws(QueryFailure) {
      let order = RowOrder(
        query.sort.map { RowOrder.Key($0.name, isDescending: $0.isDescending) })
      return try order.rows(of: selection, in: table, after: row, limit: limit, on: lanes)
    } catch {
      throw .query(error)
    }
  }

  // Everything

  /// A body that writes every match while it is sent.
  func stream() throws(Failure) -> StreamBody {
    let selection = try selection()
    let place: RowStream.Place =
      query.sort.isEmpty
      ? .selected(selection, next: 0)
      : .sorted(try rows(of: selection, after: nil, limit: .max), next: 0)
    return StreamBody(RowStream(text: LineText(self), place: place))
  }
}

/// Rows as lines: of CSV or of JSON.
struct LineText: Sendable {
  private let columns: [Column]
  private let kind: Kind

  private enum Kind: Sendable {
    case csv(CSVWriter)
    case json(RowText)
  }

  init(_ answer: RowAnswer) {
    columns = answer.columns
    if answer.query.format == .csv {
      kind = .csv(CSVWriter(isSpreadsheetSafe: answer.query.isSpreadsheetSafe))
    } else {
      kind = .json(RowText(columns, answer.query.shape == .arrays ? .arrays : .objects))
    }
  }

  /// The line that names the columns, if there is one.
  func appendHead(to bytes: inout [UInt8]) {
    if case .csv(let writer) = kind { writer.appendHeader(columns.map(\.name), to: &bytes) }
  }

  func append(_ rows: ArraySlice<Int>, to bytes: inout [UInt8]) {
    switch kind {
    case .csv(let writer):
      writer.appendRows(columns: columns.map { $0.cells(at: rows) }, to: &bytes)
    case .json(let text):
      var lines = JSONWriter()
      text.write(rows, to: &lines) { line in
        bytes.append(contentsOf: line.takeBytes())
        bytes.append(UInt8(ascii: "\n"))
        line = JSONWriter()
      }
    }
  }
}

/// Writes rows in stretches: of one row at first, then of as many as make about 64 KiB, because a row may be long.
struct RowStream: BodyProducer {
  /// Which rows, and where to go on.
  enum Place: Sendable {
    case selected(Selection, next: Int)
    case sorted([Int], next: Int)
  }

  private static let greatestStretch = 256
  private static let wantedBytes = 64 << 10

  private let text: LineText
  private var place: Place
  private var hasBegun = false
  /// How many rows the next stretch has.
  private var stretch = 1

  init(text: LineText, place: Place) {
    self.text = text
    self.place = place
  }

  mutating func next(into bytes: inout [UInt8]) -> Production {
    if !hasBegun {
      hasBegun = true
      text.appendHead(to: &bytes)
    }
    let rows = takeRows()
    let start = bytes.count
    text.append(rows, to: &bytes)
    if rows.count < stretch { return .done }
    let average = max(1, (bytes.count - start) / rows.count)
    // At most twice as many rows as before: the next ones may be longer.
    stretch = max(1, min(Self.greatestStretch, stretch * 2, Self.wantedBytes / average))
    return .more
  }

  private mutating func takeRows() -> ArraySlice<Int> {
    switch place {
    case .selected(let selection, let next):
      let rows = selection.rows(from: next, limit: stretch)
      place = .selected(selection, next: (rows.last ?? next) + 1)
      return rows[...]
    case .sorted(let rows, let next):
      let end = min(next + stretch, rows.count)
      place = .sorted(rows, next: end)
      return rows[next..<end]
    }
  }
}
