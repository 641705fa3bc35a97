/// A value as SQLite keeps it.
package enum SQLiteValue: Equatable, Sendable {
  case null
  case integer(Int64)
  /// SQLite has no NaN: one that is stored comes back as null.
  case real(Double)
  case text(String)
  case blob([UInt8])
}

extension SQLiteValue {
  /// An integer of the machine's width.
  package static func integer(_ value: Int) -> SQLiteValue { .integer(Int64(value)) }

  /// A truth, which SQLite keeps as 1 or 0.
  package static func integer(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0 as Int64) }
}

/// One row of an answer: its values in the order of the question's columns.
package struct SQLiteRow: Equatable, Sendable {
  /// One per column.
  package let values: [SQLiteValue]

  package init(_ values: [SQLiteValue]) {
    self.values = values
  }

  /// The value of a column, counted from 0.
  package subscript(_ column: Int) -> SQLiteValue { values[column] }

  /// Whether a column holds nothing.
  package func isNull(_ column: Int) -> Bool { values[column] == .null }

  /// The integer of a column.
  ///
  /// - Throws: `SQLiteFailure.unexpectedValue` if it holds something else, as in all of these.
  package func integer(_ column: Int) throws(SQLiteFailure) -> Int64 {
    guard case .integer(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  /// The number of a column.
  package func real(_ column: Int) throws(SQLiteFailure) -> Double {
    switch values[column] {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    default: throw unexpected(column)
    }
  }

  /// The text of a column.
  package func text(_ column: Int) throws(SQLiteFailure) -> String {
    guard case .text(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  /// The bytes of a column.
  package func blob(_ column: Int) throws(SQLiteFailure) -> [UInt8] {
    guard case .blob(let value) = values[column] else { throw unexpected(column) }
    return value
  }

  private func unexpected(_ column: Int) -> SQLiteFailure {
    .unexpectedValue(column: column, found: values[column])
  }
}
