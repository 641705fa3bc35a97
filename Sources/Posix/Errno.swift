internal import Glibc

/// Why a system call failed: the kernel's number (errno(3)) with its text.
package struct Errno: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The number.
  package let code: Int32

  package init(code: Int32) {
    self.code = code
  }

  /// What the last failed call of this thread left.
  package static var current: Errno { Errno(code: errno) }

  /// A signal came before the call had done anything; `retrying` makes it again.
  package static let interrupted = Errno(code: EINTR)
  /// Nothing to read, or no room to write, at this moment.
  package static let wouldBlock = Errno(code: EAGAIN)
  /// There is nothing of that name.
  package static let notFound = Errno(code: ENOENT)
  /// There is something of that name already.
  package static let exists = Errno(code: EEXIST)
  /// The rights are missing.
  package static let denied = Errno(code: EACCES)
  /// A part of the path is no folder.
  package static let notADirectory = Errno(code: ENOTDIR)
  /// It is a folder.
  package static let isADirectory = Errno(code: EISDIR)
  /// There is something in the folder.
  package static let notEmpty = Errno(code: ENOTEMPTY)
  /// A link stands where none is followed.
  package static let isALink = Errno(code: ELOOP)
  /// Nobody reads at the other end.
  package static let brokenPipe = Errno(code: EPIPE)
  /// The peer gave the connection up.
  package static let connectionReset = Errno(code: ECONNRESET)
  /// The connection was gone before it was accepted.
  package static let connectionAborted = Errno(code: ECONNABORTED)
  /// This process has no descriptor left.
  package static let tooManyOpenFiles = Errno(code: EMFILE)
  /// The machine has no descriptor left.
  package static let tooManyOpenFilesInSystem = Errno(code: ENFILE)
  /// The disk is full.
  package static let noSpace = Errno(code: ENOSPC)
  /// The file is longer than may be.
  package static let fileTooLarge = Errno(code: EFBIG)
  /// The user's share of the disk is full.
  package static let overQuota = Errno(code: EDQUOT)
  /// The disk failed; what was written may be lost.
  package static let inputOutput = Errno(code: EIO)
  /// Another process listens there.
  package static let addressInUse = Errno(code: EADDRINUSE)
  /// A file has as many names as it can have.
  package static let tooManyLinks = Errno(code: EMLINK)
  /// It is not allowed to this user, or by this file system.
  package static let notPermitted = Errno(code: EPERM)
  /// This file system cannot do it.
  package static let notSupported = Errno(code: EOPNOTSUPP)
  /// The kernel does not take this argument.
  package static let invalid = Errno(code: EINVAL)

  /// The kernel's sentence, such as `No such file or directory`.
  package var description: String {
    // The text of a known number is a constant of the C library; of an unknown one it is a buffer of this thread, copied here.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
