package import Posix

/// The files that pipelines leave: `artifacts/job_id_7/`, a folder for each job among the results.
///
/// Each file appears whole or not at all. What is in a folder and bears no name of an artifact is somebody else's and stays, and so does
/// a folder that no job is named for.
package struct ArtifactFolder: Sendable {
  private static let name = "artifacts"

  private let results: Folder

  /// - Parameter results: the folder of results, in which it is made with the first artifact.
  package init(in results: Folder) {
    self.results = results
  }

  /// Where it is.
  package var path: String { results.path + "/" + Self.name }

  // Writing

  /// Makes a folder for a job's artifacts; what an earlier attempt has left in it is removed.
  func begin(_ id: JobID) throws(Errno) {
    let folder = try results.makeSubfolder(Self.name).makeSubfolder(id.description)
    try clear(folder)
  }

  /// Puts an artifact in place.
  func store(_ bytes: [UInt8], as name: ArtifactName, of id: JobID) throws(Errno) {
    try folder(of: id).write(bytes, as: name.description)
  }

  /// Removes what a job has left. What is gone already, or cannot be removed now, is no failure: a start looks again.
  func remove(_ id: JobID) {
    do throws(Errno) {
      let folder = try folder(of: id)
      try clear(folder)
      try root().removeSubfolder(id.description)
    } catch {}
  }

  private func clear(_ folder: Folder) throws(Errno) {
    try folder.removeDrafts()
    for name in try folder.names() where ArtifactName(name) != nil { try folder.remove(name) }
  }

  // Reading

  /// The artifacts of a job by name; none where it has left none.
  func files(of id: JobID) throws(Errno) -> [ArtifactFile] {
    let folder = try folder(of: id)
    var files: [ArtifactFile] = []
    for name in try Self.names(in: folder).sorted() where ArtifactName(name) != nil {
      guard let file = try Self.open(name, in: folder) else { continue }
      files.append(ArtifactFile(name: name, byteCount: file.byteCount))
    }
    return files
  }

  /// Opens an artifact; `nil` where there is none of that name.
  func open(_ name: ArtifactName, of id: JobID) throws(Errno) -> StoredFile? {
    try Self.open(name.description, in: folder(of: id)).map(StoredFile.init)
  }

  /// How long all artifacts of a job are together; 0 where that cannot be found out.
  func byteCount(of id: JobID) -> Int {
    ((try? files(of: id)) ?? []).reduce(0) { $0 + $1.byteCount }
  }

  /// The jobs that a folder is named for, in no order.
  func jobs() throws(Errno) -> [JobID] {
    try Self.names(in: root()).compactMap { name in
      guard let id = JobID(Array(name.utf8)[...]), id.description == name else { return nil }
      return id
    }
  }

  // Leaves

  private func root() throws(Errno) -> Folder { try results.subfolder(Self.name) }

  private func folder(of id: JobID) throws(Errno) -> Folder {
    try root().subfolder(id.description)
  }

  /// The names in a folder, which need not be there.
  private static func names(in folder: Folder) throws(Errno) -> [String] {
    do throws(Errno) {
      return try folder.names()
    } catch {
      if error == .notFound { return [] }
      throw error
    }
  }

  /// A file of that name; a link or a folder is none.
  private static func open(_ name: String, in folder: Folder) throws(Errno) -> OpenFile? {
    do throws(Errno) {
      return try folder.open(name)
    } catch {
      if error == .isALink || error == .invalid || error == .denied { return nil }
      throw error
    }
  }
}
