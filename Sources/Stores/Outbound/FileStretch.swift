package import Posix

/// A stretch of an open file.
package struct FileStretch: Sendable {
  package let file: OpenFile
  /// Where it begins.
  package let start: Int
  package let byteCount: Int

  /// - Parameters:
  ///   - start: from 0 to the length of the file.
  ///   - limit: how long it is at most; it ends with the file at the latest.
  package init(of file: OpenFile, from start: Int = 0, limit: Int = .max) {
    self.file = file
    self.start = max(0, min(start, file.byteCount))
    byteCount = max(0, min(limit, file.byteCount - self.start))
  }

  /// The bytes from a place of it on, at most `limit` of them.
  ///
  /// - Throws: `Errno.inputOutput` if the file is shorter than it was when it was opened.
  package func read(from place: Int, limit: Int) throws(Errno) -> [UInt8] {
    let wanted = max(0, min(limit, byteCount - place))
    let bytes = try file.read(from: start + place, limit: wanted)
    guard bytes.count == wanted else { throw .inputOutput }
    return bytes
  }

  /// The digest of all of it.
  package func digest() throws(Errno) -> [UInt8] {
    var stream = SHA256Stream()
    var place = 0
    while place < byteCount {
      let piece = try read(from: place, limit: 256 << 10)
      stream.append(piece)
      place += piece.count
    }
    return stream.finish()
  }
}

extension FileStretch: Equatable {
  package static func == (first: FileStretch, second: FileStretch) -> Bool {
    first.file === second.file && first.start == second.start
      && first.byteCount == second.byteCount
  }
}
