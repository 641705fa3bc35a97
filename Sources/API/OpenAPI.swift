internal import Engine
internal import HTTP
internal import JSON

/// The description of the API as an OpenAPI 3.1 document, made from the table that routes requests.
///
/// - Source: OpenAPI Specification 3.1.0.
enum OpenAPI {
  /// The document as JSON.
  ///
  /// - Parameter access: which keys are asked for, and what is limited.
  static func document(version: String, _ access: Access.Options) -> [UInt8] {
    var writer = JSONWriter()
    writer.value(
      object([
        ("openapi", .string("3.1.0")),
        (
          "info",
          object([
            ("title", .string("Tally")), ("version", .string(version)),
            ("description", .string(summary)),
            ("license", object([("name", .string("MIT")), ("identifier", .string("MIT"))])),
          ])
        ),
        ("servers", .array([object([("url", .string("/"))])])),
        ("security", .array([])),
        (
          "tags",
          .array([
            object([
              ("name", .string("survey")), ("description", .string("Survey statistics as jobs")),
            ]),
            object([
              ("name", .string("jobs")), ("description", .string("Work that takes its time")),
            ]),
            object([
              ("name", .string("games")), ("description", .string("The games service")),
            ]),
            object([
              ("name", .string("events")),
              ("description", .string("Live events: statistics over a rolling window")),
            ]),
            object([
              ("name", .string("datasets")),
              ("description", .string("Any CSV: upload, query, aggregate, profile")),
            ]),
            object([
              ("name", .string("pipelines")),
              ("description", .string("Analysis pipelines and their artifacts")),
            ]),
            object([
              ("name", .string("collector")),
              ("description", .string("Days of cities from another server, and what they come to")),
            ]),
            object([
              ("name", .string("pages")), ("description", .string("What people see in a browser")),
            ]),
            object([
              ("name", .string("operations")),
              ("description", .string("Health, figures, description")),
            ]),
          ])
        ),
        ("paths", paths(access)),
        (
          "components",
          object([
            ("schemas", OpenAPISchemas.all), ("headers", ResponseField.all),
            ("securitySchemes", securitySchemes),
          ])
        ),
      ]))
    return writer.bytes
  }

  private static func paths(_ access: Access.Options) -> JSONValue {
    var members: [JSONValue.Member] = []
    for endpoint in Endpoint.all {
      let operation = JSONValue.Member(
        key: endpoint.method.text.lowercased(), value: operation(endpoint, access))
      if let place = members.firstIndex(where: { $0.key == endpoint.template }),
        case .object(let others) = members[place].value
      {
        members[place].value = .object(others + [operation])
      } else {
        members.append(.init(key: endpoint.template, value: .object([operation])))
      }
    }
    return .object(members)
  }

  private static func operation(_ endpoint: Endpoint, _ access: Access.Options) -> JSONValue {
    let description = endpoint.description
    var members: [(String, JSONValue)] = [
      ("operationId", .string(description.id)), ("summary", .string(description.summary)),
      ("tags", .array([.string(description.tag)])),
    ]
    if !description.parameters.isEmpty {
      members.append(("parameters", .array(description.parameters.map(parameter))))
    }
    if let body = description.body {
      members.append(("requestBody", requestBody(body)))
    }
    members.append(("security", security(of: endpoint, access)))
    members.append(("responses", responses(replies(of: endpoint, access))))
    return object(members)
  }

  private static func parameter(_ parameter: EndpointDescription.Parameter) -> JSONValue {
    // An object's members are parameters by themselves.
    let isFree = parameter.schema["type"] == .string("object")
    return object(
      [
        ("name", .string(parameter.name)), ("in", .string(parameter.place.rawValue)),
        ("required", .bool(parameter.place == .path || parameter.isRequired)),
        ("description", .string(parameter.text)),
      ] + (isFree ? [("style", .string("form")), ("explode", .bool(true))] : []) + [
        ("schema", parameter.schema), ("example", parameter.example),
      ])
  }

  // Bodies of requests

  private static func requestBody(_ body: EndpointDescription.RequestBody) -> JSONValue {
    // What may stand in the query as well may be left out.
    let isRequired = if case .members = body { false } else { true }
    return object([
      ("required", .bool(isRequired)), ("content", object(contents(of: body))),
    ])
  }

