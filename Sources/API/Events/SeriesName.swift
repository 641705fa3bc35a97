/// Names of series, as clients give them.
enum SeriesName {
  /// How long a name may be.
  static let limitBytes = 200

  /// Whether a name of UTF-8 is neither empty nor too long, and holds no control character.
  static func isValid(_ name: Span<UInt8>) -> Bool {
    guard 1...limitBytes ~= name.count else { return false }
    var before: UInt8 = 0
    for place in 0..<name.count {
      let byte = name[place]
      // U+0080 to U+009F are C2 80 to C2 9F.
      if byte < 0x20 || byte == 0x7F || (before == 0xC2 && byte < 0xA0) { return false }
      before = byte
    }
    return true
  }

  /// A name of UTF-8 as text.
  static func text(_ name: Span<UInt8>) -> String {
    guard !name.isEmpty, let text = try? UTF8Span(validating: name) else { return "" }
    return String(copying: text)
  }
}
