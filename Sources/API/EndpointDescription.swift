internal import HTTP
internal import JSON

/// What `/openapi.json` says of an endpoint.
struct EndpointDescription: Sendable {
  /// A parameter of the path, the query or the head.
  struct Parameter: Sendable {
    /// Where it stands.
    enum Place: String, Sendable {
      case path, query, header
    }

    var place = Place.path
    let name: String
    let text: String
    /// What it may be. An object stands for parameters of whatever names: each of its members is one.
    var schema = Schema.text
    /// Parameters of the path always have to be there.
    var isRequired = false
    let example: JSONValue
  }

  /// What a request brings.
  enum RequestBody: Sendable {
    /// JSON: its schema, and an example.
    case json(schema: String, example: JSONValue)
    /// JSON, or a line of JSON for each element of it.
    case lines(schema: String, example: JSONValue)
    /// What may stand in the query as well: members of an object, or fields of a form.
    case members(schema: String, example: JSONValue)
    /// A file, raw, or as a part of a form that may say more about it.
    case file(form: String)
    /// A form with a file.
    case form(String)

    /// Its schema.
    var schema: String {
      switch self {
      case .json(let schema, _), .lines(let schema, _), .members(let schema, _): schema
      case .file(let form), .form(let form): form
      }
    }
  }

  /// A response by status, with an example of its body and the name of its schema.
  struct Reply: Sendable {
    let status: Int
    let text: String
    var type = "application/json"
    /// Empty where there is no body.
    let schema: String
    let example: JSONValue
    /// What the head tells beside that which every answer of the status does.
    var fields: [ResponseField] = []
  }

  let id: String
  let summary: String
  let tag: String
  var parameters: [Parameter] = []
  var body: RequestBody?
  let replies: [Reply]
}

extension EndpointDescription.Parameter {
  /// The example as it stands in a request.
  var exampleText: String {
    if case .string(let text) = example { return text }
    var writer = JSONWriter()
    writer.value(example)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension EndpointDescription.Reply {
  /// An answer without a body.
  init(_ status: Int, _ text: String, fields: [ResponseField] = []) {
    self.init(status: status, text: text, schema: "", example: .null, fields: fields)
  }

  /// What a failure is answered with in a family of paths. The example is the very answer.
  init(_ text: String, _ failure: Failure, in family: Family) {
    let response = failure.response(in: family, requestID: Self.requestID)
    var body: [UInt8] = []
    if case .bytes(let bytes) = response.body { body = bytes }
    // The text is ours, so it is JSON, or a page.
    let example = (try? JSONParser.parse(body)) ?? .string("<!DOCTYPE html>")
    self.init(
      status: response.status.code, text: text,
      type: response.fields[.contentType] ?? "", schema: family.schema(of: example),
      example: example)
  }

  private static let requestID = RequestID(random: 0xC451_A17A_0FD7_449B, 0x92A4_D47C_430A_C979)
}

extension Family {
  /// The schema of the body that tells of a failure.
  fileprivate func schema(of body: JSONValue) -> String {
    switch self {
    case .survey: "SurveyError"
    case .games: body["message"] == nil ? "GamesError" : "Message"
    case .events: "EventError"
    case .pipelines:
      if case .array? = body["detail"] { "PipelineMistakes" } else { "PipelineError" }
    case .collector: "CollectorError"
    case .pages: "Text"
    case .general: "Problem"
    }
  }
}

extension EndpointDescription {
  static func query(
    _ name: String, _ text: String, _ schema: JSONValue, isRequired: Bool = false,
    _ example: JSONValue
  ) -> Parameter {
    Parameter(
      place: .query, name: name, text: text, schema: schema, isRequired: isRequired,
      example: example)
  }

  /// A parameter that may be any text.
  static func query(_ name: String, _ text: String, _ example: JSONValue) -> Parameter {
    Parameter(place: .query, name: name, text: text, example: example)
  }

  /// How a submission can be sent again.
  static let idempotencyKey = Parameter(
    place: .header, name: "Idempotency-Key",
    text: "A name of this submission; sent again within 24 hours, it is answered with the same job",
    schema: Schema.text(
      pattern: #"^([!#-~][!-~]{0,254}|"([!#-\[\]-~]|\\["\\]){1,255}")$"#),
    example: .string("8e03978e-40d5-43e8-bc93-6894a57f9324"))

  /// How an answer is asked for only if it has changed.
  static let ifNoneMatch = Parameter(
    place: .header, name: "If-None-Match",
    text: "The ETag of an answer that the client has; if it is still the same, there is none",
    example: .string(#"W/"games-1-0""#))

  /// How a part of a file is asked for.
  static let range = Parameter(
    place: .header, name: "Range", text: "The part of the file that is wanted",
    example: .string("bytes=0-1023"))

  static let notModified = Reply(304, "The client has it already: its If-None-Match holds.")
}
