import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import API

struct OperationsTests {
  @Test func `a server that runs is healthy and alive`() throws {
    let site = try Site(hasSurvey: false)
    #expect(try site.ask(.get, "/health").text == #"{"status":"healthy"}"#)
    #expect(try site.ask(.get, "/livez").text == #"{"status":"alive"}"#)
    _ = site.engine.drain()
    #expect(try site.ask(.get, "/livez").status == .ok)
  }

  @Test func `a server that takes work is ready and names its survey`() throws {
    let ready = try Site().ask(.get, "/readyz")
    #expect(ready.status == .ok)
    let answer = try JSONParser.parse(ready.content())
    #expect(answer["status"] == .string("ready"))
    #expect(answer["survey"] == .string("sample"))
    #expect(try Site(hasSurvey: false).json(.get, "/readyz")["survey"] == .null)
  }

  private func state(of check: String, in answer: JSONValue) -> JSONValue? {
    guard case .array(let checks)? = answer["checks"] else { return nil }
    return checks.first { $0["name"] == .string(check) }?["status"]
  }

  @Test func `a server that shuts down is not ready`() throws {
    let site = try Site()
    _ = site.engine.drain()
    let response = try site.ask(.get, "/readyz")
    #expect(response.status == .serviceUnavailable)
    #expect(response.fields[.retryAfter] != nil)
    let answer = try JSONParser.parse(response.content())
    #expect(state(of: "accepting", in: answer) == .string("fail"))
    #expect(state(of: "storage", in: answer) == .string("pass"))
  }

  @Test func `a server that cannot keep results is not ready until it can`() throws {
    let site = try Site()
    try FileManager.default.removeItem(atPath: site.folder + "/results")
    try Data().write(to: URL(fileURLWithPath: site.folder + "/results"))
    _ = try site.finish()
    let response = try site.ask(.get, "/readyz")
    #expect(response.status == .serviceUnavailable)
    #expect(
      state(of: "storage", in: try JSONParser.parse(response.content())) == .string("fail"))
    try FileManager.default.removeItem(atPath: site.folder + "/results")
    _ = try site.finish()
    #expect(try site.ask(.get, "/readyz").status == .ok)
  }

  @Test func `the description is served as JSON`() throws {
    var options = Responder.Options()
    options.version = "9.8.7"
    let answer = try Site(options).json(.get, "/openapi.json")
    #expect(answer["openapi"] == .string("3.1.0"))
    #expect(answer["info"]?["version"] == .string("9.8.7"))
  }
}
