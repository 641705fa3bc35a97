internal import Engine
internal import HTTP

/// Where a page ended: in which version of the data set, and behind which row or how many groups.
///
/// Clients bring it back as a signed text, which is good for the same question alone.
struct PageCursor: Equatable, Sendable {
  let version: Int
  /// The number of the last row; of an aggregate, how many groups were told.
  let place: Int

  init(version: Int, place: Int) {
    self.version = version
    self.place = place
  }

  /// Reads a cursor that this server gave for a question.
  ///
  /// - Parameter question: the canonical text of the question without its cursor.
  init(
    _ text: String, question: String, version current: Int, _ signature: Signature
  ) throws(Failure) {
    guard let bytes = signature.opened(text, for: question), bytes.count == 16 else {
      throw .foreignCursor
    }
    version = Self.number(bytes[..<8])
    place = Self.number(bytes[8...])
    guard version == current else { throw .outdatedCursor(version: version, current: current) }
  }

  func text(question: String, _ signature: Signature) -> String {
    signature.signed(Self.bytes(version) + Self.bytes(place), for: question)
  }

  private static func bytes(_ number: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
