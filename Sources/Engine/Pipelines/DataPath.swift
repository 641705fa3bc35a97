/// The path of a CSV file below the data folder, such as `test_data/sample_incidents.csv`: clients write it behind `/data/`.
///
/// Its parts are names that stay below the folder by construction: none is empty, begins with a dot, or has a slash, a backslash or a control
/// character in it. Two paths are the same if their bytes are: letters that only look alike name two files.
package struct DataPath: Sendable, CustomStringConvertible {
  /// What stands before it in URLs and in bodies of requests.
  package static let prefix = "/data/"
  /// The most bytes.
  package static let byteLimit = 1024
  /// The most parts.
  package static let partLimit = 8

  /// The names of folders, and last the name of the file.
  package let parts: [String]
  /// The parts with a slash between them.
  package let description: String

  /// What clients call it: the path behind `/data/`.
  package var reference: String { Self.prefix + description }

  /// - Parameter text: a path below the data folder, percent-decoded, with or without `/data/` before it.
  /// - Returns: `nil` if it is no path of a CSV file that clients may read.
  package init?(_ text: String) {
    // All by bytes: to the eyes of String a slash with an accent on it is no slash, and é is é however it is made.
    let bytes = text.utf8
    let path =
      bytes.starts(with: Self.prefix.utf8) ? bytes.dropFirst(Self.prefix.utf8.count) : bytes[...]
    guard path.count <= Self.byteLimit else { return nil }
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let first = parts.first, let file = parts.last, parts.count <= Self.partLimit,
      parts.allSatisfy(Self.isPart), Self.isCSV(file),
      !Self.reserved.contains(where: { first.elementsEqual($0.utf8) })
    else { return nil }
    self.parts = parts.map { String(decoding: $0, as: UTF8.self) }
    description = String(decoding: path, as: UTF8.self)
  }

  /// What is only the server's own. Where it really is, `DataFiles` knows.
  private static let reserved = ["state", "objects"]

  /// Whether a file's name ends in `.csv`, in letters of either case.
  private static func isCSV(_ name: Substring.UTF8View) -> Bool {
    let ending = name.suffix(4)
    return ending.count == 4 && zip(ending, ".csv".utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
      && ending.first == UInt8(ascii: ".")
  }

  private static func isPart(_ name: Substring.UTF8View) -> Bool {
    guard let first = name.first, first != UInt8(ascii: "."), name.count <= 255 else {
      return false
    }
    // What stands for bytes that were no UTF-8 is no name either.
    return name.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
      && !Substring(name).unicodeScalars.contains("\u{FFFD}")
  }
}

extension DataPath: Hashable {
  package static func == (left: DataPath, right: DataPath) -> Bool {
    left.description.utf8.elementsEqual(right.description.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in description.utf8 { hasher.combine(byte) }
  }
}