  private static func contents(
    of body: EndpointDescription.RequestBody
  ) -> [(String, JSONValue)] {
    switch body {
    case .json(let schema, let example):
      return [content("application/json", schema, example)]
    case .lines(let schema, let example):
      return [content("application/json", schema, example), untyped("application/x-ndjson")]
    case .members(let schema, let example):
      return ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]
        .map { content($0, schema, example) }
    case .file(let form): return [content("multipart/form-data", form), untyped("text/csv")]
    case .form(let form): return [content("multipart/form-data", form)]
    }
  }

  /// A text that no schema describes.
  private static func untyped(_ type: String) -> (String, JSONValue) {
    (type, object([("schema", Schema.text)]))
  }

  // Answers

  /// All that an endpoint answers. What it describes itself keeps that description.
  static func replies(
    of endpoint: Endpoint, _ access: Access.Options
  ) -> [EndpointDescription.Reply] {
    (faultReplies(of: endpoint) + accessReplies(of: endpoint, access))
      .reduce(into: endpoint.description.replies) { replies, other in
        let isTold = replies.contains { $0.status == other.status && $0.type == other.type }
        if !isTold { replies.append(other) }
      }
  }

  /// What an endpoint answers before it has looked at what is asked, by how it is answered and what it takes.
  private static func faultReplies(of endpoint: Endpoint) -> [EndpointDescription.Reply] {
    let families = [endpoint.family] + (endpoint.furtherFamily.map { [$0] } ?? [])
    return families.flatMap { family in
      var replies: [EndpointDescription.Reply] = []
      if endpoint.takesBody {
        replies.append(
          .init("The body is too large.", .fault(.bodyTooLarge(limitBytes: 1 << 20)), in: family))
        replies.append(.init("The body is compressed.", .codedBody("gzip"), in: family))
      }
      if endpoint.takesUpload {
        replies.append(
          .init(
            "The disk is full.", .fault(.storageFull(reason: "No space left on device")),
            in: family))
      }
      if endpoint.mayWait {
        replies.append(.init("Too many requests wait.", .fault(.overloaded), in: family))
      }
      return replies
    }
  }

  /// Replies by their status; of those that share one, each has a media type of its own.
  private static func responses(_ replies: [EndpointDescription.Reply]) -> JSONValue {
    let statuses = Set(replies.map(\.status)).sorted()
    return object(
      statuses.map { status in
        ("\(status)", response(status, replies.filter { $0.status == status }))
      }
    )
  }

  private static func response(
    _ status: Int, _ replies: [EndpointDescription.Reply]
  ) -> JSONValue {
    let fields = replies.reduce(into: ResponseField.usual(ofStatus: status)) { fields, reply in
      fields += reply.fields.filter { !fields.contains($0) }
    }
    let contents = replies.filter { !$0.schema.isEmpty }
      .map { content($0.type, $0.schema, $0.example) }
    return object(
      [
        ("description", .string(replies.map(\.text).joined(separator: " "))),
        ("headers", object(fields.map { ($0.rawValue, $0.reference) })),
      ] + (contents.isEmpty ? [] : [("content", object(contents))]))
  }

  /// A media type without its parameters, and what is of it.
  private static func content(
    _ type: String, _ schema: String, _ example: JSONValue? = nil
  ) -> (String, JSONValue) {
    (
      String(type.prefix { $0 != ";" }),
      object(
        [("schema", Schema.reference(schema))] + (example.map { [("example", $0)] } ?? []))
    )
  }

  private static let summary =
    "A statistics server: CSV files in, answers over HTTP out.\n\n"
    + "Five older services came before it. Their paths are families, and errors of each have a "
    + "shape of its own; all others are problem documents (RFC 9457). Beside what stands with an "
    + "operation, any request may be answered with 400, 408, 413, 414, 417, 431, 501 or 505 if the "
    + "message itself is wrong, with 404 on a path and with 405 for a method that there is not, and "
    + "with 503 by a server that has too much to do, each in the shape of its path. HEAD is served "
    + "wherever GET is, OPTIONS everywhere."
}

/// An object of these members, in their order.
func object(_ members: [(String, JSONValue)]) -> JSONValue {
  .object(members.map { JSONValue.Member(key: $0.0, value: $0.1) })
}
