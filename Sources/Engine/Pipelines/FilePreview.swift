internal import Posix
internal import Tables

/// The first rows of a CSV file, read from as much of its beginning as they take, however long the file is.
struct FilePreview {
  /// How much of a file is read at first. Where a few rows take more, more is read.
  private static let firstBytes = CSVFile.prefixBytes

  let options: ReadOptions
  /// How the file is called in failures.
  let name: String
  /// The longest row, as it stands in the file.
  var rowLimitBytes = CSVOptions().rowLimitBytes

  /// A table of the first rows.
  ///
  /// Numbers and booleans are what these rows look like. Days and times stay the texts that they are in the file. Rows that cannot be
  /// read are passed over as far as the options allow it.
  ///
  /// - Returns: at least `rowCount` rows if the file has so many, some more where others were passed over.
  func table(of file: StoredFile, rowCount: Int) throws(DatasetFailure) -> Table {
    var byteCount = Self.firstBytes
    while true {
      let bytes: [UInt8]
      do throws(Errno) {
        bytes = try file.read(limit: byteCount)
      } catch {
        throw .disk(error, path: name)
      }
      let isWhole = bytes.count < byteCount || bytes.count == file.byteCount
      let text = try text(of: bytes, isWhole: isWhole)
      // A row that may be takes no more than this, even if two bytes make a character.
      let isEnd = isWhole || bytes.count > 2 * rowLimitBytes
      if let table = try table(of: text, rowCount: rowCount, isWhole: isWhole, isEnd: isEnd) {
        return table
      }
      byteCount = min(byteCount * 4, 2 * rowLimitBytes + 1)
    }
  }

  /// The bytes as UTF-8.
  private func text(of bytes: [UInt8], isWhole: Bool) throws(DatasetFailure) -> [UInt8] {
    if let kind = PartReader.foreignKind(bytes) { throw .notText(kind: kind) }
    let encoding = try PartReader.encoding(options, bytes)
    if encoding == .utf8 { return bytes }
    var transcoder = Transcoder(from: encoding)
    var text: [UInt8] = []
    do throws(EncodingFailure) {
      try transcoder.append(bytes.span, to: &text)
      if isWhole { try transcoder.finish() }
    } catch {
      throw .encoding(error)
    }
    return text
  }

  /// - Parameter isEnd: no more of the file is read.
  /// - Returns: `nil` if more of it has to be read.
  private func table(
    of text: [UInt8], rowCount: Int, isWhole: Bool, isEnd: Bool
  ) throws(DatasetFailure) -> Table? {
    let ends = Self.rowEnds(in: text, limit: 1 + 16 * rowCount, isWhole: isWhole)
    var wanted = rowCount
    while true {
      let isEnough = ends.count > wanted
      guard isEnough || isEnd else { return nil }
      // Rows before one that is cut, or is longer than any may be, are there; it is told where there is none.
      let end =
        isEnough ? ends[wanted] : isWhole || ends.count < 2 ? text.count : ends[ends.count - 1]
      let table = try load(Array(text[..<end]))
      if table.rowCount >= rowCount || !isEnough || wanted * 2 >= ends.count { return table }
      wanted *= 2
    }
  }

  private func load(_ text: [UInt8]) throws(DatasetFailure) -> Table {
    let delimiter = try PartReader.delimiter(options, text)
    let table = try load(text, options, delimiter)
    let times = table.columns.filter { [.date, .datetime].contains($0.type) }
    if times.isEmpty { return table }
    var options = options
    for column in times { options.types[column.name] = ColumnType.text.rawValue }
    return try load(text, options, delimiter)
  }

  private func load(
    _ text: [UInt8], _ options: ReadOptions, _ delimiter: UInt8
  ) throws(DatasetFailure) -> Table {
    var csv = try PartReader.csvOptions(options, delimiter)
    csv.rowLimitBytes = rowLimitBytes
    do throws(TableFailure) {
      return try CSVLoader.load(text, csv).table
    } catch {
      throw .table(error)
    }
  }

  /// Where the rows end that are not blank, the header among them: behind their line feeds.
  ///
  /// - Parameter isWhole: what stands behind the last line feed is a row too.
  private static func rowEnds(in text: [UInt8], limit: Int, isWhole: Bool) -> [Int] {
    var ends: [Int] = []
    var (isQuoted, isBlank) = (false, true)
    for (place, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "\""):
        isQuoted.toggle()
        isBlank = false
      case UInt8(ascii: "\n") where !isQuoted:
        if !isBlank { ends.append(place + 1) }
        if ends.count == limit { return ends }
        isBlank = true
      case UInt8(ascii: "\r"): break
      default: isBlank = false
      }
    }
    if isWhole, !isBlank { ends.append(text.count) }
    return ends
  }
}
