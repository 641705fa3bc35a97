import JSON
import Testing

@testable import API

struct ResponseFieldTests {
  @Test(arguments: [
    (200, ["X-Request-Id"]), (401, ["X-Request-Id", "WWW-Authenticate"]),
    (416, ["X-Request-Id", "Content-Range"]),
    (429, ["X-Request-Id", "Retry-After", "RateLimit", "RateLimit-Policy"]),
  ])
  func `every answer of a status has its fields, the request's name among them`(
    status: Int, names: [String]
  ) {
    #expect(ResponseField.usual(ofStatus: status).map(\.rawValue) == names)
  }

  @Test func `every field has a sentence, a schema, and an example that fits it`() {
    for field in ResponseField.allCases {
      let header = ResponseField.all[field.rawValue]
      #expect(header?["description"] != nil && header?["schema"] != nil)
      guard let schema = header?["schema"], let example = header?["example"] else { continue }
      #expect(SchemaCheck().mistakes(example, schema, at: field.rawValue).isEmpty)
    }
  }

  @Test func `a reference leads to the field`() {
    #expect(
      ResponseField.entityTag.reference == object([("$ref", .string("#/components/headers/ETag"))]))
  }
}
