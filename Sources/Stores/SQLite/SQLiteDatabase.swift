internal import CSQLite
internal import Posix

/// A connection to a SQLite file.
///
/// What was committed outlasts a power cut: the file is in write-ahead mode, and each commit is synced. A call waits for the disk, so it
/// belongs on a lane.
///
/// It may be called by any thread. A call, and a whole transaction, holds the connection for itself, and others wait.
@safe package final class SQLiteDatabase: @unchecked Sendable {
  // Sound: everything below `mutex` is touched only by the thread that holds it. It is recursive, so a transaction can call the rest. It
  // is SQLite's own kind of mutex, which the connection would take for each call anyway; the connection is opened without.

  /// What a connection may use.
  package struct Options: Sendable {
    /// How long to wait while another connection writes.
    package var busyMilliseconds: Int32 = 5000
    /// How much of the file is kept in memory.
    package var cacheKibibytes = 4096
    /// What the write-ahead file is cut down to when its content has moved to the database.
    package var journalLimitBytes = 16 << 20
    /// How many compiled statements are kept.
    package var statementLimit = 64
    /// Asked before each compiling and each step. What it answers is thrown in place of making that call; tests answer something.
    package var failing: @Sendable () -> SQLiteFailure? = { nil }

    package init() {}
  }

  /// Where the file is, as it was given.
  package let path: String
  private let options: Options

  private let mutex: OpaquePointer?
  private var connection: OpaquePointer?
  private var statements: [String: SQLiteStatement] = [:]
  private var isInTransaction = false
  /// Set once a sync has failed: what the kernel says of later ones proves nothing, so nothing is written any more.
  private var failedSync: SQLiteFailure?

  /// Opens a file, or makes it, so that only its owner may read it, and brings it to the schema's version.
  ///
  /// - Throws: `SQLiteFailure.notADatabase`, `.foreign`, `.newerVersion` for a file that is not ours to open; it stays as it is.
  package init(
    path: String, schema: SQLiteSchema, options: Options = Options()
  ) throws(SQLiteFailure) {
    self.path = path
    self.options = options
    unsafe mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_RECURSIVE)
    precondition(unsafe mutex != nil, "SQLite was built without threads")
    do throws(SQLiteFailure) {
      try open()
      try check(schema)
      try configure()
      try migrate(to: schema)
    } catch {
      close()
      if error.primaryCode == SQLITE_NOTADB { throw .notADatabase(path: path) }
      throw error
    }
  }

  /// Opens a file only to look at it, whoever uses it meanwhile: nothing is made, written or brought to another version.
  ///
  /// - Throws: `SQLiteFailure`; `notMade` with `Errno.notFound` if there is no such file.
  package init(inspecting path: String) throws(SQLiteFailure) {
    self.path = path
    options = Options()
    unsafe mutex = sqlite3_mutex_alloc(SQLITE_MUTEX_RECURSIVE)
    precondition(unsafe mutex != nil, "SQLite was built without threads")
    do throws(SQLiteFailure) {
      try openForReading()
      // The file is read only now.
      _ = try rows("SELECT 1 FROM sqlite_schema LIMIT 1")
    } catch {
      close()
      if error.primaryCode == SQLITE_NOTADB { throw .notADatabase(path: path) }
      throw error
    }
  }

  deinit {
    close()
    unsafe sqlite3_mutex_free(mutex)
  }

  private func openForReading() throws(SQLiteFailure) {
    let isWriteAhead: Bool
    do throws(Errno) {
      guard try PathFacts(of: path) != nil else { throw .notFound }
      let files = [try PathFacts(of: path + "-wal"), try PathFacts(of: path + "-shm")]
      isWriteAhead = !files.contains(nil)
    } catch {
      throw .notMade(path: path, error)
    }
    // Where nobody writes there are no such files, and they would be made; the file is read as it lies there then.
    let rights = isWriteAhead ? "mode=ro&readonly_shm=1" : "mode=ro&immutable=1"
    let place = "file:\(Self.encoded(path.hasPrefix("/") ? path : "./" + path))?\(rights)"
    let flags =
      SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(place, &connection, flags, nil)
    guard code == SQLITE_OK else {
      throw unsafe SQLiteStatement.failure(code, on: connection, sql: "")
    }
    unsafe sqlite3_busy_timeout(connection, options.busyMilliseconds)
  }

  /// A path in which nothing means anything in a URI (sqlite.org/uri.html).
  private static func encoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      if byte < 0x80, !"%?#".utf8.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + Hexadecimal.text(of: [byte])
      }
    }
  }

  private func open() throws(SQLiteFailure) {
    // A name such as `:memory:` or `file:` is a name.
    let place = path.hasPrefix("/") ? path : "./" + path
    do throws(Errno) {
      try PrivateFile.make(at: place)
    } catch {
      throw .notMade(path: path, error)
    }
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = unsafe sqlite3_open_v2(place, &connection, flags, nil)
    guard code == SQLITE_OK else {
      throw unsafe SQLiteStatement.failure(code, on: connection, sql: "")
    }
    unsafe sqlite3_busy_timeout(connection, options.busyMilliseconds)
  }

  private func configure() throws(SQLiteFailure) {
    if let connection = unsafe connection {
      // Nobody repairs the file by writing into SQLite's own tables, and a schema that was tampered with runs nothing.
      unsafe tally_sqlite_set(connection, SQLITE_DBCONFIG_DEFENSIVE, 1)
      unsafe tally_sqlite_set(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    }
    try run(
      script: """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA journal_size_limit = \(options.journalLimitBytes);
        PRAGMA cache_size = -\(options.cacheKibibytes);
        PRAGMA temp_store = MEMORY;
        PRAGMA foreign_keys = ON;
        """)
  }

  /// Moves what stands in the write-ahead file to the database and empties it, so that the database can be copied or replaced alone.
  package func checkpoint() throws(SQLiteFailure) {
    try scan("PRAGMA wal_checkpoint(TRUNCATE)", []) { _ in true }
  }

  /// Closes the file. Whatever is asked for from now on throws `SQLiteFailure.closed`.
  package func close() {
    alone {
      statements = [:]
      // A transaction that is open is undone.
      unsafe sqlite3_close_v2(connection)
      unsafe connection = nil
      isInTransaction = false
    }
  }
}

