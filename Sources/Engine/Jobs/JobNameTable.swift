internal import Stores

/// The names of jobs on the disk: a row for each job that bears one, which stays when the job is swept.
enum JobNameTable {
  /// The step of the schema that makes the table.
  static let schema = """
    CREATE TABLE job_name (
      name TEXT PRIMARY KEY,
      job INTEGER NOT NULL,
      digest BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Who bears a name.
  struct Bearer: Equatable, Sendable {
    let job: JobID
    /// A digest of what was submitted under the name.
    let digest: [UInt8]
    /// The job's record has been removed.
    let isSwept: Bool
  }

  /// The job that bears a name; `nil` if none does.
  static func bearer(
    of name: JobName, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> Bearer? {
    let rows = try database.rows(
      """
      SELECT job, digest, EXISTS (SELECT 1 FROM job WHERE number = job_name.job)
      FROM job_name WHERE name = ?
      """,
      .text(name.description))
    return try rows.first.map { row throws(SQLiteFailure) in
      Bearer(
        job: JobID(Int(try row.integer(0))), digest: try row.blob(1),
        isSwept: try row.integer(2) == 0)
    }
  }

  /// Notes the name of a job. No other bears it.
  static func note(
    _ naming: Submission.Naming, of job: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      "INSERT INTO job_name (name, job, digest) VALUES (?, ?, ?)",
      .text(naming.name.description), .integer(job.number), .blob(naming.digest))
  }

  /// Forgets a name, which may be given again.
  static func forget(_ name: JobName, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    try database.execute("DELETE FROM job_name WHERE name = ?", .text(name.description))
  }

  /// All names, in the order of their jobs' numbers.
  static func all(
    _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> [(name: JobName, job: JobID)] {
    var all: [(name: JobName, job: JobID)] = []
    try database.scan("SELECT name, job FROM job_name ORDER BY job, name", []) {
      (row) throws(SQLiteFailure) in
      guard let name = JobName(try row.text(0)) else {
        throw .unexpectedValue(column: 0, found: row[0])
      }
      all.append((name, JobID(Int(try row.integer(1)))))
      return true
    }
    return all
  }
}
