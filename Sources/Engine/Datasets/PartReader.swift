internal import Posix
package import Tables

/// Reads the files of data sets to tables: finds out what was not said about them, and keeps the columns for the next start.
package struct PartReader: Sendable {
  /// What a file was read to.
  package struct Reading: Sendable {
    /// Its rows, and what was left out of them.
    package let loaded: LoadedTable
    package let encoding: TextEncoding
    /// How it was read, so that it is read alike the next time.
    package let options: ReadOptions
  }

  let data: Folder
  /// Where texts of other encodings are kept while they are read.
  let state: Folder
  /// Where columns are kept; `nil` for files that are read this once.
  let columns: ColumnFolder?
  var lanes: Lanes
  /// Where operators are told of what was left out; `nil` where whoever asked is told.
  let log: Log?
  var progress: ReadingProgress?
  /// The columns to load, by name; `nil` for all. What is wrong with rows is the same for any of them.
  var columnNames: Set<String>?

  /// The same reader for a computation that tells how far it is, and stops when it is cancelled.
  func stopping(with progress: Progress?) -> PartReader {
    var reader = self
    reader.lanes = lanes.stopping(with: progress)
    return reader
  }

  /// The rows of all parts of a data set.
  func rows(of parts: [DatasetPart], for name: DatasetName) throws(DatasetFailure) -> DatasetRows {
    var tables: [Table] = []
    for (place, part) in parts.enumerated() {
      var reader = self
      reader.lanes = lanes.part(place, of: parts.count)
      tables.append(try reader.table(of: part))
    }
    do throws(JoinFailure) {
      let table = tables.count == 1 ? tables[0] : try Table(joining: tables, on: lanes)
      return DatasetRows(table: table, partRows: tables.map(\.rowCount))
    } catch {
      throw .unjoinable(name, error)
    }
  }

  private func table(of part: DatasetPart) throws(DatasetFailure) -> Table {
    if let kept = try kept(part) { return kept }
    let reading = try read(
      path: data.path + "/" + part.path, name: part.path, part.options, behind: nil,
      isLenient: part.origin == .folder)
    if isAsSeen(part) { columns?.keep(reading.loaded.table, of: part) }
    report(reading.loaded, part)
    return reading.loaded.table
  }

  private func kept(_ part: DatasetPart) throws(DatasetFailure) -> Table? {
    do throws(Cancelled) {
      return try columns?.table(of: part, on: lanes)
    } catch {
      throw .cancelled
    }
  }

  /// Whether a file is the one that the part tells of. A person may have changed it since; the next look finds that out.
  private func isAsSeen(_ part: DatasetPart) -> Bool {
    guard part.origin == .folder else { return true }
    guard let facts = try? data.facts(of: part.path) else { return false }
    return facts.byteCount == part.byteCount
      && facts.modifiedNanoseconds == part.modifiedNanoseconds
  }

  /// Tells operators what was left out of a file: nobody else is told when it is read again.
  private func report(_ loaded: LoadedTable, _ part: DatasetPart) {
    log?.write(loaded.rejectCount > 0 ? .warning : .info, at: .now(), "file loaded") { fields in
      fields.add("file", part.path)
      fields.add("rows", loaded.table.rowCount)
      fields.add("rows_left_out", loaded.rowsRead - loaded.table.rowCount)
      if let first = loaded.rejects.first {
        fields.add("first_line_left_out", first.line)
        fields.add("reason", first.reason)
      }
    }
  }

  /// Reads a file that has just come.
  ///
  /// - Parameter base: what its rows are to follow; texts there are texts here too.
  func read(
    _ draft: DraftFile, _ options: ReadOptions, behind base: Table? = nil
  ) throws(DatasetFailure) -> Reading {
    try read(path: draft.path, name: "the file", options, behind: base, isLenient: false)
  }

  /// The SHA-256 of a file that has just come, in hexadecimal digits.
  func digest(of draft: DraftFile) throws(DatasetFailure) -> String {
    try CSVFile(path: draft.path, name: "the file").digest(on: lanes)
  }

  /// The SHA-256 of a part's bytes, in hexadecimal digits.
  func digest(of part: DatasetPart) throws(DatasetFailure) -> String {
    guard part.digest.isEmpty else { return part.digest }
    let digest = try CSVFile(path: data.path + "/" + part.path, name: part.path).digest(on: lanes)
    guard isAsSeen(part) else { throw .changedWhileReading(path: part.path) }
    return digest
  }

  // Leaves

  func read(
    path: String, name: String, _ options: ReadOptions, behind base: Table?, isLenient: Bool
  ) throws(DatasetFailure) -> Reading {
    let file = try CSVFile(path: path, name: name, progress: progress)
    let prefix = file.prefix()
    if let kind = Self.foreignKind(prefix) { throw .notText(kind: kind) }
    let encoding = try Self.encoding(options, prefix)
    guard encoding != .utf8 else {
      if !isLenient { try file.checkUTF8(on: lanes) }
      return try load(file, encoding, options, behind: base)
    }
    let draft: DraftFile
    do throws(Errno) {
      draft = try state.namelessDraft()
    } catch {
      throw .disk(error, path: state.path)
    }
    // It is removed with the last who holds it, and opened below by its path.
    defer { withExtendedLifetime(draft) {} }
    try file.transcode(from: encoding, into: draft, on: lanes)
    return try load(
      CSVFile(path: draft.path, name: name, progress: progress), encoding, options, behind: base)
  }

  private func load(
    _ file: borrowing CSVFile, _ encoding: TextEncoding, _ options: ReadOptions,
    behind base: Table?
  ) throws(DatasetFailure) -> Reading {
    let delimiter = try Self.delimiter(options, file.prefix())
    var resolved = options
    resolved.encoding = encoding.rawValue
    resolved.delimiter = String(UnicodeScalar(delimiter))
    if let base {
      let names = Set(try file.names(delimiter: delimiter))
      for column in base.columns
      where column.type == .text && resolved.types[column.name] == nil
        && names.contains(column.name)
      {
        resolved.types[column.name] = ColumnType.text.rawValue
      }
    }
    var csv = try Self.csvOptions(resolved, delimiter)
    csv.columns = columnNames
    let loaded = try file.load(csv, on: lanes)
    return Reading(
      loaded: loaded, encoding: encoding, options: resolved)
  }

  /// Finds options that no file can be read with.
  package static func check(_ options: ReadOptions) throws(DatasetFailure) {
    _ = try encoding(options, [])
    _ = try csvOptions(options, try delimiter(options, []))
  }

  static func csvOptions(
    _ options: ReadOptions, _ delimiter: UInt8
  ) throws(DatasetFailure) -> CSVOptions {
    var csv = CSVOptions()
    csv.delimiter = delimiter
    switch options.onError {
    case .abort: (csv.badCells, csv.raggedRows) = (.abort, .abort)
    case .nullCell: (csv.badCells, csv.raggedRows) = (.nullCell, .skipRow)
    case .skipRow: (csv.badCells, csv.raggedRows) = (.skipRow, .skipRow)
    }
    for (column, text) in options.types.sorted(by: { $0.key < $1.key }) {
      do throws(ColumnRequestFailure) {
        csv.ask(column, toBe: try ColumnRequest(text))
      } catch {
        throw .badType(column: column, text, reason: error.sentence)
      }
    }
    return csv
  }

  static func delimiter(
    _ options: ReadOptions, _ prefix: [UInt8]
  ) throws(DatasetFailure) -> UInt8 {
    guard let text = options.delimiter else { return Dialect.delimiter(ofPrefix: prefix) }
    if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    guard let byte = text.utf8.first, text.utf8.count == 1, byte < 0x80,
      !"\"\r\n".utf8.contains(byte)
    else { throw .badDelimiter(text) }
    return byte
  }

  static func encoding(
    _ options: ReadOptions, _ prefix: [UInt8]
  ) throws(DatasetFailure) -> TextEncoding {
    guard let name = options.encoding else {
      return TextEncoding.detected(fromPrefix: prefix) ?? .utf8
    }
    guard let encoding = TextEncoding(name: name) else { throw .badEncoding(name) }
    return encoding
  }

  /// What a file is that only looks like one of rows to who does not look; `nil` if it may be a CSV file.
  static func foreignKind(_ prefix: [UInt8]) -> String? {
    let hasLines = prefix.contains(UInt8(ascii: "\n")) || prefix.contains(0)
    if !hasLines, prefix.dropLast().contains(UInt8(ascii: "\r")) {
      return "a text whose lines end with CR alone"
    }
    let marks: [(kind: String, bytes: [UInt8])] = [
      ("a zip archive or a spreadsheet", [0x50, 0x4B, 0x03, 0x04]), ("a gzip file", [0x1F, 0x8B]),
      ("a PDF document", Array("%PDF-".utf8)), ("a PNG picture", [0x89, 0x50, 0x4E, 0x47]),
      ("a SQLite database", Array("SQLite format 3\0".utf8)),
      // The magic alone may be the name of a column; the first page begins with its type, a number.
      ("a Parquet file", Array("PAR1\u{15}".utf8)),
    ]
    if let mark = marks.first(where: { prefix.starts(with: $0.bytes) }) { return mark.kind }
    let isMarked = prefix.starts(with: [0xEF, 0xBB, 0xBF])
    let start = prefix.dropFirst(isMarked ? 3 : 0).drop { $0 <= 0x20 }.prefix(64)
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype html") || text.hasPrefix("<html") ? "a web page" : nil
  }
}
