internal import Engine
internal import HTTP
internal import JSON

/// What a client says about a file that it sends or has fetched: parameters of the query, fields of a form, members of a JSON object.
struct ArrivalForm: Sendable {
  private(set) var name: DatasetName?
  private(set) var mode = Catalog.Mode.create
  private(set) var options = ReadOptions()
  private(set) var isDryRun = false

  /// What may be said.
  static let parameters = [
    "name", "mode", "delimiter", "encoding", "types", "on_error", "_dry_run",
  ]

  /// Those that are texts in JSON as well.
  static let texts = ["name", "mode", "delimiter", "encoding", "on_error"]

  /// - Parameters:
  ///   - items: names and values, in the order in which they came.
  ///   - fileName: what the client calls the file; it gives the name if nothing else does.
  /// - Throws: `Failure.badParameters` with all that is wrong.
  init(_ items: [(name: String, value: String)], fileName: String?) throws(Failure) {
    var mistakes: [Problem.Mistake] = []
    var seen: Set<String> = []
    for (parameter, value) in items {
      if !seen.insert(parameter).inserted {
        mistakes.append(.init("'\(parameter)' may be given once", at: .parameter(parameter)))
      } else if let mistake = take(parameter, value) {
        mistakes.append(mistake)
      }
    }
    if name == nil, !seen.contains("name") { name = fileName.flatMap(Self.name(ofFile:)) }
    if name == nil, !isDryRun, !seen.contains("name") {
      mistakes.append(
        .init(
          "The data set needs a name", at: .parameter("name"),
          value: fileName, expected: "?name=" + DatasetName.pattern))
    }
    if !mistakes.isEmpty { throw .badParameters(mistakes) }
  }

  /// The name that a file's name makes: what stands before its last ending.
  private static func name(ofFile file: String) -> DatasetName? {
    let last = file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let stem = last.lowercased().hasSuffix(".csv") ? String(last.dropLast(4)) : last
    return DatasetName(stem)
  }

  private mutating func take(_ parameter: String, _ value: String) -> Problem.Mistake? {
    switch parameter {
    case "name":
      name = DatasetName(value)
      return name == nil
        ? Self.mistake(
          parameter, value, expected: "a name such as sales-2024: \(DatasetName.pattern)")
        : nil
    case "mode": return Self.choose(parameter, value, &mode)
    case "on_error": return Self.choose(parameter, value, &options.onError)
    case "delimiter": options.delimiter = value
    case "encoding": options.encoding = value
    case "types": return takeTypes(value)
    case "_dry_run":
      guard ["1", "true", "0", "false"].contains(value) else {
        return Self.mistake(parameter, value, expected: "1 or 0")
      }
      isDryRun = value == "1" || value == "true"
    default:
      let known = Self.parameters.joined(separator: ", ")
      return .init(
        "There is no parameter '\(parameter)'", at: .parameter(parameter), expected: known)
    }
    return nil
  }

  private static func choose<Choice: CaseIterable & RawRepresentable<String>>(
    _ parameter: String, _ value: String, _ choice: inout Choice
  ) -> Problem.Mistake? {
    guard let known = Choice(rawValue: value) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      return mistake(parameter, value, expected: words)
    }
    choice = known
    return nil
  }

  private mutating func takeTypes(_ value: String) -> Problem.Mistake? {
    let expected = #"a JSON object such as {"zip":"text","day":"date:%d/%m/%Y"}"#
    guard case .object(let members)? = try? JSONParser.parse(Array(value.utf8)) else {
      return Self.mistake("types", value, expected: expected)
    }
    for member in members {
      guard case .string(let type) = member.value else {
        return Self.mistake("types", value, expected: expected)
      }
      options.types[member.key] = type
    }
    return nil
  }

  private static func mistake(
    _ parameter: String, _ value: String, expected: String
  ) -> Problem.Mistake {
    let short = String(value.unicodeScalars.prefix(200))
    return .init(
      "'\(parameter)' cannot be '\(short)'", at: .parameter(parameter), value: short,
      expected: expected)
  }
}
