internal import Posix
internal import Stores
internal import Tables

/// Keeps the columns of loaded files, so that the next start need not read their CSV again. It is safe to delete.
///
/// What cannot be written or read is not there: the CSV file is what counts.
struct ColumnFolder: Sendable {
  /// Smaller files are read as fast as their columns.
  static let leastBytes = 1 << 20
  private static let ending = ".columns"

  let folder: Folder
  /// Writes files while others go on.
  let writer: Lane
  let log: Log

  /// The columns of a file, if they are kept and whole.
  func table(of part: DatasetPart, on lanes: Lanes) throws(Cancelled) -> Table? {
    guard part.byteCount >= Self.leastBytes else { return nil }
    return try ColumnFile.read(
      path: folder.path + "/" + Self.file(of: part), key: Self.key(of: part), on: lanes)
  }

  /// Keeps the columns of a file, some time later.
  func keep(_ table: Table, of part: DatasetPart) {
    guard part.byteCount >= Self.leastBytes else { return }
    writer.run {
      do throws(Errno) {
        let draft = try folder.draft(named: "columns")
        try ColumnFile.write(table, key: Self.key(of: part), to: draft)
        try draft.place(as: Self.file(of: part), in: folder)
      } catch {
        log.write(.warning, at: .now(), "columns not kept") { fields in
          fields.add("file", part.path)
          fields.add("reason", error.description)
        }
      }
    }
  }

  /// Forgets the columns of a file, also those that are still to be written.
  func forget(_ part: DatasetPart) {
    guard part.byteCount >= Self.leastBytes else { return }
    writer.run { try? folder.remove(Self.file(of: part)) }
  }

  /// Removes what belongs to none of these parts.
  func forget(but parts: [DatasetPart]) {
    let known = Set(parts.map(Self.file))
    for file in (try? folder.names()) ?? []
    where file.hasSuffix(Self.ending) && !known.contains(file) {
      try? folder.remove(file)
    }
  }

  /// What the columns were made from, and how.
  private static func key(of part: DatasetPart) -> [UInt8] {
    let text = "\(part.path)\n\(part.byteCount)\n\(part.modifiedNanoseconds)\n\(part.digest)\n"
    return Digest.sha256(Array(text.utf8) + part.options.canonicalBytes)
  }

  private static func file(of part: DatasetPart) -> String {
    Hexadecimal.text(of: Array(key(of: part).prefix(16))) + ending
  }
}
