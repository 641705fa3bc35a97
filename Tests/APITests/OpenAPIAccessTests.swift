import Engine
import HTTP
import JSON
import Testing

@testable import API

struct OpenAPIAccessTests {
  private func options(_ guarding: Access.Guarding, limit: RatePolicy? = nil) -> Access.Options {
    var options = Access.Options()
    options.guarding = guarding
    options.requests = limit
    return options
  }

  private func operation(
    _ endpoint: Endpoint, in document: JSONValue
  ) -> JSONValue? {
    document["paths"]?[endpoint.template]?[endpoint.method.text.lowercased()]
  }

  private func statuses(_ operation: JSONValue?) -> Set<String> {
    guard case .object(let members)? = operation?["responses"] else { return [] }
    return Set(members.map(\.key))
  }

  @Test(arguments: [Access.Guarding.nothing, .changes, .everything])
  func `an operation asks for a key exactly where the server does`(
    guarding: Access.Guarding
  ) throws {
    let options = options(guarding)
    let document = try JSONParser.parse(OpenAPI.document(version: "1", options))
    let site = try Site(access: AccessKeeper(options))
    for endpoint in Endpoint.all {
      let operation = operation(endpoint, in: document)
      // Where the body decides, one that only computes.
      let body = endpoint.furtherDemand.map { _ in #"{"type":"profile"}"# }
      let answer = try site.ask(endpoint.method, endpoint.pattern, body)
      let isOptional = operation?["security"]?[0] == object([])
      let isAsked = operation?["security"] != .array([])
      // A browser is sent to where it is asked for a key.
      let isRefused =
        answer.status == .unauthorized
        || answer.fields[.location]?.hasPrefix(Endpoint.signInPath) == true
      #expect((isAsked && !isOptional) == isRefused, "\(endpoint.pattern)")
      let mayDemandMore =
        endpoint.furtherDemand != nil && endpoint.pattern != Endpoint.signInPath
      #expect(isOptional == (mayDemandMore && guarding == .changes))
      #expect(statuses(operation).contains("401") == isAsked)
      // Uploads and events have limits of their own, whoever sends them.
      let mayUpload = endpoint.demands == .upload || endpoint.furtherDemand == .upload
      let isLimited = mayUpload || endpoint.demands == .event
      #expect(statuses(operation).contains("429") == (isAsked || isLimited))
      #expect(!isAsked || statuses(operation).contains("403"))
    }
  }

  @Test func `a limit on all requests is told of wherever it counts`() throws {
    let options = options(
      .nothing, limit: RatePolicy(name: "requests", count: 1, seconds: 60))
    let document = try JSONParser.parse(OpenAPI.document(version: "1", options))
    for endpoint in Endpoint.all {
      let statuses = statuses(operation(endpoint, in: document))
      #expect(statuses.contains("429") == (endpoint.demands != .open))
      #expect(!statuses.contains("401"))
    }
  }

  @Test func `a key is sent in one of two declared ways, with the scope that is needed`() throws {
    let document = try JSONParser.parse(OpenAPI.document(version: "1", options(.everything)))
    let schemes = document["components"]?["securitySchemes"]
    #expect(schemes?["bearer"]?["scheme"] == .string("bearer"))
    #expect(schemes?["apiKey"]?["name"] == .string("X-API-Key"))
    let shutdown = document["paths"]?["/api/graceful_shutdown"]?["post"]
    #expect(
      shutdown?["security"]
        == .array([
          object([("bearer", .array([.string("admin")]))]),
          object([("apiKey", .array([.string("admin")]))]),
        ]))
  }

  @Test func `every reply fits its schema and is what the server answers`() throws {
    let options = options(
      .everything, limit: RatePolicy(name: "requests", count: 1, seconds: 60))
    for endpoint in Endpoint.all {
      let site = try Site(access: AccessKeeper(options))
      for reply in OpenAPI.accessReplies(of: endpoint, options) {
        let hasBody = !reply.schema.isEmpty
        #expect(!hasBody || SchemaCheck().mistakes(reply.example, schema: reply.schema).isEmpty)
        #expect(RequestMetrics.statuses.contains(reply.status))
      }
      guard endpoint.demands != .open else {
        #expect(OpenAPI.accessReplies(of: endpoint, options).isEmpty)
        continue
      }
      for status in [401, 429] {
        // A page without a key is elsewhere; with a wrong one it is here.
        let fields: [(FieldName, String)] = endpoint.family == .pages ? [("X-API-Key", "x")] : []
        let answer = try site.ask(endpoint.method, endpoint.pattern, fields: fields)
        #expect(answer.status.code == status)
        let reply = OpenAPI.accessReplies(of: endpoint, options).first { $0.status == status }
        let schema = try #require(reply?.schema)
        #expect(answer.fields[.contentType] == reply?.type)
        guard endpoint.family != .pages else { continue }
        let body = try JSONParser.parse(answer.content())
        #expect(SchemaCheck().mistakes(body, schema: schema).isEmpty)
      }
    }
  }
}
