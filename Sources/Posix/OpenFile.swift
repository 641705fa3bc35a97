internal import CLinux
internal import Glibc

/// An open regular file that is shared: it closes itself when its last user lets go.
package final class OpenFile: Sendable {
  /// The kernel's number, valid for as long as this object lives.
  package let descriptor: Int32
  /// Its size when it was opened.
  package let byteCount: Int

  private let file: FileDescriptor

  /// - Throws: `Errno.isADirectory` or `.invalid` for anything but a regular file.
  init(_ file: consuming FileDescriptor) throws(Errno) {
    var status = stat()
    let number = file.number
    _ = try retrying { unsafe fstat(number, &status) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .invalid }
    descriptor = number
    byteCount = Int(status.st_size)
    self.file = file
  }
}

extension OpenFile {
  /// The bytes from its start, at most `limit` of them.
  package func read(limit: Int) throws(Errno) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(limit, byteCount))
    var count = 0
    while count < bytes.count {
      let start = count
      let number = descriptor
      let read = try retrying {
        unsafe bytes.withUnsafeMutableBytes { all in
          unsafe pread(number, all.baseAddress.map { unsafe $0 + start }, all.count - start, start)
        }
      }
      if read == 0 { break }
      count += read
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
