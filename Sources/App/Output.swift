internal import Posix

/// Standard output and standard error, unbuffered.
enum Output {
  static func line(_ text: String) { write(text + "\n", to: 1) }

  static func error(_ text: String) { write(text + "\n", to: 2) }

  private static func write(_ text: String, to number: Int32) {
    let stream = FileDescriptor(owning: number)
    try? stream.writeAll(Array(text.utf8))
    _ = stream.release()
  }
}
