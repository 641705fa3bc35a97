/// Why a table cannot answer a query.
package enum QueryFailure: Error, Equatable, Sendable {
  /// No column bears this name; the names that there are.
  case unknownColumn(String, known: [String])
  /// The operation is not one for columns of this type: `contains` of numbers, say.
  case unsuitableOperation(Filter.Operation, column: String, ColumnType)
  /// A condition has more or fewer values than its operation takes.
  case wrongValueCount(Filter.Operation, column: String, count: Int)
  /// A value is none of the column's type.
  case unreadableValue(String, column: String, ColumnType)
  /// Nobody wants the answer any more.
  case cancelled
}
