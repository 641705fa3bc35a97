/// The name of a data set: 1 to 64 letters, digits, dots, underscores and hyphens of ASCII, a letter or digit first.
package struct DatasetName: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The rule, for those who break it.
  package static let pattern = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"

  /// The data set of the games service.
  package static let games = DatasetName(known: "games")

  private let text: String

  /// - Parameter text: one that is known to be a name.
  init(known text: String) { self.text = text }

  /// - Returns: `nil` for a text that is no name.
  package init?(_ text: String) {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), let first = bytes.first, Self.isAlphanumeric(first),
      bytes.allSatisfy({ Self.isAlphanumeric($0) || ".-_".utf8.contains($0) })
    else { return nil }
    self.text = text
  }

  package var description: String { text }

  package static func < (left: DatasetName, right: DatasetName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}
