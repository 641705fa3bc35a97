package import Tables

/// Why a table has no such chart.
package enum ChartFailure: Error, Equatable, Sendable {
  /// What is drawn of a column.
  package enum Role: Equatable, Sendable {
    /// How its values are distributed: numbers, days or moments.
    case distribution
    /// Where points stand from the left to the right: numbers, days or moments.
    case position
    /// What groups stand on a line by: numbers, days or moments.
    case line
    /// How high points stand, or what boxes show: numbers.
    case value
  }

  /// Groups and filters have failures of their own, which are the same here.
  case aggregate(AggregateFailure)
  /// Values of this type cannot be drawn so.
  case unsuitableColumn(String, ColumnType, Role)
  /// The values of an output are no numbers but of this type; `nil` for several numbers each.
  case unsuitableOutput(String, ColumnType?)
}