// Questions and changes

extension SQLiteDatabase {
  /// Carries out one statement, unless a sync has failed before: then it throws that failure, and so does every transaction.
  ///
  /// - Parameters:
  ///   - sql: always the same text for the same question, because it is compiled once and kept. What differs are the values.
  ///   - values: one for each question mark.
  /// - Returns: how many rows it inserted, changed or deleted, without those that the schema's own rules changed.
  @discardableResult
  package func execute(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) -> Int {
    try alone { () throws(SQLiteFailure) in
      guard let connection = unsafe connection else { throw .closed }
      if let failedSync { throw failedSync }
      let before = unsafe sqlite3_total_changes64(connection)
      try scan(sql, values) { _ in true }
      // A statement that changes nothing leaves the number of the one before.
      let isChanged = unsafe sqlite3_total_changes64(connection) != before
      return unsafe isChanged ? Int(sqlite3_changes64(connection)) : 0
    }
  }

  /// All rows of an answer.
  package func rows(_ sql: String, _ values: SQLiteValue...) throws(SQLiteFailure) -> [SQLiteRow] {
    var rows: [SQLiteRow] = []
    try scan(sql, values) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// The rows of an answer, one by one.
  ///
  /// - Parameter body: says whether to go on.
  package func scan(
    _ sql: String, _ values: [SQLiteValue],
    _ body: (SQLiteRow) throws(SQLiteFailure) -> Bool
  ) throws(SQLiteFailure) {
    try alone { () throws(SQLiteFailure) in
      let statement = try taken(sql)
      defer { give(statement) }
      try statement.bind(values)
      try run(statement, body)
    }
  }

  /// Carries out one statement after the other. Their rows are dropped.
  func run(script: String) throws(SQLiteFailure) {
    try alone { () throws(SQLiteFailure) in
      var rest = script
      while let (statement, tail) = try compiled(rest, isKept: false) {
        try run(statement) { _ in true }
        rest = tail
      }
    }
  }

  /// Changes that are made all or not at all. Nobody else writes meanwhile.
  ///
  /// It is not to be called within itself.
  ///
  /// - Throws: what `body` throws, or why the changes could not be kept. Then nothing is changed.
  @discardableResult
  package func transaction<Answer>(
    _ body: () throws(SQLiteFailure) -> Answer
  ) throws(SQLiteFailure) -> Answer {
    try alone { () throws(SQLiteFailure) in
      precondition(!isInTransaction, "a transaction within a transaction")
      try execute("BEGIN IMMEDIATE")
      isInTransaction = true
      do throws(SQLiteFailure) {
        let answer = try body()
        try execute("COMMIT")
        isInTransaction = false
        return answer
      } catch {
        undo()
        throw error
      }
    }
  }

  private func undo() {
    isInTransaction = false
    // Some failures have undone it already.
    guard unsafe connection != nil, unsafe sqlite3_get_autocommit(connection) == 0 else { return }
    do throws(SQLiteFailure) {
      try scan("ROLLBACK", []) { _ in true }
    } catch {
      // What comes next must not be taken for a part of it.
      close()
    }
  }
}

// Leaves

extension SQLiteDatabase {
  private func alone<Answer, Failure: Error>(
    _ body: () throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    unsafe sqlite3_mutex_enter(mutex)
    defer { unsafe sqlite3_mutex_leave(mutex) }
    return try body()
  }

