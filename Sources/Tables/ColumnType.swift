/// What the values of a column are.
package enum ColumnType: String, CaseIterable, Sendable {
  /// Whole numbers that fit 64 bits.
  case integer
  /// Decimal numbers; exact where a mantissa of 64 bits holds every value of the column, else the nearest doubles.
  case decimal
  /// True or false.
  case boolean
  /// Days of the Gregorian calendar, counted from 1970-01-01.
  case date
  /// Moments in microseconds since 1970-01-01T00:00:00Z; a time without a zone is taken as UTC.
  case datetime
  /// Bytes as they stand in the file, normally UTF-8.
  case text
}
