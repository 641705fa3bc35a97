package import Tables

/// What every column of a table is like.
package struct TableProfile: Equatable, Sendable {
  package let rowCount: Int
  /// In the order of the table.
  package let columns: [ColumnProfile]

  /// Looks at all rows of a table, column by column.
  ///
  /// - Complexity: O(*rows* x *columns*), some ten nanoseconds each.
  package init(of table: Table, on lanes: Lanes) {
    rowCount = table.rowCount
    columns = table.columns.map { ColumnProfile(of: $0, in: table, on: lanes) }
  }
}
