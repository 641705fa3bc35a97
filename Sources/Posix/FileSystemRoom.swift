internal import CLinux
internal import Glibc

/// How much room the file system has that a path lies on (statvfs(3)).
package struct FileSystemRoom: Equatable, Sendable {
  /// What this user may still write.
  package let freeBytes: Int
  package let totalBytes: Int
  /// How many files this user may still make; `nil` where the file system does not count them.
  package let freeFiles: Int?

  package init(freeBytes: Int, totalBytes: Int, freeFiles: Int?) {
    self.freeBytes = freeBytes
    self.totalBytes = totalBytes
    self.freeFiles = freeFiles
  }

  /// Asks the file system of a path, which has to be there.
  package init(of path: String) throws(Errno) {
    var room = statvfs()
    _ = try retrying { unsafe statvfs(path, &room) }
    let block = Int(clamping: room.f_frsize)
    freeBytes = Self.bytes(Int(clamping: room.f_bavail), blocks: block)
    totalBytes = Self.bytes(Int(clamping: room.f_blocks), blocks: block)
    freeFiles = room.f_files == 0 ? nil : Int(clamping: room.f_favail)
  }

  private static func bytes(_ count: Int, blocks: Int) -> Int {
    let (bytes, isBeyond) = count.multipliedReportingOverflow(by: blocks)
    return isBeyond ? .max : bytes
  }
}
