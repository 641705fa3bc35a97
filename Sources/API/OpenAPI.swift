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
            ("description", .string("A statistics server: CSV files in, answers over HTTP out.")),
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
              ("name", .string("operations")),
              ("description", .string("Health, figures, description")),
            ]),
          ])
        ),
        ("paths", paths(access)),
        (
          "components",
          object([("schemas", OpenAPISchemas.all), ("securitySchemes", securitySchemes)])
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
      members.append(
        ("requestBody", object([("required", .bool(true)), ("content", content(of: body))])))
    }
    members.append(("security", security(of: endpoint, access)))
    // What an endpoint describes itself keeps that description.
    let others = accessReplies(of: endpoint, access).filter { reply in
      !description.replies.contains { $0.status == reply.status && $0.type == reply.type }
    }
    members.append(("responses", responses(description.replies + others)))
    return object(members)
  }

  private static func parameter(_ parameter: EndpointDescription.Parameter) -> JSONValue {
    object([
      ("name", .string(parameter.name)), ("in", .string(parameter.place.rawValue)),
      ("required", .bool(parameter.place == .path)),
      ("description", .string(parameter.text)),
      ("schema", object([("type", .string("string"))])), ("example", .string(parameter.example)),
    ])
  }

  private static func content(of body: EndpointDescription.RequestBody) -> JSONValue {
    switch body {
    case .json(let schema, let example):
      return object([content("application/json", schema, example)])
    case .file:
      return object([
        form, ("text/csv", object([("schema", object([("type", .string("string"))]))])),
      ])
    case .form: return object([form])
    }
  }

  private static var form: (String, JSONValue) {
    let bytes = object([("type", .string("string")), ("format", .string("binary"))])
    let form = object([
      ("type", .string("object")), ("required", .array([.string("file")])),
      ("properties", object([("file", bytes)])),
    ])
    return ("multipart/form-data", object([("schema", form)]))
  }

  /// Replies by their status; of those that share one, each has a media type of its own.
  private static func responses(_ replies: [EndpointDescription.Reply]) -> JSONValue {
    var statuses: [Int] = []
    for reply in replies where !statuses.contains(reply.status) { statuses.append(reply.status) }
    return object(
      statuses.map { status in
        let replies = replies.filter { $0.status == status }
        let texts = replies.map(\.text).joined(separator: " ")
        let contents = replies.filter { !$0.schema.isEmpty }
          .map { content($0.type, $0.schema, $0.example) }
        return (
          "\(status)",
          object(
            [("description", .string(texts))]
              + (contents.isEmpty ? [] : [("content", object(contents))]))
        )
      })
  }

  private static func content(
    _ type: String, _ schema: String, _ example: JSONValue
  ) -> (String, JSONValue) {
    (
      type,
      object([
        ("schema", object([("$ref", .string("#/components/schemas/\(schema)"))])),
        ("example", example),
      ])
    )
  }
}

/// An object of these members, in their order.
func object(_ members: [(String, JSONValue)]) -> JSONValue {
  .object(members.map { JSONValue.Member(key: $0.0, value: $0.1) })
}