  private func run(
    _ statement: SQLiteStatement, _ body: (SQLiteRow) throws(SQLiteFailure) -> Bool
  ) throws(SQLiteFailure) {
    while true {
      // A failure that was passed over may have undone the transaction; the rest of it must not be kept on its own.
      if isInTransaction, unsafe sqlite3_get_autocommit(connection) != 0 {
        throw unsafe SQLiteStatement.failure(
          tally_sqlite_abort_rollback, on: nil, sql: statement.sql)
      }
      guard let row = try step(statement), try body(row) else { return }
    }
  }

  private func step(_ statement: SQLiteStatement) throws(SQLiteFailure) -> SQLiteRow? {
    try mayFail()
    do throws(SQLiteFailure) {
      return try statement.step()
    } catch {
      throw noted(error)
    }
  }

  private func mayFail() throws(SQLiteFailure) {
    if let failure = options.failing() { throw noted(failure) }
  }

  private func noted(_ failure: SQLiteFailure) -> SQLiteFailure {
    if failure.isFailedSync { failedSync = failure }
    return failure
  }

  private func compiled(
    _ sql: String, isKept: Bool
  ) throws(SQLiteFailure) -> (SQLiteStatement, rest: String)? {
    guard let connection = unsafe connection else { throw .closed }
    try mayFail()
    return try unsafe SQLiteStatement.first(of: sql, on: connection, isKept: isKept)
  }

  /// Takes a statement out of those that are kept, so that a body that asks the same question gets another one.
  private func taken(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
    guard unsafe connection != nil else { throw .closed }
    if let kept = statements.removeValue(forKey: sql) { return kept }
    guard let (statement, rest) = try compiled(sql, isKept: true) else {
      preconditionFailure("a statement of blanks")
    }
    precondition(rest.allSatisfy(\.isWhitespace), "more than one statement")
    return statement
  }

  private func give(_ statement: SQLiteStatement) {
    statement.reset()
    // The body may have closed the connection, which lives on until its last statement is freed.
    guard unsafe connection != nil else { return }
    if statements.count >= options.statementLimit { statements.removeAll(keepingCapacity: true) }
    statements[statement.sql] = statement
  }
}
