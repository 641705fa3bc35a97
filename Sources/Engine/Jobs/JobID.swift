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
    self.init(text.span)
  }

  /// The same for bytes that somebody else holds.
  package init?(_ text: Span<UInt8>) {
    let start = Self.isPrefixed(text) ? Self.prefixBytes.count : 0
    guard start < text.count, text.count - start <= 18, text[start] != UInt8(ascii: "0") else {
      return nil
    }
    var number = 0
    for place in start..<text.count {
      let digit = text[place] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // Eighteen digits fit.
      number = number &* 10 &+ Int(digit)
    }
    self.number = number
  }

  private static func isPrefixed(_ text: Span<UInt8>) -> Bool {
    let prefix = prefixBytes
    guard text.count > prefix.count else { return false }
    for place in prefix.indices where text[place] != prefix[place] { return false }
    return true
  }

  /// The same for text of any other kind.
  package init?(_ text: some Collection<UInt8>) {
    self.init(Array(text)[...])
  }

  /// `job_id_`; computed, because a stored one would be looked for each time.
  private static var prefixBytes: InlineArray<7, UInt8> {
    [0x6A, 0x6F, 0x62, 0x5F, 0x69, 0x64, 0x5F]
  }

  package var description: String { "\(Self.prefix)\(number)" }

  /// Appends the name.
  package func append(to bytes: inout [UInt8]) {
    var rest = number
    var power = 1
    while rest >= 10 {
      power *= 10
      rest /= 10
    }
    rest = number
    let prefix = Self.prefixBytes
    bytes.append(addingCapacity: prefix.count + 19) { room in
      for place in prefix.indices { room.append(prefix[place]) }
      while power > 0 {
        room.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / power))
        rest %= power
        power /= 10
      }
    }
  }

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
