import Testing

@testable import HTTP

struct CrossOriginTests {
  private let closed = CrossOrigin(origins: [])
  private let listed = CrossOrigin(origins: ["https://Example.org"])
  private let open = CrossOrigin(origins: ["*"])

  private func head(
    _ method: HTTP.Method, _ fields: [(FieldName, String)]
  ) throws -> RequestHead {
    try #require(Request(method, "/", fields: fields)).head
  }

  @Test func `a page of another origin changes nothing`() throws {
    let foreign = [(FieldName.origin, "https://evil.test")]
    for guarded in [closed, listed, open] {
      #expect(guarded.forbids(try head(.post, foreign)))
      #expect(guarded.forbids(try head(.delete, [(.secFetchSite, "cross-site")])))
      #expect(guarded.forbids(try head(.put, [(.secFetchSite, "same-site")])))
      #expect(guarded.forbids(try head(.post, [(.origin, "null")])))
      #expect(!guarded.forbids(try head(.get, foreign)))
    }
    #expect(
      !listed.forbids(
        try head(.post, [(.origin, "HTTPS://example.ORG"), (.secFetchSite, "cross-site")])))
  }

  @Test func `the own pages and what is no browser may change things`() throws {
    #expect(!closed.forbids(try head(.post, [])))
    #expect(!closed.forbids(try head(.post, [(.secFetchSite, "same-origin")])))
    #expect(!closed.forbids(try head(.post, [(.secFetchSite, "none")])))
    let host = (FieldName.host, "Localhost:8080")
    #expect(!closed.forbids(try head(.post, [host, (.origin, "http://localhost:8080")])))
    #expect(!closed.forbids(try head(.post, [host, (.origin, "https://localhost:8080")])))
    #expect(closed.forbids(try head(.post, [host, (.origin, "http://localhost:8081")])))
    #expect(closed.forbids(try head(.post, [host, (.origin, "ftp://localhost:8080")])))
  }

  private func marked(_ rule: CrossOrigin, _ fields: [(FieldName, String)]) throws -> Fields {
    var response = Response(.ok)
    rule.mark(&response, for: try head(.get, fields))
    return response.fields
  }

  @Test func `pages of allowed origins may read, and caches keep their answers apart`() throws {
    let origin = [(FieldName.origin, "https://example.org")]
    #expect(try marked(closed, origin).isEmpty)
    let answer = try marked(listed, origin)
    #expect(answer["Access-Control-Allow-Origin"] == "https://example.org")
    #expect(answer["Access-Control-Expose-Headers"]?.contains("X-Request-Id") == true)
    #expect(answer[.vary] == "Origin")
    let stranger = try marked(listed, [(.origin, "https://evil.test")])
    #expect(!stranger.contains("Access-Control-Allow-Origin") && stranger[.vary] == "Origin")
    #expect(try marked(listed, [])[.vary] == "Origin")
    let anyone = try marked(open, [(.origin, "https://evil.test")])
    #expect(anyone["Access-Control-Allow-Origin"] == "*" && !anyone.contains(.vary))
  }

  @Test func `a preflight of an allowed origin is told what it may do`() throws {
    let asked: [(FieldName, String)] = [
      (.origin, "https://example.org"), ("Access-Control-Request-Method", "POST"),
    ]
    let response = try #require(listed.preflight(try head(.options, asked), allow: "POST, OPTIONS"))
    #expect(response.status == .noContent && response.fields[.allow] == "POST, OPTIONS")
    #expect(response.fields["Access-Control-Allow-Methods"] == "POST, OPTIONS")
    #expect(response.fields["Access-Control-Allow-Headers"]?.contains("Content-Type") == true)
    #expect(response.fields["Access-Control-Max-Age"] == "600")
    #expect(open.preflight(try head(.options, asked), allow: "GET") != nil)
    #expect(closed.preflight(try head(.options, asked), allow: "GET") == nil)
    #expect(listed.preflight(try head(.get, asked), allow: "GET") == nil)
    #expect(listed.preflight(try head(.options, [asked[0]]), allow: "GET") == nil)
    #expect(listed.preflight(try head(.options, [asked[1]]), allow: "GET") == nil)
  }
}
