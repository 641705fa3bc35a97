internal import JSON

extension PipelineMistakes {
  /// What can be wrong with a value.
  ///
  /// - Source: the errors of pydantic 2 (docs.pydantic.dev, "Validation Errors") and FastAPI's `json_invalid`.
  enum Kind: Equatable, Sendable {
    case missing
    case extra
    /// The body is no JSON text; why.
    case malformed(String)
    case noObject
    case noDictionary
    case noList
    case noText
    case noURLText
    case noBoolean(isText: Bool)
    case noInteger(isText: Bool)
    case fraction
    case noNumber(isText: Bool)
    case emptyText
    case pattern(String)
    /// None of these words.
    case literal([String])
    /// No URL; why.
    case url(String)
    case scheme
    case tooSmall(least: String)
    case tooLarge(greatest: String)
    case tooShort(least: Int, count: Int)
    case tooLong(greatest: Int, count: Int)
    /// Any other rule; which.
    case value(String)
  }
}

extension PipelineMistakes.Kind {
  /// Its name for programs.
  var name: String {
    switch self {
    case .missing: "missing"
    case .extra: "extra_forbidden"
    case .malformed: "json_invalid"
    case .noObject: "model_attributes_type"
    case .noDictionary: "dict_type"
    case .noList: "list_type"
    case .noText: "string_type"
    case .noURLText: "url_type"
    case .noBoolean(let isText): isText ? "bool_parsing" : "bool_type"
    case .noInteger(let isText): isText ? "int_parsing" : "int_type"
    case .fraction: "int_from_float"
    case .noNumber(let isText): isText ? "float_parsing" : "float_type"
    case .emptyText: "string_too_short"
    case .pattern: "string_pattern_mismatch"
    case .literal: "literal_error"
    case .url: "url_parsing"
    case .scheme: "url_scheme"
    case .tooSmall: "greater_than_equal"
    case .tooLarge: "less_than_equal"
    case .tooShort: "too_short"
    case .tooLong: "too_long"
    case .value: "value_error"
    }
  }

  /// The rule for people.
  var message: String {
    switch self {
    case .missing: "Field required"
    case .extra: "Extra inputs are not permitted"
    case .malformed: "JSON decode error"
    case .noObject: "Input should be a valid dictionary or object to extract fields from"
    case .noDictionary: "Input should be a valid dictionary"
    case .noList: "Input should be a valid list"
    case .noText: "Input should be a valid string"
    case .noURLText: "URL input should be a string or URL"
    case .noBoolean(false): "Input should be a valid boolean"
    case .noBoolean(true): "Input should be a valid boolean, unable to interpret input"
    case .noInteger(false): "Input should be a valid integer"
    case .noInteger(true): "Input should be a valid integer, unable to parse string as an integer"
    case .fraction: "Input should be a valid integer, got a number with a fractional part"
    case .noNumber(false): "Input should be a valid number"
    case .noNumber(true): "Input should be a valid number, unable to parse string as a number"
    case .emptyText: "String should have at least 1 character"
    case .pattern(let pattern): "String should match pattern '\(pattern)'"
    case .literal(let words): "Input should be \(Self.choice(words))"
    case .url(let reason): "Input should be a valid URL, \(reason)"
    case .scheme: "URL scheme should be 'http' or 'https'"
    case .tooSmall(let least): "Input should be greater than or equal to \(least)"
    case .tooLarge(let greatest): "Input should be less than or equal to \(greatest)"
    case .tooShort(let least, let count):
      "List should have at least \(Self.items(least)) after validation, not \(count)"
    case .tooLong(let greatest, let count):
      "List should have at most \(Self.items(greatest)) after validation, not \(count)"
    case .value(let reason): "Value error, \(reason)"
    }
  }

  /// The parts of the rule for programs; none where the rule has no parts.
  var context: [(String, JSONValue)] {
    switch self {
    case .malformed(let reason), .url(let reason), .value(let reason):
      [("error", .string(reason))]
    case .emptyText: [("min_length", .integer(1))]
    case .pattern(let pattern): [("pattern", .string(pattern))]
    case .literal(let words): [("expected", .string(Self.choice(words)))]
    case .scheme: [("expected_schemes", .string(Self.choice(["http", "https"])))]
    case .tooSmall(let least): [("ge", Self.number(least))]
    case .tooLarge(let greatest): [("le", Self.number(greatest))]
    case .tooShort(let least, let count): Self.lengths("min_length", least, count)
    case .tooLong(let greatest, let count): Self.lengths("max_length", greatest, count)
    case .missing, .extra, .noObject, .noDictionary, .noList, .noText, .noURLText, .noBoolean,
      .noInteger, .fraction, .noNumber:
      []
    }
  }

  /// Words as a choice: `'a', 'b' or 'c'`.
  private static func choice(_ words: [String]) -> String {
    let quoted = words.map { "'\($0)'" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }

  private static func items(_ count: Int) -> String { count == 1 ? "1 item" : "\(count) items" }

  /// A bound as the number that it is.
  private static func number(_ text: String) -> JSONValue {
    if let whole = Int64(text) { return .integer(whole) }
    return Double(text).map { .double($0) } ?? .string(text)
  }

  private static func lengths(_ name: String, _ bound: Int, _ count: Int) -> [(String, JSONValue)] {
    [
      ("field_type", .string("List")), (name, .integer(Int64(bound))),
      ("actual_length", .integer(Int64(count))),
    ]
  }
}
