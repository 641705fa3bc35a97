internal import CLinux
internal import Glibc

/// Files that nobody but their owner may read or write.
package enum PrivateFile {
  /// Why a private file could not be read.
  package enum Failure: Error, Equatable, Sendable {
    case system(Errno)
    /// Others than its owner have rights on it: its mode.
    case openToOthers(mode: UInt32)
  }

  /// The whole content of a file.
  ///
  /// - Parameter limit: `.fileTooLarge` beyond so many bytes.
  /// - Throws: `Failure`; the rights are looked at before a byte is read, on the file that is then read.
  package static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8] {
    let file: OpenFile
    do throws(Errno) {
      file = try OpenFile(
        FileDescriptor(
          owning: try retrying {
            unsafe tally_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0)
          }), path: path)
    } catch {
      throw .system(error)
    }
    guard file.mode & 0o077 == 0 else { throw .openToOthers(mode: file.mode) }
    guard file.byteCount <= limit else { throw .system(.fileTooLarge) }
    do throws(Errno) {
      return try file.read(limit: limit)
    } catch {
      throw .system(error)
    }
  }

  /// Makes an empty file, for libraries that open files by themselves and know nothing of rights.
  ///
  /// One that is there already stays as it is and is not opened: closing it would drop the locks that this process has on it (fcntl(2)).
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
