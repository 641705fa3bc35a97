internal import Posix

/// Standard output and standard error, unbuffered.
enum Output {
  static func line(_ text: String) { write(text + "\n", to: 1) }

  static func error(_ text: String) { write(text + "\n", to: 2) }

  /// Writes bytes to standard output.
  ///
  /// - Throws: `Errno.brokenPipe` if nobody reads them any more.
  static func write(_ bytes: [UInt8]) throws(Errno) {
    let stream = FileDescriptor(owning: 1)
    do throws(Errno) {
      try stream.writeAll(bytes)
    } catch {
      _ = stream.release()
      throw error
    }
    _ = stream.release()
  }

  /// Writes a text to standard error, without an end of line.
  static func errorText(_ text: String) { write(text, to: 2) }

  private static func write(_ text: String, to number: Int32) {
    let stream = FileDescriptor(owning: number)
    try? stream.writeAll(Array(text.utf8))
    _ = stream.release()
  }
}
