package import Tables

/// What an aggregate comes to: a row for each group of the page.
package struct AggregateAnswer: Equatable, Sendable {
  /// The columns that were grouped by, then the labels of the outputs.
  package let columns: [String]
  /// For each group a value for each column.
  package let rows: [[AggregateValue]]
  /// How many groups there are on all pages.
  package let groupCount: Int
  /// How many groups stand before the next page; `nil` on the last one.
  package let next: Int?
}

/// One value of an aggregate.
package enum AggregateValue: Equatable, Sendable {
  case cell(Cell)
  /// Without edges and counts if there is no value.
  case histogram(Histogram)

  /// The value as a cell of a row; `nil` for a histogram.
  package var cell: Cell? {
    if case .cell(let cell) = self { cell } else { nil }
  }
}

/// Why a table cannot answer an aggregate.
package enum AggregateFailure: Error, Equatable, Sendable {
  /// The filter does not suit the table, or `having` or `sort` the answer.
  case query(QueryFailure)
  /// The function is not one for columns of this type: the mean of texts, say.
  case unsuitableFunction(String, column: String, ColumnType)
  /// Columns of this type do not lie in stretches of time, or days in hours.
  case unsuitableUnit(TimeUnit, column: String, ColumnType)
  /// Groups are not sorted or chosen by an output of several numbers.
  case unorderedLabel(String)
  case tooManyGroups(limit: Int)
  /// The table has more rows than can be grouped.
  case tooManyRows
  /// Nobody wants the answer any more.
  case cancelled
}
