internal import Posix

/// A body that is read from a file while it is sent, and again if the connection turns out to be gone.
struct OutgoingFile {
  private let stretch: FileStretch
  private var place = 0
  /// Why it could not be read.
  private(set) var failure: Errno?

  init(_ stretch: FileStretch) {
    self.stretch = stretch
  }

  /// The next bytes; none at the end.
  ///
  /// - Returns: `nil` if they could not be read; `failure` says why.
  mutating func next(limit: Int) -> [UInt8]? {
    do throws(Errno) {
      let piece = try stretch.read(from: place, limit: limit)
      place += piece.count
      return piece
    } catch {
      failure = error
      return nil
    }
  }

  /// Goes to a place, from which the next bytes are read.
  ///
  /// - Returns: whether there is such a place.
  mutating func go(to place: Int) -> Bool {
    guard (0...stretch.byteCount).contains(place) else { return false }
    self.place = place
    return true
  }
}
