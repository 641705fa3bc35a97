internal import CLinux
internal import Glibc

/// Files for libraries that open them by themselves and know nothing of rights.
package enum PrivateFile {
  /// Makes an empty file that only its owner may read and write. One that is there already stays as it is and is not opened: closing it
  /// would drop the locks that this process has on it (fcntl(2)).
  package static func make(at path: String) throws(Errno) {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    do throws(Errno) {
      let file = FileDescriptor(
        owning: try retrying { unsafe tally_openat(AT_FDCWD, path, flags, 0o600) })
      _ = file.number
    } catch {
      if error != .exists { throw error }
    }
  }
}
