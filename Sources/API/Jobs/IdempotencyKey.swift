internal import HTTP

/// What a client calls a request, so that it can be sent again without being done twice.
///
/// - Source: draft-ietf-httpapi-idempotency-key-header-07, whose value is a string of RFC 8941; one without quotes is taken too.
struct IdempotencyKey: Equatable, Sendable {
  let text: String

  private static let field: FieldName = "Idempotency-Key"
  private static let lengthLimit = 255
  private static let expected =
    "1 to \(lengthLimit) visible ASCII characters, such as a UUID, in one field"

  /// - Returns: `nil` if the request bears none.
  /// - Throws: `Failure.badParameters` if what it bears is none.
  init?(_ fields: Fields) throws(Failure) {
    guard let value = fields.bytes(of: Self.field) else { return nil }
    guard fields.count(of: Self.field) == 1, let key = Self.unquoted(value),
      (1...Self.lengthLimit).contains(key.count), key.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw .badParameters([
        Problem.Mistake(
          "The Idempotency-Key cannot be taken", at: .header("Idempotency-Key"),
          value: String(String(decoding: value, as: UTF8.self).unicodeScalars.prefix(300)),
          expected: Self.expected)
      ])
    }
    text = String(decoding: key, as: UTF8.self)
  }

  /// The key without the quotes that may stand around it; `nil` when they are not closed or stand in its middle.
  private static func unquoted(_ value: ArraySlice<UInt8>) -> [UInt8]? {
    let quote = UInt8(ascii: "\"")
    let backslash = UInt8(ascii: "\\")
    guard value.first == quote else { return Array(value) }
    var key: [UInt8] = []
    var rest = value.dropFirst()
    while let byte = rest.popFirst() {
      if byte == quote { return rest.isEmpty ? key : nil }
      if byte != backslash {
        key.append(byte)
      } else if let next = rest.popFirst(), next == quote || next == backslash {
        key.append(next)
      } else {
        return nil
      }
    }
    return nil
  }
}
