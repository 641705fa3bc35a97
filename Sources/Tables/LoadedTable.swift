/// A table as it came out of a file, and what was left out of it.
package struct LoadedTable: Sendable {
  /// The rows that were kept.
  package let table: Table
  /// What was left out, in the order of the file; the first `CSVOptions.rejectLimit` of them.
  package let rejects: [Reject]
  /// How many rejects there were in all.
  package let rejectCount: Int
  /// How many rows the file has below its header, blank lines aside.
  package let rowsRead: Int
  /// How the file is spelled.
  package let dialect: Dialect
}

/// A row or a cell that was left out.
package struct Reject: Equatable, Sendable {
  /// The line on which the row begins, from 1.
  package let line: Int
  /// The name of the column; `nil` for a row as a whole.
  package let column: String?
  /// The cell as it stands in the file, cut at 200 bytes; empty for a row as a whole.
  package let value: String
  /// What is wrong, as a part of a sentence: `is not a number`.
  package let reason: String
}
