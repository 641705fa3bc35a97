internal import CLinux
internal import Glibc

/// The regular files below a folder, however deep. No part of a path is ever reached over a link.
///
/// Each part is opened in the folder that the part before it opened, so no name, no link and nobody who moves things about meanwhile leads
/// outside (CWE-22, CWE-59, CWE-367). Folders that are closed are known by what they are, not by how somebody spells the way to them.
package struct FolderTree: Sendable {
  /// Where it is. The folder itself may be a link.
  package let root: Folder
  private let closed: [String]

  /// - Parameter closed: paths of folders whose content is not there, wherever in the tree they are. One that is not there closes nothing.
  package init(_ root: Folder, closing closed: [String] = []) {
    self.root = root
    self.closed = closed
  }

  /// Opens a file for reading.
  ///
  /// - Parameter parts: the names of folders, each in the one before it, and last that of the file.
  /// - Returns: `nil` if there is no such file, as where a part is a link, or lies in a closed folder.
  /// - Complexity: three system calls for each part, and one for each closed folder.
  package func open(_ parts: [String]) throws(Errno) -> OpenFile? {
    guard let name = parts.last else { return nil }
    do throws(Errno) {
      for part in parts { try Folder.check(part) }
      var folder = try root.open()
      let closed = parts.count > 1 ? try closedPlaces() : []
      for part in parts.dropLast() {
        folder = try Folder.open(
          part, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, mode: 0)
        if closed.contains(try Place(of: folder)) { return nil }
      }
      return try OpenFile(
        Folder.open(name, in: folder, O_RDONLY | O_NONBLOCK | O_NOFOLLOW, mode: 0),
        path: root.path + "/" + parts.joined(separator: "/"))
    } catch {
      if Self.absences.contains(error) { return nil }
      throw error
    }
  }

  /// What tells that there is no regular file under a path.
  private static let absences: Set<Errno> = [
    .notFound, .notADirectory, .isADirectory, .isALink, .invalid, Errno(code: ENAMETOOLONG),
    // A socket, or a device that nobody serves.
    Errno(code: ENXIO), Errno(code: ENODEV),
  ]

  /// Files that were found.
  package struct Finding: Equatable, Sendable {
    /// The parts of their paths, sorted: names by their bytes, and what is in a folder where its name stands.
    package var paths: [[String]] = []
    /// Whether nothing was left out for there being too much.
    package var isComplete = true
  }

  /// Finds files.
  ///
  /// What cannot be looked at is passed over, as is a name that is no UTF-8: it could not be asked for.
  ///
  /// - Parameters:
  ///   - depth: how many parts a path has at most. What lies deeper is not looked for.
  ///   - limit: how many files are told at most, the first ones.
  ///   - lookLimit: how many names are looked at in all.
  ///   - isWanted: asked for the path of each folder, before it is looked into, and of each file.
  package func files(
    depth: Int, limit: Int, lookLimit: Int,
    where isWanted: (_ path: [String], _ isFolder: Bool) -> Bool
  ) throws(Errno) -> Finding {
    var finding = Finding()
    var left = lookLimit
    let closed = try closedPlaces()
    /// Looks into the folder that some parts lead to.
    func look(
      _ folder: borrowing FileDescriptor, _ parts: [String]
    ) throws(Errno) {
      let names = try Folder.names(in: folder, limit: left)
      left -= names.count
      if left <= 0 { finding.isComplete = false }
      for name in names.sorted(by: Self.precedes) {
        guard finding.isComplete else { return }
        guard let status = try Self.look(at: name, in: folder) else { continue }
        let path = parts + [name]
        switch status.st_mode & S_IFMT {
        case S_IFREG where isWanted(path, false):
          if finding.paths.count < limit {
            finding.paths.append(path)
          } else {
            finding.isComplete = false
          }
        case S_IFDIR
        where path.count < depth && isWanted(path, true) && !closed.contains(Place(status)):
          guard let below = try Self.openFolder(name, in: folder) else { continue }
          try look(below, path)
        default: break
        }
      }
    }
    try look(root.open(), [])
    return finding
  }

  private func closedPlaces() throws(Errno) -> Set<Place> {
    var places: Set<Place> = []
    for path in closed {
      var status = stat()
      do throws(Errno) {
        _ = try retrying { unsafe stat(path, &status) }
        places.insert(Place(status))
      } catch {
        if error != .notFound, error != .notADirectory { throw error }
      }
    }
    return places
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// What stands under a name, a link as the link that it is; `nil` if nothing does, or it cannot be looked at.
  private static func look(
    at name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) -> stat? {
    let number = folder.number
    var status = stat()
    do throws(Errno) {
      _ = try retrying { unsafe fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
      return status
    } catch {
      if error == .denied || absences.contains(error) { return nil }
      throw error
    }
  }

  /// A folder in a folder; `nil` if it is none any more, or may not be read.
  private static func openFolder(
    _ name: String, in folder: borrowing FileDescriptor
  ) throws(Errno) -> FileDescriptor? {
    do throws(Errno) {
      return try Folder.open(
        name, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, mode: 0)
    } catch {
      if error == .denied || absences.contains(error) { return nil }
      throw error
    }
  }

  /// What a folder is, whatever it is called.
  private struct Place: Hashable {
    let device: dev_t
    let inode: ino_t

    init(_ status: stat) {
      device = status.st_dev
      inode = status.st_ino
    }

    init(of folder: borrowing FileDescriptor) throws(Errno) {
      let number = folder.number
      var status = stat()
      _ = try retrying { unsafe fstat(number, &status) }
      self.init(status)
    }
  }
}
