internal import Posix

/// The CSV files of the data folder that clients may read: what a person put there, in folders too, and what came over HTTP.
///
/// Nothing else of the disk can be reached: a path is made of plain names (`DataPath`), no link is followed, and the server's own folders are
/// known by what they are, wherever `--data` and `--results` put them.
package struct DataFiles: Sendable {
  /// The most files that are listed.
  package static let listLimit = 10_000
  /// The most names that are looked at for a list.
  private static let lookLimit = 100_000

  private let tree: FolderTree

  /// - Parameter objects: where the collector's objects are, if not in the folder `objects`.
  init(_ folders: EngineFolders, objects: String? = nil) {
    let data = folders.data
    tree = FolderTree(
      data,
      closing: [
        folders.state.path, folders.results.path, data.path + "/objects",
        objects ?? data.path + "/objects",
      ])
  }

  /// Opens a file. It may block.
  package func open(_ path: DataPath) throws(DataFileFailure) -> StoredFile {
    do throws(Errno) {
      guard let file = try tree.open(path.parts) else { throw Errno.notFound }
      return StoredFile(file)
    } catch {
      if error == .notFound { throw .notFound(path) }
      throw .unreadable(.disk(error, path: path.reference))
    }
  }

  /// Files that can be opened.
  package struct Listing: Equatable, Sendable {
    /// By their paths, sorted by bytes.
    package let paths: [DataPath]
    /// Whether there are no more of them.
    package let isComplete: Bool
  }

  /// All files, at most `listLimit`. It may block.
  package func list() throws(DataFileFailure) -> Listing {
    do throws(Errno) {
      let found = try tree.files(
        depth: DataPath.partLimit, limit: Self.listLimit, lookLimit: Self.lookLimit
      ) { path, isFolder in
        // A folder may be on the way to a file if such a file could be asked for.
        DataPath(path.joined(separator: "/") + (isFolder ? "/x.csv" : "")) != nil
      }
      let paths = found.paths.compactMap { DataPath($0.joined(separator: "/")) }
      return Listing(
        paths: paths.sorted {
          $0.description.utf8.lexicographicallyPrecedes($1.description.utf8)
        }, isComplete: found.isComplete)
    } catch {
      throw .unreadable(.disk(error, path: DataPath.prefix))
    }
  }
}

/// Why files of the data folder cannot be had, or not as tables.
package enum DataFileFailure: Error, Equatable, Sendable {
  /// There is none under the path that clients may read.
  case notFound(DataPath)
  /// The table has no column of that name; the nearest that it has.
  case unknownColumn(String, nearest: String?)
  /// It is there but cannot be read, or not as a table; or there is no such data set.
  case unreadable(DatasetFailure)
}
