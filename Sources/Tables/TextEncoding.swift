/// How the bytes of a file stand for characters.
package enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case ascii
  case latin1 = "iso-8859-1"
  case windows1252 = "windows-1252"
  /// In the order of the byte order mark; without one the lower byte comes first.
  case utf16 = "utf-16"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"

  /// The name of each encoding, for people.
  package static let names = allCases.map(\.rawValue)

  /// The encoding of a usual name, in letters of either case, with or without `-` and `_`; `nil` for a name that is not known.
  package init?(name: String) {
    let separators = "-_".utf8
    let bare = name.lowercased().utf8.filter { !separators.contains($0) }
    switch String(decoding: bare, as: UTF8.self) {
    case "utf8": self = .utf8
    case "ascii", "usascii": self = .ascii
    case "iso88591", "latin1": self = .latin1
    case "windows1252", "cp1252": self = .windows1252
    case "utf16": self = .utf16
    case "utf16le": self = .utf16le
    case "utf16be": self = .utf16be
    default: return nil
    }
  }

  /// The encoding of a file that begins with these bytes, as far as they betray it.
  ///
  /// A byte order mark does. So do the zeros of UTF-16, which stand in every other place and in no CSV of another encoding.
  ///
  /// - Parameter prefix: from the first byte of the file on; some hundred bytes are enough.
  /// - Returns: `utf8`, `utf16le`, `utf16be`, or `nil` if the bytes could be anything.
  package static func detected(fromPrefix prefix: some Collection<UInt8>) -> TextEncoding? {
    if prefix.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8 }
    if prefix.starts(with: [0xFF, 0xFE]) { return .utf16le }
    if prefix.starts(with: [0xFE, 0xFF]) { return .utf16be }
    var zeros = (even: 0, odd: 0)
    for (place, byte) in prefix.enumerated() where byte == 0 {
      if place.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
    }
    // Whatever the script, the delimiters and line ends of a header make one unit in eight.
    guard prefix.count >= 2, max(zeros.even, zeros.odd) * 16 >= prefix.count else { return nil }
    if zeros.even == 0 { return .utf16le }
    return zeros.odd == 0 ? .utf16be : nil
  }

  /// Checks that a file is UTF-8, piece by piece.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - release: called with ranges of offsets that have been looked at, so that the pages of a mapped file need not stay in memory. It says
  ///     whether to go on.
  /// - Throws: `EncodingFailure` for the first bytes that are none.
  /// - Complexity: O(bytes), as `firstInvalidUTF8(in:)`.
  package static func checkUTF8(
    _ bytes: Span<UInt8>, pieceBytes: Int = 4 << 20, release: (Range<Int>) -> Bool = { _ in true }
  ) throws(EncodingFailure) {
    var offset = 0
    while offset < bytes.count {
      // A piece has room for a character, so that each look gets on.
      let end = min(bytes.count - offset, max(4, pieceBytes)) + offset
      let valid = validUTF8(bytes.extracting(offset..<end))
      let reached = offset + valid.used
      if valid.isRefused || reached < end && end == bytes.count {
        let line = 1 + lineFeeds(in: bytes.extracting(0..<reached))
        throw valid.isRefused
          ? .undefinedByte(bytes[reached], .utf8, offset: reached, line: line)
          : .cutCharacter(.utf8, offset: reached, line: line)
      }
      guard release(offset..<reached) else { return }
      offset = reached
    }
  }
}
