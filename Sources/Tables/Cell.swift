/// The value of one row in one column.
package enum Cell: Equatable, Sendable {
  case null
  case integer(Int64)
  /// The double next to the decimal in the file.
  case decimal(Double)
  case boolean(Bool)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since 1970-01-01T00:00:00Z.
  case datetime(Int64)
  /// Bytes as they stand in the file, normally UTF-8; never empty.
  case text(ArraySlice<UInt8>)
}
