internal import Glibc

/// Why a system call failed: the kernel's number (errno(3)) with its text.
package struct Errno: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// What the last failed call of this thread left.
  package static var current: Errno { Errno(code: errno) }

  package static let interrupted = Errno(code: EINTR)
  package static let wouldBlock = Errno(code: EAGAIN)
  package static let notFound = Errno(code: ENOENT)
  package static let exists = Errno(code: EEXIST)
  package static let denied = Errno(code: EACCES)
  package static let notADirectory = Errno(code: ENOTDIR)
  package static let isADirectory = Errno(code: EISDIR)
  /// A link stands where none is followed.
  package static let isALink = Errno(code: ELOOP)
  package static let brokenPipe = Errno(code: EPIPE)
  package static let connectionReset = Errno(code: ECONNRESET)
  package static let connectionAborted = Errno(code: ECONNABORTED)
  package static let tooManyOpenFiles = Errno(code: EMFILE)
  package static let tooManyOpenFilesInSystem = Errno(code: ENFILE)
  package static let noSpace = Errno(code: ENOSPC)
  package static let fileTooLarge = Errno(code: EFBIG)
  package static let overQuota = Errno(code: EDQUOT)
  package static let inputOutput = Errno(code: EIO)
  package static let addressInUse = Errno(code: EADDRINUSE)
  package static let invalid = Errno(code: EINVAL)

  /// The kernel's sentence, such as `No such file or directory`.
  package var description: String {
    // The text of a known number is a constant of the C library; of an unknown one it is a buffer of this thread, copied here.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
