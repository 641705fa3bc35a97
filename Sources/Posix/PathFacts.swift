internal import CLinux
internal import Glibc

/// What stands under a path, whose it is, and what this process may do with it. Nothing is opened.
package struct PathFacts: Equatable, Sendable {
  /// What it is; a link counts as what it leads to.
  package enum Kind: Equatable, Sendable {
    case folder, file, other
  }

  package var kind: Kind
  /// Its rights, as chmod(2) counts them.
  package var mode: UInt32
  /// The user that it belongs to.
  package var ownerID: UInt32
  package var byteCount: Int
  package var isReadable: Bool
  /// A file may be written; into a folder names may be put.
  package var isWritable: Bool

  package init(
    kind: Kind, mode: UInt32, ownerID: UInt32, byteCount: Int = 0, isReadable: Bool = true,
    isWritable: Bool = true
  ) {
    self.kind = kind
    self.mode = mode
    self.ownerID = ownerID
    self.byteCount = byteCount
    self.isReadable = isReadable
    self.isWritable = isWritable
  }

  /// Looks at a path.
  ///
  /// - Returns: `nil` if there is nothing of that name.
  package init?(of path: String) throws(Errno) {
    var status = stat()
    do throws(Errno) {
      _ = try retrying { unsafe stat(path, &status) }
    } catch {
      if error == .notFound { return nil }
      throw error
    }
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFDIR: .folder
      case S_IFREG: .file
      default: .other
      }
    mode = UInt32(status.st_mode & 0o7777)
    ownerID = status.st_uid
    byteCount = Int(status.st_size)
    let search = kind == .folder ? X_OK : 0
    isReadable = Self.isAllowed(R_OK | search, path)
    isWritable = Self.isAllowed(W_OK | search, path)
  }

  /// Whether the effective user may do something, as the kernel would judge it.
  private static func isAllowed(_ rights: Int32, _ path: String) -> Bool {
    unsafe faccessat(AT_FDCWD, path, rights, AT_EACCESS) == 0
  }
}
