internal import CSQLite

/// A statement that SQLite has compiled. It keeps its connection alive (sqlite3_close_v2).
@safe final class SQLiteStatement {
  private let pointer: OpaquePointer
  private let connection: OpaquePointer
  /// The text it was compiled from.
  let sql: String

  /// Compiles the first statement of a script.
  ///
  /// - Returns: the statement, and what follows it in the script; `nil` when there is nothing but blanks and comments.
  static func first(
    of script: String, on connection: OpaquePointer, isKept: Bool
  ) throws(SQLiteFailure) -> (SQLiteStatement, rest: String)? {
    var script = script
    var pointer: OpaquePointer?
    var length = 0
    // Sound: SQLite reads as many bytes as it is told and copies what it keeps; the tail points into them.
    let (code, used) = script.withUTF8 { bytes in
      length = bytes.count
      return unsafe bytes.withMemoryRebound(to: CChar.self) { text in
        var tail: UnsafePointer<CChar>?
        let flags = isKept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let code = unsafe sqlite3_prepare_v3(
          connection, text.baseAddress, Int32(clamping: text.count), flags, &pointer, &tail)
        guard let start = text.baseAddress, let tail = unsafe tail else { return (code, 0) }
        return unsafe (code, tail - start)
      }
    }
    guard code == SQLITE_OK else { throw unsafe failure(code, on: connection, sql: script) }
    guard let pointer = unsafe pointer else { return nil }
    let rest = used < length ? String(script.utf8.dropFirst(used)) ?? "" : ""
    return unsafe (SQLiteStatement(pointer: pointer, connection: connection, sql: script), rest)
  }

  private init(pointer: OpaquePointer, connection: OpaquePointer, sql: String) {
    unsafe self.pointer = unsafe pointer
    unsafe self.connection = unsafe connection
    self.sql = sql
  }

  deinit {
    unsafe sqlite3_finalize(pointer)
  }

  /// Makes it ready for the next time, and lets go of what was bound.
  func reset() {
    unsafe sqlite3_reset(pointer)
    unsafe sqlite3_clear_bindings(pointer)
  }

  /// Puts values in the places of the question marks.
  func bind(_ values: [SQLiteValue]) throws(SQLiteFailure) {
    let wanted = unsafe Int(sqlite3_bind_parameter_count(pointer))
    precondition(wanted == values.count, "\(values.count) values for \(wanted) places")
    for index in values.indices {
      let code = bind(values[index], at: Int32(index) + 1)
      guard code == SQLITE_OK else { throw failure(code) }
    }
  }

  private func bind(_ value: SQLiteValue, at place: Int32) -> Int32 {
    // Sound: SQLite copies texts and bytes during the call.
    switch value {
    case .null: return unsafe sqlite3_bind_null(pointer, place)
    case .integer(let number): return unsafe sqlite3_bind_int64(pointer, place, number)
    case .real(let number): return unsafe sqlite3_bind_double(pointer, place, number)
    case .text(var text):
      return text.withUTF8 {
        unsafe tally_sqlite_bind_text(pointer, place, $0.baseAddress, $0.count)
      }
    case .blob(let bytes):
      return unsafe bytes.withUnsafeBytes {
        unsafe tally_sqlite_bind_blob(pointer, place, $0.baseAddress, $0.count)
      }
    }
  }

  /// Goes on to the next row.
  ///
  /// - Returns: `nil` when there is none.
  func step() throws(SQLiteFailure) -> SQLiteRow? {
    switch unsafe sqlite3_step(pointer) {
    case SQLITE_ROW:
      let count = unsafe sqlite3_column_count(pointer)
      return SQLiteRow((0..<count).map { column in value(of: column) })
    case SQLITE_DONE: return nil
    case let code: throw failure(code)
    }
  }

  private func value(of column: Int32) -> SQLiteValue {
    switch unsafe sqlite3_column_type(pointer, column) {
    case SQLITE_INTEGER: return unsafe .integer(sqlite3_column_int64(pointer, column))
    case SQLITE_FLOAT: return unsafe .real(sqlite3_column_double(pointer, column))
    case SQLITE_TEXT:
      let start = unsafe sqlite3_column_text(pointer, column)
      return unsafe .text(String(decoding: bytes(start, of: column), as: UTF8.self))
    case SQLITE_BLOB:
      let start = unsafe sqlite3_column_blob(pointer, column)
      return unsafe .blob(Array(bytes(start?.assumingMemoryBound(to: UInt8.self), of: column)))
    default: return .null
    }
  }

  /// What a column's pointer points to. It is valid until the next step, and copied before.
  private func bytes(
    _ start: UnsafePointer<UInt8>?, of column: Int32
  ) -> UnsafeBufferPointer<UInt8> {
    unsafe UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
  }

  private func failure(_ code: Int32) -> SQLiteFailure {
    unsafe Self.failure(code, on: connection, sql: sql)
  }

  static func failure(
    _ code: Int32, on connection: OpaquePointer?, sql: String
  ) -> SQLiteFailure {
    let text = unsafe connection.flatMap { unsafe sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
    let message = unsafe text.map { unsafe String(cString: $0) } ?? ""
    return .refused(code: code, message: message, sql: sql)
  }
}
