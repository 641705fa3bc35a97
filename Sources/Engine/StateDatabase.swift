internal import Posix
internal import Stores

/// The file `tally.sqlite` in the state folder: what the server must not forget, but for the bytes of files.
enum StateDatabase {
  static let file = "tally.sqlite"

  /// What the releases have made of the file, step by step. A step that was released is never changed.
  static let schema = SQLiteSchema(
    // "TALY"
    applicationID: 0x5441_4C59,
    steps: [
      CatalogTable.schema, CatalogTable.arrivalSchema, JobTable.schema, WebhookTable.schema,
      JobNameTable.schema, DayTable.schema,
    ])

  /// Opens the file, or makes it.
  ///
  /// - Parameter uploads: it must be empty where there is no file yet: what it holds would be unknown to a new one, and be lost.
  static func open(
    in state: Folder, uploads: Folder, _ options: SQLiteDatabase.Options = .init()
  ) throws(EngineFailure) -> SQLiteDatabase {
    let isLost: Bool
    do throws(Errno) {
      // One without a byte holds as little as none.
      let isThere = (try state.facts(of: file)?.byteCount ?? 0) > 0
      let names = try uploads.names()
      isLost = !isThere && !names.isEmpty
    } catch {
      throw .folder(path: uploads.path, error)
    }
    if isLost { throw .state(file: file, reason: .missing(uploads: uploads.path)) }
    let database: SQLiteDatabase
    do throws(SQLiteFailure) {
      database = try SQLiteDatabase(
        path: state.path + "/" + file, schema: schema, options: options)
    } catch {
      throw failure(error)
    }
    // SQLite passes over a folder that cannot be synced, and with it a name that a power cut may take.
    do throws(Errno) {
      try state.sync()
    } catch {
      throw .folder(path: state.path, error)
    }
    return database
  }

  /// What it means that the file cannot be opened.
  static func failure(_ failure: SQLiteFailure) -> EngineFailure {
    switch failure {
    case .newerVersion(let found, let known):
      .state(file: file, reason: .newer(version: found, known: known))
    case .notMade(_, let reason): .state(file: file, reason: .system(reason))
    case .notADatabase, .foreign: .state(file: file, reason: .unreadable)
    default:
      .state(file: file, reason: failure.isCorrupt ? .unreadable : .database("\(failure)"))
    }
  }
}
