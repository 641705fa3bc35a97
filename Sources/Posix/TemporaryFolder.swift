internal import CLinux
internal import Glibc

/// A folder that is made for some time, for its owner alone, and removed with all that is in it.
package struct TemporaryFolder: Sendable {
  /// Where it is.
  package let path: String

  /// Makes a folder that nobody else has, in the folder for such (`TMPDIR`, else `/tmp`).
  ///
  /// - Parameter name: what its own name begins with.
  package init(named name: String, environment: [String: String]) throws(Errno) {
    let above = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(above)/\(name)-XXXXXX".utf8CString)
    // Sound: mkdtemp writes over the six letters at the end, within the array.
    let isMade = unsafe template.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      return unsafe mkdtemp(start) != nil
    }
    guard isMade else { throw Errno.current }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes it with all that is in it. No link is followed. What is gone already is no failure.
  package func remove() throws(Errno) {
    do throws(Errno) {
      try Self.removeAll(in: Folder(path: path, creating: false).open())
      let path = path
      _ = try retrying { unsafe rmdir(path) }
    } catch {
      if error != .notFound { throw error }
    }
  }

  private static func removeAll(in folder: borrowing FileDescriptor) throws(Errno) {
    let number = folder.number
    for name in try Folder.names(in: folder, limit: .max) {
      do throws(Errno) {
        _ = try retrying { unsafe unlinkat(number, name, 0) }
      } catch {
        if error == .notFound { continue }
        guard error == .isADirectory else { throw error }
        try removeAll(
          in: Folder.open(name, in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, mode: 0))
        _ = try retrying { unsafe unlinkat(number, name, AT_REMOVEDIR) }
      }
    }
  }
}
