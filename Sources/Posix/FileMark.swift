internal import CLinux
internal import Glibc

/// What tells a file from another one that bears its name later: when it was written, how long it is, and what the file system numbers it.
package struct FileMark: Hashable, Sendable {
  /// When its content was last changed, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64
  package let byteCount: Int
  /// No two files of a file system share it at a time.
  package let inode: UInt64

  package init(modifiedNanoseconds: Int64, byteCount: Int, inode: UInt64) {
    self.modifiedNanoseconds = modifiedNanoseconds
    self.byteCount = byteCount
    self.inode = inode
  }

  init(_ status: stat) {
    modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    byteCount = Int(status.st_size)
    inode = UInt64(status.st_ino)
  }
}
