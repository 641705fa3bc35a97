internal import Posix
internal import Stores

/// The ledger on the disk: a row for each job that is not swept, the next number, and the keys under which jobs were submitted.
enum JobTable {
  /// The step of the schema that makes the tables.
  static let schema = """
    CREATE TABLE job (
      number INTEGER PRIMARY KEY,
      kind TEXT,
      work BLOB,
      client TEXT,
      fingerprint BLOB,
      callback TEXT,
      limit_ms INTEGER,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      coalesced INTEGER,
      created INTEGER NOT NULL,
      started INTEGER,
      finished INTEGER,
      reason TEXT,
      bytes INTEGER
    ) STRICT;
    CREATE TABLE job_number (next INTEGER NOT NULL) STRICT;
    CREATE TABLE submission_key (
      client TEXT NOT NULL,
      key TEXT NOT NULL,
      digest BLOB NOT NULL,
      job INTEGER NOT NULL,
      created INTEGER NOT NULL,
      PRIMARY KEY (client, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX submission_key_by_age ON submission_key (created);
    """

  /// A job that is not finished, as it stands in the table: its work is still a text.
  struct OpenRow: Sendable {
    let id: JobID
    let kind: String?
    let work: [UInt8]
    let client: JobClient
    /// It stands in a table of its own.
    var name: JobName?
    let fingerprint: Fingerprint?
    let callback: String?
    let limitMilliseconds: Int?
    var crashes: Int
    let createdNanoseconds: Int64
  }

  /// What a job was asked, as it stands in the table: its work is still a text.
  struct OrderRow: Equatable, Sendable {
    /// Empty if it was too long to be kept.
    let work: [UInt8]
    let callback: String?
    let limitMilliseconds: Int?
  }

  enum Row: Sendable {
    case open(OpenRow)
    case finished(FinishedJob)
  }

  /// The number that the next job gets; `nil` in a new table.
  static func nextNumber(_ database: SQLiteDatabase) throws(SQLiteFailure) -> Int? {
    guard let row = try database.rows("SELECT next FROM job_number").first else { return nil }
    return Int(try row.integer(0))
  }

  /// Notes the number that the next job gets.
  static func setNextNumber(_ next: Int, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    if try database.execute("UPDATE job_number SET next = ?", .integer(next)) == 0 {
      try database.execute("INSERT INTO job_number (next) VALUES (?)", .integer(next))
    }
  }

  /// The numbers of all rows.
  static func numbers(_ database: SQLiteDatabase) throws(SQLiteFailure) -> Set<Int> {
    var numbers: Set<Int> = []
    try database.scan("SELECT number FROM job", []) { (row) throws(SQLiteFailure) in
      numbers.insert(Int(try row.integer(0)))
      return true
    }
    return numbers
  }

  /// Hands on all rows in the order of their numbers.
  static func scan(
    _ database: SQLiteDatabase, _ body: (Row) -> Void
  ) throws(SQLiteFailure) {
    try database.scan(
      """
      SELECT number, state, kind, attempts, fingerprint, created, started, finished, coalesced,
        reason, bytes, work, client, callback, limit_ms
      FROM job ORDER BY number
      """, []
    ) { (row) throws(SQLiteFailure) in
      body(try Self.row(row))
      return true
    }
  }

  private static func row(_ row: SQLiteRow) throws(SQLiteFailure) -> Row {
    let id = JobID(Int(try row.integer(0)))
    let word = try row.text(1)
    guard let state = JobState(rawValue: word) else {
      throw .unexpectedValue(column: 1, found: row[1])
    }
    let kind = row.isNull(2) ? nil : try row.text(2)
    let attempts = Int(try row.integer(3))
    let fingerprint = row.isNull(4) ? nil : Fingerprint(try row.blob(4))
    let created = try row.integer(5)
    guard state.isFinal else {
      return .open(
        OpenRow(
          id: id, kind: kind, work: try row.blob(11), client: JobClient(try row.text(12)),
          fingerprint: fingerprint, callback: row.isNull(13) ? nil : try row.text(13),
          limitMilliseconds: row.isNull(14) ? nil : Int(try row.integer(14)), crashes: attempts,
          createdNanoseconds: created))
    }
    var job = FinishedJob(
      id: id, kind: kind, state: state, createdNanoseconds: created,
      finishedNanoseconds: try row.integer(7))
    job.attempts = attempts
    job.fingerprint = fingerprint
    job.startedNanoseconds = row.isNull(6) ? nil : try row.integer(6)
    job.coalescedWith = row.isNull(8) ? nil : JobID(Int(try row.integer(8)))
    job.reason = row.isNull(9) ? nil : try row.text(9)
    job.resultBytes = Int(try row.integer(10))
    return .finished(job)
  }

