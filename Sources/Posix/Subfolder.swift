internal import CLinux
internal import Glibc

// Folders in a folder.

extension Folder {
  /// A folder in this one, with the same rights. It need not be there: what is asked of it fails with `Errno.notFound` then, and a write makes
  /// it. A link in its place is no folder.
  package func subfolder(_ name: String) throws(Errno) -> Folder {
    try Self.check(name)
    return Folder(below: self, named: name)
  }

  /// Makes a folder in this one, unless it is there, and waits until its name is on the disk.
  package func makeSubfolder(_ name: String) throws(Errno) -> Folder {
    let made = try subfolder(name)
    let folder = try openOrMake()
    let (number, rights) = (folder.number, mode)
    try mayFail()
    do throws(Errno) {
      _ = try retrying { unsafe mkdirat(number, name, mode_t(rights)) }
    } catch {
      if error != .exists { throw error }
    }
    try mayFail()
    try folder.sync()
    return made
  }

  /// Removes a folder in this one if nothing is in it. One that is gone already is no failure.
  ///
  /// - Throws: `Errno.notEmpty` if something is.
  package func removeSubfolder(_ name: String) throws(Errno) {
    try Self.check(name)
    do throws(Errno) {
      let folder = try open()
      _ = try retrying { unsafe unlinkat(folder.number, name, AT_REMOVEDIR) }
    } catch {
      if error != .notFound { throw error }
    }
  }
}
