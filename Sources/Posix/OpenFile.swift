internal import CLinux
internal import Glibc

/// An open regular file that is shared: it closes itself when its last user lets go.
package final class OpenFile: Sendable {
  /// The kernel's number, valid for as long as this object lives.
  package let descriptor: Int32
  /// Its size when it was opened.
  package let byteCount: Int
  /// When its content was last changed before it was opened, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64
  /// Its rights when it was opened, as chmod(2) counts them.
  package let mode: UInt32

  private let file: FileDescriptor
  /// Where it was opened.
  package let path: String
  private let device: dev_t
  private let inode: ino_t

  /// - Parameter path: where it was opened.
  /// - Throws: `Errno.isADirectory` or `.invalid` for anything but a regular file.
  init(_ file: consuming FileDescriptor, path: String) throws(Errno) {
    var status = stat()
    let number = file.number
    _ = try retrying { unsafe fstat(number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalid }
    descriptor = number
    byteCount = Int(status.st_size)
    modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    mode = UInt32(status.st_mode & 0o7777)
    device = status.st_dev
    inode = status.st_ino
    self.path = path
    self.file = file
  }

  /// What told the file from every other when it was opened.
  package var mark: FileMark {
    FileMark(
      modifiedNanoseconds: modifiedNanoseconds, byteCount: byteCount, inode: UInt64(inode))
  }

  /// Whether nobody has written to it since it was opened. One system call.
  package func isUnwritten() throws(Errno) -> Bool {
    var status = stat()
    let number = descriptor
    _ = try retrying { unsafe fstat(number, &status) }
    return FileMark(status) == mark
  }

  /// Whether opening its path again would find the same file, no longer and no shorter. One system call.
  package var isInPlace: Bool {
    var status = stat()
    let path = path
    let found = unsafe lstat(path, &status) == 0
    return found && status.st_ino == inode && status.st_dev == device
      && Int(status.st_size) == byteCount
  }
}

extension OpenFile {
  /// The bytes from a place on, at most `limit` of them; none from behind its end on.
  package func read(from first: Int = 0, limit: Int) throws(Errno) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: max(0, min(limit, byteCount - first)))
    var count = 0
    while count < bytes.count {
      let start = count
      let number = descriptor
      let read = try retrying {
        unsafe bytes.withUnsafeMutableBytes { all in
          unsafe pread(
            number, all.baseAddress.map { unsafe $0 + start }, all.count - start, first + start)
        }
      }
      if read == 0 { break }
      count += read
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
