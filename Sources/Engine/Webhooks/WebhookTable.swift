package import Stores

/// A webhook that has to be sent.
struct WebhookDelivery: Equatable, Sendable {
  let job: JobID
  let url: String
  let body: [UInt8]
  /// How many attempts have failed.
  let attempts: Int
}

/// The webhooks that have to be sent, in the database: a row for each until it is delivered or given up.
///
/// Times are nanoseconds since 1970.
package enum WebhookTable {
  /// The step of the schema that makes the table.
  static let schema = """
    CREATE TABLE deliveries (
      job INTEGER NOT NULL PRIMARY KEY,
      place TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      due INTEGER NOT NULL,
      url TEXT NOT NULL,
      body BLOB NOT NULL
    ) STRICT;
    CREATE INDEX deliveries_by_place ON deliveries (place, due);
    CREATE INDEX deliveries_by_due ON deliveries (due);
    """

  /// Adds a webhook, unless there is one of that job. It belongs into the transaction that notes the job's end; the courier is to be woken
  /// after that.
  ///
  /// - Parameters:
  ///   - body: what `WebhookEvent` makes.
  ///   - due: when to try for the first time.
  /// - Returns: whether there was none.
  @discardableResult
  package static func insert(
    _ job: JobID, url: String, body: [UInt8], due: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> Bool {
    try database.execute(
      """
      INSERT INTO deliveries (job, place, attempts, due, url, body) VALUES (?, ?, 0, ?, ?, ?)
      ON CONFLICT (job) DO NOTHING
      """,
      .integer(job.number), .text(WebhookURL.place(of: url)), .integer(due), .text(url),
      .blob(body)) == 1
  }

  /// How many there are.
  static func count(_ database: SQLiteDatabase) throws(SQLiteFailure) -> Int {
    let rows = try database.rows("SELECT COUNT(*) FROM deliveries")
    return try rows.first.map { row throws(SQLiteFailure) in Int(try row.integer(0)) } ?? 0
  }

  /// Whether anything is due, anywhere.
  ///
  /// - Complexity: O(log *n*), as the next two.
  static func isAnythingDue(
    by now: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> Bool {
    let rows = try database.rows("SELECT 1 FROM deliveries WHERE due <= ? LIMIT 1", .integer(now))
    return !rows.isEmpty
  }

  /// The first place behind another one, in the order of their bytes.
  static func place(
    behind place: String, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> String? {
    let rows = try database.rows(
      "SELECT place FROM deliveries WHERE place > ? ORDER BY place LIMIT 1", .text(place))
    return try rows.first.map { row throws(SQLiteFailure) in try row.text(0) }
  }

  /// What is due at a place, that which has waited longest first.
  static func due(
    at place: String, by now: Int64, limit: Int, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> [(job: JobID, attempts: Int)] {
    var found: [(job: JobID, attempts: Int)] = []
    let rows = try database.rows(
      """
      SELECT job, attempts FROM deliveries WHERE place = ? AND due <= ? ORDER BY due, job LIMIT ?
      """,
      .text(place), .integer(now), .integer(limit))
    for row in rows {
      found.append((JobID(Int(try row.integer(0))), Int(try row.integer(1))))
    }
    return found
  }

  /// All of a webhook; `nil` when it is gone.
  static func delivery(
    of job: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> WebhookDelivery? {
    let rows = try database.rows(
      "SELECT url, body, attempts FROM deliveries WHERE job = ?", .integer(job.number))
    return try rows.first.map { row throws(SQLiteFailure) in
      WebhookDelivery(
        job: job, url: try row.text(0), body: try row.blob(1), attempts: Int(try row.integer(2)))
    }
  }

  /// When the next one is due of those that are not yet; `nil` when there is none.
  static func nextDue(
    after now: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> Int64? {
    let rows = try database.rows(
      "SELECT due FROM deliveries WHERE due > ? ORDER BY due LIMIT 1", .integer(now))
    return try rows.first.map { row throws(SQLiteFailure) in try row.integer(0) }
  }

  /// Makes due what is due too late to have been noted by the clock as it is now.
  ///
  /// - Parameter horizon: when the last may be due.
  /// - Returns: whether there was any.
  static func recall(
    behind horizon: Int64, to now: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> Bool {
    // Most often there is none, and nothing is written.
    guard try nextDue(after: horizon, database) != nil else { return false }
    return try database.execute(
      "UPDATE deliveries SET due = ? WHERE due > ?", .integer(now), .integer(horizon)) > 0
  }

  /// Puts a webhook off after an attempt.
  static func postpone(
    _ job: JobID, attempts: Int, due: Int64, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      "UPDATE deliveries SET attempts = ?, due = ? WHERE job = ?", .integer(attempts),
      .integer(due), .integer(job.number))
  }

  /// Forgets a webhook that was delivered or given up.
  static func remove(_ job: JobID, _ database: SQLiteDatabase) throws(SQLiteFailure) {
    try database.execute("DELETE FROM deliveries WHERE job = ?", .integer(job.number))
  }
}