  /// Adds a job that is not finished.
  static func insert(
    _ job: OpenJob, work: [UInt8], _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      """
      INSERT INTO job (number, kind, work, client, fingerprint, callback, limit_ms, state, attempts,
        created)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
      """,
      .integer(job.id.number), .text(job.work.kind), .blob(work), .text(job.client.name),
      job.fingerprint.map { .blob($0.bytes) } ?? .null, job.callback.map { .text($0) } ?? .null,
      job.limitMilliseconds.map { .integer($0) } ?? .null, .text(JobState.queued.rawValue),
      .integer(job.createdNanoseconds))
  }

  /// The longest text of what a job was asked that is kept once it is finished: no bound of finished jobs counts these texts.
  static let keptOrderBytes = 16 << 10

  /// Notes the end of a job; one that was erased meanwhile stays erased. What it was asked is needed only if it may be asked again. Where
  /// that is too long to be kept, an empty text stands in its place.
  static func finish(_ job: FinishedJob, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    let forgotten =
      job.state == .succeeded
      ? "work = NULL, limit_ms = NULL"
      : "work = CASE WHEN length(work) > \(keptOrderBytes) THEN x'' ELSE work END"
    try database.execute(
      """
      UPDATE job SET state = ?, attempts = ?, started = ?, finished = ?, coalesced = ?, reason = ?,
        bytes = ?, client = NULL, \(forgotten)
      WHERE number = ?
      """,
      .text(job.state.rawValue), .integer(job.attempts),
      job.startedNanoseconds.map { .integer($0) } ?? .null, .integer(job.finishedNanoseconds),
      job.coalescedWith.map { .integer($0.number) } ?? .null,
      job.reason.map { .text($0) } ?? .null, .integer(job.resultBytes), .integer(job.id.number))
  }

  /// What a job was asked; `nil` if that is not kept.
  static func order(of id: JobID, _ database: SQLiteDatabase) throws(SQLiteFailure) -> OrderRow? {
    let rows = try database.rows(
      "SELECT work, callback, limit_ms FROM job WHERE number = ? AND work IS NOT NULL",
      .integer(id.number))
    return try rows.first.map { row throws(SQLiteFailure) in
      OrderRow(
        work: try row.blob(0), callback: row.isNull(1) ? nil : try row.text(1),
        limitMilliseconds: row.isNull(2) ? nil : Int(try row.integer(2)))
    }
  }

  /// Adds a finished job that the table does not know, as far as its file tells of it.
  static func adopt(_ job: FinishedJob, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    try database.execute(
      """
      INSERT INTO job (number, kind, state, attempts, created, finished, reason, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """,
      .integer(job.id.number), job.kind.map { .text($0) } ?? .null, .text(job.state.rawValue),
      .integer(job.attempts), .integer(job.createdNanoseconds), .integer(job.finishedNanoseconds),
      job.reason.map { .text($0) } ?? .null, .integer(job.resultBytes))
  }

  /// Notes how often a job was running when the process was killed.
  static func setCrashes(
    _ count: Int, of id: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      "UPDATE job SET attempts = ? WHERE number = ?", .integer(count), .integer(id.number))
  }

  /// Removes the row of a job that is swept.
  static func erase(_ id: JobID, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    try database.execute("DELETE FROM job WHERE number = ?", .integer(id.number))
  }

  /// What was submitted under a key.
  ///
  /// - Parameter earliest: keys that are older do not count.
  static func submission(
    of client: JobClient, key: String, since earliest: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> (digest: [UInt8], job: JobID)? {
    let rows = try database.rows(
      "SELECT digest, job FROM submission_key WHERE client = ? AND key = ? AND created >= ?",
      .text(client.name), .text(key), .integer(earliest))
    guard let row = rows.first else { return nil }
    return (try row.blob(0), JobID(Int(try row.integer(1))))
  }

  /// Notes what was submitted under a key.
  static func note(
    _ repetition: Submission.Repetition, of client: JobClient, job: JobID, at created: Int64,
    _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      """
      INSERT OR REPLACE INTO submission_key (client, key, digest, job, created)
      VALUES (?, ?, ?, ?, ?)
      """,
      .text(client.name), .text(repetition.key), .blob(repetition.digest), .integer(job.number),
      .integer(created))
  }

  /// Forgets the keys that are older.
  static func forgetKeys(before earliest: Int64, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    try database.execute("DELETE FROM submission_key WHERE created < ?", .integer(earliest))
  }
}
