import JSON
import Testing

@testable import API

/// What is wrong with values by a schema of the API's description: the part of JSON Schema that the description uses.
struct SchemaCheck {
  private let schemas = OpenAPISchemas.all

  /// The keywords that are understood here; a schema with another one is itself a mistake.
  private static let keywords: Set = [
    "type", "properties", "required", "enum", "const", "items", "oneOf", "$ref", "pattern",
    "minProperties", "maxProperties", "additionalProperties", "minimum", "maximum",
    "exclusiveMinimum", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "anyOf",
    "not", "format", "contentMediaType", "contentSchema", "description", "default",
  ]

  func mistakes(_ value: JSONValue, schema name: String) -> [String] {
    guard let schema = schemas[name] else { return ["there is no schema \(name)"] }
    return mistakes(value, schema, at: name)
  }

  func mistakes(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard case .object(let members) = schema else { return ["\(place): no schema"] }
    return members.flatMap { member -> [String] in
      guard Self.keywords.contains(member.key) else {
        return ["\(place): unknown keyword \(member.key)"]
      }
      return mistakes(value, member, in: schema, at: place)
    }
  }

  private func mistakes(
    _ value: JSONValue, _ rule: JSONValue.Member, in schema: JSONValue, at place: String
  ) -> [String] {
    switch (rule.key, rule.value) {
    case ("type", .string(let type)):
      return Self.types(of: value).contains(type) ? [] : ["\(place): \(value.kind), not \(type)"]
    case ("type", .array(let types)):
      let isOne = Self.types(of: value).contains { types.contains(.string($0)) }
      return isOne ? [] : ["\(place): \(value.kind) is none of its types"]
    case ("enum", .array(let values)): return values.contains(value) ? [] : ["\(place): not listed"]
    case ("const", let constant): return value == constant ? [] : ["\(place): not \(constant)"]
    case ("$ref", .string(let reference)):
      return mistakes(value, schema: reference.split(separator: "/").last.map(String.init) ?? "")
    case ("oneOf", .array(let options)):
      let count = options.count { mistakes(value, $0, at: place).isEmpty }
      return count == 1 ? [] : ["\(place): \(count) of the options fit"]
    case ("anyOf", .array(let options)):
      let fits = options.contains { mistakes(value, $0, at: place).isEmpty }
      return fits ? [] : ["\(place): none of the options fits"]
    case ("not", let other):
      return mistakes(value, other, at: place).isEmpty ? ["\(place): what it must not be"] : []
    case ("items", let item):
      guard case .array(let elements) = value else { return [] }
      return elements.flatMap { mistakes($0, item, at: place + "[]") }
    case ("properties", .object(let properties)):
      return properties.flatMap { property in
        value[property.key].map { mistakes($0, property.value, at: "\(place).\(property.key)") }
          ?? []
      }
    case ("required", .array(let names)):
      return names.flatMap { name -> [String] in
        guard case .string(let key) = name else { return ["\(place): a name is no text"] }
        return value[key] == nil ? ["\(place): \(key) is missing"] : []
      }
    case ("additionalProperties", .bool(let isOpen)):
      guard case .object(let members) = value, !isOpen else { return [] }
      return members.filter { schema["properties"]?[$0.key] == nil }
        .map { "\(place): \($0.key) is not known" }
    case ("additionalProperties", let other):
      guard case .object(let members) = value else { return [] }
      return members.filter { schema["properties"]?[$0.key] == nil }
        .flatMap { mistakes($0.value, other, at: "\(place).\($0.key)") }
    case ("minProperties", .integer(let limit)):
      return Self.memberCount(value) >= limit ? [] : ["\(place): too few members"]
    case ("maxProperties", .integer(let limit)):
      return Self.memberCount(value) <= limit ? [] : ["\(place): too many members"]
    case ("minimum", .integer(let limit)):
      guard case .integer(let number) = value else { return [] }
      return number >= limit ? [] : ["\(place): \(number) is too small"]
    case ("maximum", .integer(let limit)):
      guard case .integer(let number) = value else { return [] }
      return number <= limit ? [] : ["\(place): \(number) is too large"]
    case ("minLength", .integer(let limit)):
      guard case .string(let text) = value else { return [] }
      return text.unicodeScalars.count >= limit ? [] : ["\(place): the text is too short"]
    case ("maxLength", .integer(let limit)):
      guard case .string(let text) = value else { return [] }
      return text.unicodeScalars.count <= limit ? [] : ["\(place): the text is too long"]
    case ("minItems", .integer(let limit)):
      guard case .array(let elements) = value else { return [] }
      return elements.count >= limit ? [] : ["\(place): too few elements"]
    case ("maxItems", .integer(let limit)):
      guard case .array(let elements) = value else { return [] }
      return elements.count <= limit ? [] : ["\(place): too many elements"]
    case ("format", .string("date")), ("format", .string("date-time")):
      guard case .string(let text) = value else { return [] }
      let isOne = text.utf8.count >= 10 && EventTime.nanoseconds(of: Array(text.utf8).span) != nil
      return isOne ? [] : ["\(place): \(text) is no time"]
    // What a validator passes over, or what no answer here can break.
    case ("exclusiveMinimum", _), ("minimum", .double), ("maximum", .double), ("uniqueItems", _),
      ("format", _), ("contentMediaType", _), ("contentSchema", _), ("description", _),
      ("default", _):
      return []
    case ("pattern", .string(let pattern)):
      guard case .string(let text) = value else { return [] }
      let fits = (try? Regex(pattern).firstMatch(in: text)) != nil
      return fits ? [] : ["\(place): \(text) does not match"]
    default: return ["\(place): \(rule.key) has a value that makes no sense"]
    }
  }

  private static func memberCount(_ value: JSONValue) -> Int {
    if case .object(let members) = value { members.count } else { 0 }
  }

  private static func types(of value: JSONValue) -> [String] {
    switch value {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .integer: ["integer", "number"]
    case .double: ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }
}

struct SchemaCheckTests {
  @Test(
    arguments: [
      ("JobAccepted", #"{"job_id":"7"}"#), ("JobAccepted", "{}"), ("JobAccepted", "[]"),
      ("JobCount", #"{"status":"done","data":-1}"#), ("JobCount", #"{"status":"x","data":1}"#),
      ("JobResult", #"{"status":"done"}"#), ("JobList", #"{"status":"done","data":[{}]}"#),
      ("JobList", #"{"status":"done","data":[{"job_id_1":"lost"}]}"#), ("None", "1"),
    ] as [(String, String)])
  func `the check sees what does not fit`(schema: String, text: String) throws {
    let value = try JSONParser.parse(Array(text.utf8))
    #expect(!SchemaCheck().mistakes(value, schema: schema).isEmpty)
  }
}
