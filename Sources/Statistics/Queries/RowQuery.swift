package import Tables

/// Which rows of a table are asked for, which columns of them, in which order and form.
package struct RowQuery: Equatable, Sendable {
  /// How many rows a page has if nobody says how many.
  package static let usualLimit = 100
  package static let greatestLimit = 10_000

  package enum Count: String, CaseIterable, Sendable {
    case none
    /// How many rows match in all.
    case exact
  }

  /// What a row looks like in JSON: an object, an array, or all rows together as one array for each column.
  package enum Shape: String, CaseIterable, Sendable {
    case objects, arrays, columns
  }

  package var filter: Filter
  /// The columns of the answer in order; `nil` for all.
  package var select: [String]?
  /// What to sort by, the first key first; ties, and everything if there is no key, stay in the order of the file.
  package var sort: [SortKey]
  /// From 0 to `greatestLimit`; `nil` if nothing was asked for, see `pageLimit`.
  package var limit: Int?
  /// Where the page begins, as an answer before gave it.
  package var cursor: String?
  package var count: Count
  package var format: AnswerFormat
  package var shape: Shape
  /// Whether cells of CSV that a spreadsheet would take for a formula are made harmless.
  package var isSpreadsheetSafe: Bool

  package init(
    filter: Filter = Filter(), select: [String]? = nil, sort: [SortKey] = [], limit: Int? = nil,
    cursor: String? = nil, count: Count = .none, format: AnswerFormat = .json,
    shape: Shape = .objects, isSpreadsheetSafe: Bool = false
  ) {
    self.filter = filter
    self.select = select
    self.sort = sort
    self.limit = limit
    self.cursor = cursor
    self.count = count
    self.format = format
    self.shape = shape
    self.isSpreadsheetSafe = isSpreadsheetSafe
  }

  /// Reads the parameters of a URL's query.
  ///
  /// - Parameters:
  ///   - items: names and values, decoded, in the order of the text.
  ///   - columns: the columns of the table.
  /// - Throws: all mistakes that can be told apart.
  package init(
    parsing items: [(name: String, value: String)], columns: [String]
  ) throws(QueryTextFailure) {
    let known = [
      "_select", "_sort", "_limit", "_cursor", "_count", "_format", "_shape", "_csv_safe",
    ]
    var reader = QueryReader(items, columns: columns, known: known)
    self.init(
      filter: reader.filter, select: reader.names(of: "_select"),
      sort: reader.order(reader.columns) { .unknownColumn($0, nearest: $1.nearest(to: $0)) },
      limit: reader.limit(), cursor: reader.text(of: "_cursor"),
      count: reader.choice("_count", else: .none), format: reader.choice("_format", else: .json),
      shape: reader.choice("_shape", else: .objects), isSpreadsheetSafe: reader.flag("_csv_safe"))
    try reader.finish()
  }

  /// How many rows an answer has at most; `nil` for all of them: CSV and lines of JSON end where the rows end, a page of JSON does not,
  /// nor does anything that goes on where a page ended.
  package var pageLimit: Int? {
    limit ?? (format == .json || cursor != nil ? Self.usualLimit : nil)
  }
}

/// What rows or groups are sorted by.
package struct SortKey: Equatable, Sendable {
  /// A column, or the label of an output.
  package var name: String
  package var isDescending: Bool

  package init(_ name: String, isDescending: Bool = false) {
    self.name = name
    self.isDescending = isDescending
  }
}

/// The form of an answer.
package enum AnswerFormat: String, CaseIterable, Sendable {
  case json, csv
  /// One JSON text a line.
  case ndjson
}
