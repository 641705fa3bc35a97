internal import JSON

/// Pieces of JSON Schema (2020-12), which OpenAPI 3.1 takes as it is.
enum Schema {
  /// Whatever JSON can say.
  static let anything = object([])
  static let truth = object([("type", .string("boolean"))])
  static let count = integer(0...)
  /// What a cell of a table may be.
  static let cell = object([
    (
      "type",
      .array(["string", "number", "boolean", "null"].map { JSONValue.string($0) })
    )
  ])

  // Numbers

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    object([
      ("type", .string("integer")), ("minimum", .integer(Int64(range.lowerBound))),
      ("maximum", .integer(Int64(range.upperBound))),
    ])
  }

  static func integer(_ range: PartialRangeFrom<Int>) -> JSONValue {
    object([("type", .string("integer")), ("minimum", .integer(Int64(range.lowerBound)))])
  }

  static let integer = object([("type", .string("integer"))])
  static let number = object([("type", .string("number"))])
  static let numberOrNull = orNull(number)
  static let countOrNull = orNull(count)
  /// A share, from none to all.
  static let share = object([
    ("type", .string("number")), ("minimum", .integer(0)), ("maximum", .integer(1)),
  ])

  // Texts

  static let text = object([("type", .string("string"))])
  static let textOrNull = orNull(text)
  /// A text that is not empty.
  static let name = object([("type", .string("string")), ("minLength", .integer(1))])
  /// A moment of RFC 3339.
  static let moment = text(format: "date-time")
  static let day = text(format: "date")
  /// A path of this server, or an address.
  static let link = text(format: "uri-reference")
  /// An address that this server may ask. Letters of other scripts may stand in it.
  static let address = text(pattern: "^https?://.+")
  /// What is no text: bytes of a file.
  static let bytes = text(format: "binary")

  static func text(pattern: String? = nil, format: String? = nil) -> JSONValue {
    object(
      [("type", .string("string"))] + (pattern.map { [("pattern", .string($0))] } ?? [])
        + (format.map { [("format", .string($0))] } ?? []))
  }

  static func words(_ words: [String]) -> JSONValue {
    object([("type", .string("string")), ("enum", .array(words.map { .string($0) }))])
  }

  /// Some of these words with commas between them.
  ///
  /// Arrays in a query are written in two ways, and many clients know but the other one; so it is a text.
  static func list(ofWords words: [String]) -> JSONValue {
    let word = "(" + words.joined(separator: "|") + ")"
    return text(pattern: "^\(word)(,\(word))*$")
  }

  static func constant(_ word: String) -> JSONValue {
    object([("type", .string("string")), ("const", .string(word))])
  }

  // What is made of others

  /// An object that has these members, each of them but for the optional ones.
  ///
  /// - Parameter isClosed: no other member may be there.
  static func record(
    _ properties: [(String, JSONValue)], optional: [(String, JSONValue)] = [],
    isClosed: Bool = false
  ) -> JSONValue {
    object(
      [("type", .string("object")), ("properties", object(properties + optional))]
        + (properties.isEmpty
          ? [] : [("required", .array(properties.map { .string($0.0) }))])
        + (isClosed ? [("additionalProperties", .bool(false))] : []))
  }

  /// An object whose members have whatever names, and all this shape.
  static func map(_ value: JSONValue) -> JSONValue {
    object([("type", .string("object")), ("additionalProperties", value)])
  }

  static func list(_ items: JSONValue, _ count: ClosedRange<Int>? = nil) -> JSONValue {
    object(
      [("type", .string("array")), ("items", items)]
        + (count.map {
          [
            ("minItems", .integer(Int64($0.lowerBound))),
            ("maxItems", .integer(Int64($0.upperBound))),
          ]
        } ?? []))
  }

  static func oneOf(_ schemas: [JSONValue]) -> JSONValue { object([("oneOf", .array(schemas))]) }

  static func anyOf(_ schemas: [JSONValue]) -> JSONValue { object([("anyOf", .array(schemas))]) }

  static func reference(_ name: String) -> JSONValue {
    object([("$ref", .string("#/components/schemas/\(name)"))])
  }

  /// What a schema allows, or nothing, as a form sends a field that was left empty.
  static func orEmpty(_ schema: JSONValue) -> JSONValue { anyOf([schema, constant("")]) }

  /// What a schema allows, or null.
  static func orNull(_ schema: JSONValue) -> JSONValue {
    let null = JSONValue.string("null")
    guard case .object(let members) = schema, case .string? = schema["type"] else {
      return anyOf([schema, object([("type", null)])])
    }
    return .object(
      members.map { member in
        switch (member.key, member.value) {
        case ("type", let type): .init(key: "type", value: .array([type, null]))
        case ("enum", .array(let values)): .init(key: "enum", value: .array(values + [.null]))
        default: member
        }
      })
  }

  /// The same with what it is for, in a sentence.
  static func described(_ text: String, _ schema: JSONValue) -> JSONValue {
    guard case .object(let members) = schema else { return schema }
    return .object([.init(key: "description", value: .string(text))] + members)
  }
}
