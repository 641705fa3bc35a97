/// Why bytes are no JSON text, and where.
package struct JSONFailure: Error, Equatable, Sendable {
  /// What is wrong.
  package enum Reason: Equatable, Sendable {
    /// The text ends where something had to come.
    case endOfText(expected: String)
    /// A byte stands where something else had to come.
    case unexpected(UInt8, expected: String)
    /// A key stands a second time in its object.
    case repeatedKey(String)
    /// A number whose nearest double is not finite.
    case numberTooLarge
    /// A string that is no UTF-8.
    case invalidUTF8
    /// An escape that is none of RFC 8259, section 7, or half of a surrogate pair.
    case invalidEscape
    /// Arrays and objects within each other beyond the limit.
    case tooDeep(limit: Int)
  }

  /// What is wrong there.
  package let reason: Reason
  /// How many bytes come before the place.
  package let offset: Int
  /// Counted from 1.
  package let line: Int
  /// Counted from 1, in bytes.
  package let column: Int

  init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
    let before = bytes[..<offset]
    let lineStart = (before.lastIndex(of: 0x0A) ?? -1) + 1
    self.reason = reason
    self.offset = offset
    line = before.count { $0 == 0x0A } + 1
    column = offset - lineStart + 1
  }

  /// Something else stands at a place of a text than what had to come, or the text ends there.
  ///
  /// - Complexity: O(*offset*), for the number of the line.
  package static func unexpected(
    _ expected: String, at offset: Int, in bytes: [UInt8]
  ) -> JSONFailure {
    let reason: Reason =
      offset < bytes.count
      ? .unexpected(bytes[offset], expected: expected) : .endOfText(expected: expected)
    return JSONFailure(reason, at: min(offset, bytes.count), in: bytes)
  }

  /// The failure as a sentence.
  package var sentence: String {
    "line \(line), column \(column): " + reason.sentence
  }
}

extension JSONFailure.Reason {
  /// The reason as a sentence without the place.
  package var sentence: String {
    switch self {
    case .endOfText(let expected): "the text ends, expected \(expected)"
    case .unexpected(let byte, let expected): "found \(Self.name(of: byte)), expected \(expected)"
    case .repeatedKey(let key):
      "the key \"\(String(key.unicodeScalars.prefix(50)))\" stands twice"
    case .numberTooLarge: "the number is too large for a double"
    case .invalidUTF8: "the string is not UTF-8"
    case .invalidEscape: "the escape is none of JSON's, or half of a surrogate pair"
    case .tooDeep(let limit): "more than \(limit) arrays and objects within each other"
    }
  }

  private static func name(of byte: UInt8) -> String {
    switch byte {
    case 0x21...0x7E: "'\(Unicode.Scalar(byte))'"
    case 0x20: "a blank"
    case 0x0A: "the end of the line"
    default: "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
  }
}
