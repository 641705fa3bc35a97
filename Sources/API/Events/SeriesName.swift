internal import HTTP

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

  /// What is wrong with a name that stands in a query.
  static func mistake(_ item: QueryItem) -> Problem.Mistake? {
    if isValid(Array(item.value.utf8).span) { return nil }
    return .init(
      "'\(item.name)' must be a text of 1 to \(limitBytes) bytes without control characters",
      at: .parameter(item.name), value: String(item.value.unicodeScalars.prefix(100)))
  }

  /// The series of those events of a request that name none: what its query says, or the default one.
  ///
  /// - Throws: `Failure.badParameters` for another parameter, or a name that is none.
  static func usual(_ items: [QueryItem]) throws(Failure) -> String {
    var usual = ""
    for item in items {
      let mistake =
        item.name == "series"
        ? Self.mistake(item)
        : Problem.Mistake(
          "There is no parameter '\(item.name.unicodeScalars.prefix(100))'",
          at: .parameter(item.name), expected: "series")
      if let mistake { throw .badParameters([mistake]) }
      usual = item.value
    }
    return usual
  }

  /// A name of UTF-8 as text.
  static func text(_ name: Span<UInt8>) -> String {
    guard !name.isEmpty, let text = try? UTF8Span(validating: name) else { return "" }
    return String(copying: text)
  }
}
