/// Which rows of a table are asked for: those that keep every condition of `all` and, of each group in `anyOf`, at least one.
///
/// Columns are named and values are written as texts; they are read as the column's type when the filter meets a table.
package struct Filter: Equatable, Sendable {
  /// How a value is compared. Null passes `isNull` alone.
  package enum Operation: String, CaseIterable, Sendable {
    /// Texts by bytes; everything else by value.
    case eq, ne, gt, gte, lt, lte
    /// Between two values, both inside.
    case between
    /// One of some values, or none of them.
    case isIn = "in"
    case notIn = "notin"
    /// Of texts alone, ignoring case.
    case contains, startsWith = "startswith", endsWith = "endswith"
    case isNull = "isnull"
    case notNull = "notnull"
  }

  /// One comparison of a column.
  package struct Condition: Equatable, Sendable {
    package var column: String
    package var operation: Operation
    /// None for `isNull` and `notNull`, two for `between`, any number for `isIn` and `notIn`, else one.
    package var values: [String]

    package init(_ column: String, _ operation: Operation, _ values: [String]) {
      self.column = column
      self.operation = operation
      self.values = values
    }
  }

  package var all: [Condition]
  package var anyOf: [[Condition]]

  package init(all: [Condition] = [], anyOf: [[Condition]] = []) {
    self.all = all
    self.anyOf = anyOf
  }
}
