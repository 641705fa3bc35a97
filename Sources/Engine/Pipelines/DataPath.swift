/// The path of a CSV file below the data folder, such as `test_data/sample_incidents.csv`: clients write it behind `/data/`.
///
/// Its parts are names that stay below the folder by construction: none is empty, begins with a dot, or has a slash, a backslash or a control
/// character in it. What is only the server's own (`state`, `objects`) is no such path.
package struct DataPath: Hashable, Sendable, CustomStringConvertible {
  /// What stands before it in URLs and in bodies of requests.
  package static let prefix = "/data/"
  /// The most bytes.
  package static let byteLimit = 1024

  /// The names of folders, and last the name of the file.
  package let parts: [String]

  /// The parts with a slash between them.
  package var description: String { parts.joined(separator: "/") }

  /// - Parameter text: a path below the data folder, percent-decoded, with or without `/data/` before it.
  /// - Returns: `nil` if it is no path of a CSV file that clients may read.
  package init?(_ text: String) {
    let path = text.hasPrefix(Self.prefix) ? text.dropFirst(Self.prefix.count) : text[...]
    guard path.utf8.count <= Self.byteLimit else { return nil }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, let file = parts.last, parts.allSatisfy(Self.isPart),
      !["state", "objects"].contains(first) || parts.count == 1, file.hasSuffix(".csv")
    else { return nil }
    self.parts = parts
  }

  private static func isPart(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.first != UInt8(ascii: ".") else { return false }
    return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }
}
