internal import Posix
internal import Stores
internal import Tables

/// A table in a file of its own, as columns that are read back in a moment.
enum ColumnFile {
  /// Sound: zlib reads the bytes that it is lent and keeps none.
  private static let checksum = unsafe TableFile.Checksum { bytes, earlier in
    unsafe Checksum.crc32(bytes, continuing: earlier)
  }

  /// The table; `nil` if there is no file, or one that is damaged or made from something else.
  static func read(
    path: String, key: [UInt8], on lanes: Lanes
  ) throws(Cancelled) -> Table? {
    guard let file = try? MappedFile(path: path) else { return nil }
    let table = unsafe file.withBytes { bytes in
      try? unsafe TableFile.read(bytes, key: key, checksum: checksum, on: lanes)
    }
    if table == nil { try lanes.check() }
    return file.changedWhileReading ? nil : table
  }

  static func write(_ table: Table, key: [UInt8], to draft: DraftFile) throws(Errno) {
    try TableFile.write(table, key: key, checksum: checksum) { (piece) throws(Errno) in
      try draft.append(piece)
    }
  }
}
