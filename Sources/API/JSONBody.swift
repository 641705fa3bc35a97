internal import HTTP
internal import JSON

/// The body of a JSON request, read field by field.
struct JSONBody {
  private let object: JSONValue

  /// The members in the order in which they came.
  var members: [JSONValue.Member] {
    if case .object(let members) = object { members } else { [] }
  }

  /// Whether a body with these fields may be JSON: its type is `application/json`, ends in `+json`, or is not given.
  static func isJSON(_ fields: Fields) -> Bool {
    guard let type = fields.bytes(of: .contentType) else { return true }
    if type.elementsEqual(usualType) { return true }
    let essence = String(decoding: type, as: UTF8.self).split(
      separator: ";", maxSplits: 1, omittingEmptySubsequences: false)[0]
      .lowercased()
    let bare = essence.filter { $0 != " " && $0 != "\t" }
    return bare == "application/json" || (bare.hasPrefix("application/") && bare.hasSuffix("+json"))
  }

  private static let usualType = Array("application/json".utf8)

  init(_ bytes: [UInt8]) throws(Failure) {
    do throws(JSONFailure) {
      object = try JSONParser.parse(bytes)
    } catch {
      throw .malformedJSON(error)
    }
    guard case .object = object else { throw .notAnObject }
  }

  /// The text of a field that must be there.
  func text(_ name: String) throws(Failure) -> String {
    guard let text = try optionalText(name) else { throw .missingField(name) }
    return text
  }

  /// What the body says about a file: its members as parameters, but for the address. A member that is no text is written as JSON.
  func arrivalItems() throws(Failure) -> [(name: String, value: String)] {
    Self.arrivalItems(of: members)
  }

  /// The same for the members of an object that stands somewhere in the body.
  static func arrivalItems(of members: [JSONValue.Member]) -> [(name: String, value: String)] {
    members.filter { $0.key != "url" && $0.value != .null }.map { member in
      if case .string(let text) = member.value { return (member.key, text) }
      var writer = JSONWriter()
      writer.value(member.value)
      return (member.key, String(decoding: writer.bytes, as: UTF8.self))
    }
  }

  /// The text of a field; `nil` if it is not there or null.
  func optionalText(_ name: String) throws(Failure) -> String? {
    switch object[name] {
    case nil, .null?: return nil
    case .string(let text)?: return text
    case let other?: throw .wrongType(field: name, expected: "a text", found: other.kind)
    }
  }

  /// The whole number of a field, also one written `2015.0`; `nil` if it is not there or null.
  func optionalInteger(_ name: String) throws(Failure) -> Int? {
    switch object[name] {
    case nil, .null?: return nil
    case .integer(let number)?: return Int(number)
    case .double(let number)?:
      guard let whole = Int(exactly: number) else {
        throw .wrongType(field: name, expected: "a whole number", found: "\(number)")
      }
      return whole
    case let other?: throw .wrongType(field: name, expected: "a whole number", found: other.kind)
    }
  }

  /// One of a few words; `nil` if the field is not there or null.
  func optionalChoice<Choice: CaseIterable & RawRepresentable<String>>(
    _ name: String, of type: Choice.Type
  ) throws(Failure) -> Choice? {
    guard let text = try optionalText(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
      throw .wrongType(
        field: name, expected: words, found: "\"\(String(text.unicodeScalars.prefix(50)))\"")
    }
    return choice
  }
}
