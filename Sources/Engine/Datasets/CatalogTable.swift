internal import Stores

/// The catalog in the database: a row for each name that was ever given.
enum CatalogTable {
  /// The step of the schema that makes the table.
  static let schema = """
    CREATE TABLE dataset (
      name TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL,
      created INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      parts TEXT NOT NULL,
      shape TEXT
    ) STRICT, WITHOUT ROWID;
    """

  /// The step of the schema that makes the table of what jobs have brought.
  static let arrivalSchema = """
    CREATE TABLE arrival (
      job INTEGER NOT NULL PRIMARY KEY,
      answer BLOB NOT NULL
    ) STRICT;
    """

  /// All rows. A row that makes no sense is a damaged database.
  static func records(_ database: SQLiteDatabase) throws(SQLiteFailure) -> [CatalogRecord] {
    var records: [CatalogRecord] = []
    for row in try database.rows(
      "SELECT name, version, created, changed, parts, shape FROM dataset")
    {
      let shape = row.isNull(5) ? nil : try row.text(5)
      let record = CatalogRecord(
        name: try row.text(0), version: try row.integer(1), created: try row.integer(2),
        changed: try row.integer(3), parts: try row.text(4), shape: shape)
      guard let record else { throw .unexpectedValue(column: 4, found: row[4]) }
      records.append(record)
    }
    return records
  }

  /// Puts a row in the place of the one of the same name.
  ///
  /// - Parameter arrival: kept with it or not at all.
  static func store(
    _ record: CatalogRecord, with arrival: CatalogArrival? = nil, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    guard let arrival else { return try put(record, database) }
    try database.transaction { () throws(SQLiteFailure) in
      try put(record, database)
      try database.execute(
        "INSERT INTO arrival (job, answer) VALUES (?, ?)", .integer(arrival.job.number),
        .blob(arrival.answer))
    }
  }

  private static func put(
    _ record: CatalogRecord, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      """
      INSERT OR REPLACE INTO dataset (name, version, created, changed, parts, shape)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      .text(record.name.description), .integer(record.version),
      .integer(record.createdNanoseconds), .integer(record.changedNanoseconds),
      .text(record.partsText), record.shapeText.map { .text($0) } ?? .null)
  }

  /// Notes the shape of a version, unless another one came meanwhile.
  static func remember(
    _ record: CatalogRecord, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute(
      "UPDATE dataset SET shape = ? WHERE name = ? AND version = ?",
      record.shapeText.map { .text($0) } ?? .null, .text(record.name.description),
      .integer(record.version))
  }

  // What jobs have brought

  /// The whole answer of a job whose change was stored; `nil` if none was.
  static func arrival(
    of job: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) -> [UInt8]? {
    try database.rows("SELECT answer FROM arrival WHERE job = ?", .integer(job.number)).first
      .map { (row) throws(SQLiteFailure) in try row.blob(0) }
  }

  /// Forgets what a job has brought, once it is finished.
  static func forgetArrival(
    of job: JobID, _ database: SQLiteDatabase
  ) throws(SQLiteFailure) {
    try database.execute("DELETE FROM arrival WHERE job = ?", .integer(job.number))
  }
}
