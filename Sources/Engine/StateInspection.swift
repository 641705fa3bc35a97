internal import Posix
internal import Stores

/// What the database of a state folder is, as far as looking tells: nothing is made or changed, also while a server works with it.
package enum StateInspection: Equatable, Sendable {
  /// There is none yet. The first start makes it.
  case absent
  /// It has seen so many of the steps that this release knows.
  case version(Int, known: Int)

  /// Looks at the database of a data folder.
  ///
  /// - Throws: `EngineFailure` if a server of this release could not open it.
  package init(ofDataFolder path: String) throws(EngineFailure) {
    let state = path + "/state"
    let place = "\(state)/\(StateDatabase.file)"
    let isThere: Bool
    do throws(Errno) {
      isThere = (try PathFacts(of: place)?.byteCount ?? 0) > 0
    } catch {
      throw .state(file: StateDatabase.file, reason: .system(error))
    }
    guard isThere else {
      let uploads = path + "/uploads"
      let names = try? Folder(path: uploads, creating: false).names()
      guard names?.isEmpty ?? true else {
        throw .state(file: StateDatabase.file, reason: .missing(uploads: uploads))
      }
      self = .absent
      return
    }
    do throws(SQLiteFailure) {
      let version = try SQLiteDatabase(inspecting: place).version(of: StateDatabase.schema)
      self = .version(version, known: StateDatabase.schema.version)
    } catch {
      throw StateDatabase.failure(error)
    }
  }
}
