internal import JSON
internal import Statistics
internal import Stores

/// What came of the last collection of a day.
struct CollectedDay: Equatable, Sendable {
  let day: CivilDay
  /// Which collection of the day it was, counted from 1.
  let round: Int
  let job: JobID
  let summary: Publication.Summary
  /// When it ended, in nanoseconds since 1970.
  let endedNanoseconds: Int64
}

/// The days in the database: a row for each day of which a collection has ended.
enum DayTable {
  /// The step of the schema that makes the table.
  static let schema = """
    CREATE TABLE collected_day (
      day TEXT NOT NULL PRIMARY KEY,
      round INTEGER NOT NULL,
      job INTEGER NOT NULL,
      summary TEXT NOT NULL,
      ended INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX collected_day_job ON collected_day (job);
    """

  /// Puts a row in the place of the one of the same day.
  static func note(
    _ collected: CollectedDay, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    var writer = JSONWriter()
    writer.beginObject()
    collected.summary.writeMembers(to: &writer)
    writer.endObject()
    try database.execute(
      "INSERT OR REPLACE INTO collected_day (day, round, job, summary, ended) VALUES (?, ?, ?, ?, ?)",
      .text(collected.day.description), .integer(Int64(collected.round)),
      .integer(collected.job.number), .text(String(decoding: writer.bytes, as: UTF8.self)),
      .integer(collected.endedNanoseconds))
  }

  /// What is noted of a day; `nil` if nothing is.
  static func row(
    of day: CivilDay, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> CollectedDay? {
    try days(database, from: day, to: day).first
  }

  /// What is noted of the days of a range, in their order.
  static func days(
    _ database: SQLiteDatabase, from first: CivilDay, to last: CivilDay
  ) throws(SQLiteFailure) -> [CollectedDay] {
    // The text of a day sorts as the day does.
    try database.rows(
      """
      SELECT day, round, job, summary, ended FROM collected_day
      WHERE day BETWEEN ? AND ? ORDER BY day
      """, .text(first.description), .text(last.description)
    ).map { (row) throws(SQLiteFailure) in try collected(row) }
  }

  /// The last day that is noted, by the calendar; `nil` if none is.
  static func newestDay(_ database: SQLiteDatabase) throws(SQLiteFailure) -> CivilDay? {
    try database.rows(
      "SELECT day, round, job, summary, ended FROM collected_day ORDER BY day DESC LIMIT 1"
    ).first.map { (row) throws(SQLiteFailure) in try collected(row).day }
  }

  /// The day that a job was the last to collect; `nil` if there is none.
  static func row(
    of job: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> CollectedDay? {
    try database.rows(
      "SELECT day, round, job, summary, ended FROM collected_day WHERE job = ?",
      .integer(job.number)
    ).first.map { (row) throws(SQLiteFailure) in try collected(row) }
  }

  /// A row that makes no sense is a damaged database.
  private static func collected(_ row: SQLiteRow) throws(SQLiteFailure) -> CollectedDay {
    guard let day = CivilDay(try row.text(0)) else {
      throw .unexpectedValue(column: 0, found: row[0])
    }
    let text = try row.text(3)
    guard let value = try? JSONParser.parse(Array(text.utf8)),
      let summary = Publication.Summary(value)
    else { throw .unexpectedValue(column: 3, found: row[3]) }
    return CollectedDay(
      day: day, round: Int(try row.integer(1)), job: JobID(Int(try row.integer(2))),
      summary: summary, endedNanoseconds: try row.integer(4))
  }
}
