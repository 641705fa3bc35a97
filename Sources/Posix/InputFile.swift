internal import CLinux
internal import Glibc

/// Something that is open for reading from its start to its end: a file, a pipe, a terminal.
package struct InputFile: ~Copyable, Sendable {
  private let file: FileDescriptor

  /// Opens what stands under a path. Of a pipe that nobody writes to yet, it waits for one who does.
  package init(path: String) throws(Errno) {
    file = FileDescriptor(
      owning: try retrying { unsafe tally_openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0) })
  }

  /// Takes the standard input of this process.
  package static func standardInput() throws(Errno) -> InputFile {
    InputFile(
      FileDescriptor(owning: try retrying { tally_fcntl(0, F_DUPFD_CLOEXEC, 3) }))
  }

  private init(_ file: consuming FileDescriptor) {
    self.file = file
  }

  /// Where all of it can be opened again, as a file to be mapped; `nil` for what can be read only once, or was read in part.
  package var mappablePath: String? {
    var status = stat()
    guard unsafe fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      lseek(file.number, 0, SEEK_CUR) == 0
    else { return nil }
    let path = "/proc/self/fd/\(file.number)"
    return unsafe access(path, R_OK) == 0 ? path : nil
  }

  /// The next bytes, at most so many.
  ///
  /// - Returns: no bytes at the end.
  package borrowing func read(limit: Int) throws(Errno) -> [UInt8] {
    try file.readAll(limit: limit)
  }
}
