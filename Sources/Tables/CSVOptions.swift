/// How CSV bytes are to be read, and how much of them is too much.
package struct CSVOptions: Sendable {
  /// What becomes of a cell that is none of the type asked for, or whose quotes are misplaced.
  package enum BadCells: Sendable {
    /// The load fails.
    case abort
    /// The cell is null; it is reported.
    case nullCell
    /// The row is left out; it is reported.
    case skipRow
  }

  /// What becomes of a row with more or fewer cells than the header has names.
  package enum RaggedRows: Sendable {
    /// The load fails.
    case abort
    /// The row is left out; it is reported.
    case skipRow
  }

  /// The byte between two cells.
  package var delimiter = UInt8(ascii: ",")
  /// The columns to load, by name; `nil` for all. The rows, and what is wrong with them, are the same for any of them.
  package var columns: Set<String>?
  /// The types of columns, by name; the others are inferred from all rows.
  package var types: [String: ColumnType] = [:]
  /// How the days and moments of columns are written that are asked to be dates or times, by name: the first format that reads a cell does.
  /// A column without any is written as RFC 3339 says.
  package var formats: [String: [DateFormat]] = [:]
  /// What becomes of a bad cell.
  package var badCells = BadCells.abort
  /// What becomes of a ragged row.
  package var raggedRows = RaggedRows.skipRow
  /// How much of the input a lane takes at a time, up to 1 GiB; one segment of the table.
  package var chunkBytes = 4 << 20
  /// How much of it a lane cuts into cells at a time: what stays in the nearest caches.
  var blockBytes = 256 << 10
  /// The most columns a header may name.
  package var columnLimit = 4096
  /// The longest cell, as it stands in the file.
  package var cellLimitBytes = 8 << 20
  /// The longest row, as it stands in the file, up to 1 GiB.
  package var rowLimitBytes = 16 << 20
  /// How many rejects are kept, the first ones; the others are counted.
  package var rejectLimit = 100
  /// Called by lanes with ranges of byte offsets that are no longer needed, so that the pages of a mapped file need not stay in memory.
  /// They may be read again later: what is there must still be the same bytes.
  package var release: (@Sendable (Range<Int>) -> Void)?

  package init() {}

  /// Asks for the type of a column and how it is written.
  package mutating func ask(_ column: String, toBe request: ColumnRequest) {
    types[column] = request.type
    formats[column] = request.formats.isEmpty ? nil : request.formats
  }

  /// How the cells of a column are written that is asked to be of a type; none if that is the type's own way.
  func formats(of column: String) -> [DateFormat] {
    switch types[column] {
    case .date, .datetime: formats[column] ?? []
    case .integer, .decimal, .boolean, .text, nil: []
    }
  }

  /// Whether the table is to have a column.
  func loads(_ column: String) -> Bool { columns?.contains(column) ?? true }

  /// The same with sizes that places of 32 bits can count.
  var withinBounds: CSVOptions {
    let sizes = 1...1 << 30
    var bounded = self
    bounded.chunkBytes = chunkBytes.clamped(to: sizes)
    bounded.blockBytes = blockBytes.clamped(to: sizes)
    bounded.rowLimitBytes = rowLimitBytes.clamped(to: sizes)
    bounded.rejectLimit = max(0, rejectLimit)
    return bounded
  }
}

extension Int {
  fileprivate func clamped(to limits: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, limits.lowerBound), limits.upperBound)
  }
}
