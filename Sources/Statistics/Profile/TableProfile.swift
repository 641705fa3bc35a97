package import Tables

/// What every column of a table is like.
package struct TableProfile: Equatable, Sendable {
  package let rowCount: Int
  /// In the order of the table.
  package let columns: [ColumnProfile]

  /// Looks at all rows of a table, column by column.
  ///
  /// - Complexity: O(*rows* x *columns*), some ten nanoseconds each.
  package init(of table: Table, on lanes: Lanes) throws(Cancelled) {
    rowCount = table.rowCount
    var columns: [ColumnProfile] = []
    for (place, column) in table.columns.enumerated() {
      let share = lanes.part(place, of: table.columns.count)
      columns.append(try ColumnProfile(of: column, in: table, on: share))
    }
    self.columns = columns
  }
}
