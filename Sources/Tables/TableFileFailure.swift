/// Why bytes are no column file that can be read back. Section 0 is the header, the others are the columns.
package enum TableFileFailure: Error, Equatable, Sendable {
  /// They do not begin as a column file does.
  case noColumnFile
  /// They were written in another version of the format.
  case otherVersion(UInt32)
  /// They were written by a machine of another byte order.
  case otherByteOrder
  /// They belong to another CSV file, or to other options.
  case otherKey
  /// The bytes of a section are not those that were written.
  case otherChecksum(section: Int)
  /// What stands in a section is no header or column, or is cut.
  case malformed(section: Int)
  /// Nobody wants the table any more.
  case cancelled
}
