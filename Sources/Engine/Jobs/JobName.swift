/// A job's name that its client has chosen, such as `incidents-2024-05`.
///
/// No two jobs bear the same one. It is safe as a part of a path by construction: letters, digits, `.`, `_` and `-`, no dot in front. Names that
/// could be taken for numbers of this server are refused.
package struct JobName: Hashable, Sendable, CustomStringConvertible {
  /// The most characters.
  package static let characterLimit = 128
  /// What names match, for people.
  package static let pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$"

  package let description: String

  /// - Returns: `nil` if the text is no name, or reads as a number that this server gives, such as `job_id_7` or `7`.
  package init?(_ text: String) {
    guard Self.isWellFormed(text), !Self.isNumber(text) else { return nil }
    description = text
  }

  /// Whether a text has the letters of a name and no others, whatever it says.
  package static func isWellFormed(_ text: String) -> Bool {
    guard (1...characterLimit).contains(text.utf8.count), text.utf8.first != UInt8(ascii: ".")
    else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    let prefix = "job_id_"
    let digits = text.hasPrefix(prefix) ? text.dropFirst(prefix.count) : text[...]
    return !digits.isEmpty
      && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
