/// The name of a job: a number that is given once and never again, written `job_id_7`.
package struct JobID: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Counted from 1 over the life of the data folder.
  package let number: Int

  package init(_ number: Int) {
    self.number = number
  }

  /// Reads `job_id_7` or `7`.
  ///
  /// - Returns: `nil` for anything else: signs, leading zeros, blanks, numbers of more than 18 digits.
  package init?(_ text: ArraySlice<UInt8>) {
    var digits = text
    if text.count > Self.prefixBytes.count, text.first == Self.prefixBytes.first {
      for (place, byte) in zip(text.indices, Self.prefixBytes) where text[place] != byte {
        return nil
      }
      digits = text.dropFirst(Self.prefixBytes.count)
    }
    guard let first = digits.first, first != UInt8(ascii: "0"), digits.count <= 18 else {
      return nil
    }
    var number = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    self.number = number
  }

  /// The same for text of any other kind.
  package init?(_ text: some Collection<UInt8>) {
    self.init(Array(text)[...])
  }

  private static let prefixBytes = Array(prefix.utf8)

  package var description: String { "\(Self.prefix)\(number)" }

  /// The name of the file of its result.
  package var fileName: String { "\(description).json" }

  /// The job whose result a file of that name holds; `nil` for every other file.
  package init?(fileName: String) {
    let suffix = ".json".utf8
    guard fileName.utf8.starts(with: Self.prefix.utf8), fileName.hasSuffix(".json") else {
      return nil
    }
    self.init(fileName.utf8.dropLast(suffix.count))
  }

  package static func < (left: JobID, right: JobID) -> Bool { left.number < right.number }

  private static let prefix = "job_id_"
}
