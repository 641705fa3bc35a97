package import Posix

/// The folders of one server.
package struct EngineFolders: Sendable {
  /// Where people put their CSV files.
  package let data: Folder
  /// What came over HTTP: `uploads` in the data folder.
  let uploads: Folder
  /// What is only ours.
  package let state: Folder
  /// Columns of loaded files: `columns` in the state folder. Safe to delete.
  let columns: Folder
  /// The jobs' results.
  package let results: Folder

  /// - Parameter state: a folder on the same file system as `data`, where drafts of uploads are written.
  package init(data: Folder, state: Folder, results: Folder) throws(EngineFailure) {
    self.data = data
    self.state = state
    self.results = results
    uploads = try Self.folder(data.path + "/uploads")
    columns = try Self.folder(state.path + "/columns")
    for folder in [uploads, columns] {
      do throws(Errno) {
        try folder.removeDrafts()
      } catch {
        throw .folder(path: folder.path, error)
      }
    }
  }

  private static func folder(_ path: String) throws(EngineFailure) -> Folder {
    do throws(Errno) {
      return try Folder(path: path, creating: true, mode: 0o700)
    } catch {
      throw .folder(path: path, error)
    }
  }
}
