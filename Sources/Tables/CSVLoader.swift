/// Loads CSV: RFC 4180 with any delimiter, lines that end with LF or CRLF, a byte order mark of UTF-8, and a last line without an end.
///
/// A cell may stand in quotes, and then hold delimiters, line ends and, doubled, quotes. Blank lines are passed over. A cell that is empty or
/// has nothing but blanks is null.
package enum CSVLoader {
  /// How many bytes behind those of a buffer must be readable.
  package static let slackBytes = 64

  /// Loads a table from a buffer that is known to be readable beyond its end, such as a mapped file.
  ///
  /// - Parameters:
  ///   - bytes: the file; `slackBytes` more may be read.
  ///   - lanes: the threads to use. The table does not depend on them.
  /// - Throws: the first `TableFailure` in the order of the file; `cancelled` if the lanes are stopped before the table is there.
  /// - Complexity: O(bytes); of memory the table, and for each lane a piece and the words of the columns.
  package static func load(
    _ bytes: UnsafeRawBufferPointer, _ options: CSVOptions = CSVOptions(), on lanes: Lanes
  ) throws(TableFailure) -> LoadedTable {
    guard let start = bytes.baseAddress else { throw .empty }
    return try unsafe Loading(CSVInput(bytes, start: start), options, lanes).table()
  }

  /// Loads a table from a copy of some bytes.
  package static func load(
    _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), on lanes: Lanes = .single
  ) throws(TableFailure) -> LoadedTable {
    let padded = bytes + [UInt8](repeating: 0, count: slackBytes)
    let result: Result<LoadedTable, TableFailure> = unsafe padded.withUnsafeBytes { padded in
      do throws(TableFailure) {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: padded[..<bytes.count])
        return .success(try unsafe load(bytes, options, on: lanes))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The names of the columns of a file that begins with these bytes.
  ///
  /// Names lose the blanks around them; an empty one becomes `column_<n>`, a second `x` becomes `x_2`. Bytes that end within the line
  /// give the names so far, the last one perhaps cut.
  ///
  /// - Throws: `TableFailure` if there is no line that is not blank, or it is no list of names.
  package static func header(
    of prefix: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")
  ) throws(TableFailure) -> [String] {
    let padded = prefix + [UInt8](repeating: 0, count: slackBytes)
    let result: Result<[String], TableFailure> = unsafe padded.withUnsafeBytes { padded in
      do throws(TableFailure) {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: padded[..<prefix.count])
        guard let start = bytes.baseAddress else { throw .empty }
        var options = CSVOptions()
        options.delimiter = delimiter
        return .success(try unsafe Header(CSVInput(bytes, start: start), options).names)
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
