internal import CSQLite
package import Posix

/// Why SQLite did not do what was asked.
package enum SQLiteFailure: Error, Equatable, Sendable {
  /// SQLite refused: its extended result code, its sentence, and the statement. See `primaryCode` and the questions below.
  case refused(code: Int32, message: String, sql: String)
  /// The file could not be made.
  case notMade(path: String, Errno)
  /// The file is something else, or its first bytes are damaged.
  case notADatabase(path: String)
  /// It is a database of another program.
  case foreign(path: String, applicationID: Int32)
  /// A later release of the program has written the file; this one knows versions up to `known`.
  case newerVersion(found: Int, known: Int)
  /// A column holds another kind of value than the schema says.
  case unexpectedValue(column: Int, found: SQLiteValue)
  /// The connection was closed, by its owner or because it could not undo a transaction.
  case closed
}

extension SQLiteFailure {
  /// SQLite's result code without its details (sqlite.org/rescode.html); `nil` where SQLite was not the one that refused.
  package var primaryCode: Int32? {
    guard case .refused(let code, _, _) = self else { return nil }
    return code & 0xFF
  }

  /// There is no room on the disk.
  package var isDiskFull: Bool {
    if case .notMade(_, let errno) = self { return errno == .noSpace || errno == .overQuota }
    return primaryCode == SQLITE_FULL
  }

  /// Another connection held the file for longer than may be waited.
  package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

  /// The disk failed; what was written may be lost.
  package var isInputOutput: Bool { primaryCode == SQLITE_IOERR }

  /// A sync failed: what was written before may be lost.
  package var isFailedSync: Bool {
    guard case .refused(let code, _, _) = self else { return false }
    return code == tally_sqlite_ioerr_fsync || code == tally_sqlite_ioerr_dir_fsync
  }

  /// A write failed, for want of room or for another reason. What was written before is not touched by it.
  package var isFailedWrite: Bool {
    guard case .refused(let code, _, _) = self else { return false }
    return code == tally_sqlite_ioerr_write
  }

  /// The file is damaged or no database.
  package var isCorrupt: Bool {
    if case .notADatabase = self { return true }
    return primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB
  }

  /// A rule of the schema forbids it: a key that is there already, a reference to nothing.
  package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }
}
