/// What a program keeps in a file, as the steps that lead there from an empty one.
///
/// A file remembers how many steps it has seen (`user_version`) and whose it is (`application_id`). A step that has been released is never
/// changed; a new release adds steps behind it.
package struct SQLiteSchema: Sendable {
  /// Tells our files from those of other programs.
  package let applicationID: Int32
  /// Scripts of SQL, each of which leads from one version to the next.
  package let steps: [String]

  /// - Parameter applicationID: four letters as a number; not 0, which SQLite writes for everybody.
  package init(applicationID: Int32, steps: [String]) {
    precondition(applicationID != 0, "every program's files have application id 0 at first")
    self.applicationID = applicationID
    self.steps = steps
  }

  /// The version that all steps lead to.
  package var version: Int { steps.count }
}

extension SQLiteDatabase {
  /// Whether the file is ours, and not of a later release. Nothing is written.
  func check(_ schema: SQLiteSchema) throws(SQLiteFailure) {
    let id = try pragma("application_id")
    let found = try pragma("user_version")
    if id == schema.applicationID {
      guard found >= 0 else { throw .foreign(path: path, applicationID: schema.applicationID) }
      guard found <= schema.version else {
        throw .newerVersion(found: Int(found), known: schema.version)
      }
      return
    }
    let isEmpty = try rows("SELECT 1 FROM sqlite_schema LIMIT 1").isEmpty
    guard id == 0, found == 0, isEmpty else {
      // Another process may have made the first step between these looks.
      if id == 0, try pragma("application_id") != 0 { return try check(schema) }
      throw .foreign(path: path, applicationID: Int32(truncatingIfNeeded: id))
    }
  }

  /// How many steps of a schema the file has seen. Nothing is written.
  ///
  /// - Throws: `SQLiteFailure.foreign`, `.newerVersion` if it is none of this schema's.
  package func version(of schema: SQLiteSchema) throws(SQLiteFailure) -> Int {
    try check(schema)
    return try Int(pragma("user_version"))
  }

  /// Makes the steps that the file has not seen, each in a transaction of its own, which also counts it.
  func migrate(to schema: SQLiteSchema) throws(SQLiteFailure) {
    while true {
      let isDone = try transaction { () throws(SQLiteFailure) in
        // Read within the transaction: another process may be at the same.
        try check(schema)
        let version = try Int(pragma("user_version"))
        guard version < schema.version else { return true }
        try run(script: schema.steps[version])
        try run(script: "PRAGMA application_id = \(schema.applicationID)")
        try run(script: "PRAGMA user_version = \(version + 1)")
        return version + 1 == schema.version
      }
      if isDone { return }
    }
  }

  private func pragma(_ name: String) throws(SQLiteFailure) -> Int64 {
    guard let row = try rows("PRAGMA \(name)").first else { return 0 }
    return try row.integer(0)
  }
}
