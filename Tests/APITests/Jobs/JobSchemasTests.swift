import JSON
import Testing

@testable import API

struct JobSchemasTests {
  private func fits(_ schema: JSONValue, _ value: JSONValue) -> Bool {
    SchemaCheck().mistakes(value, schema, at: "").isEmpty
  }

  @Test(arguments: ["90s", "5m", "1h", "9d", "1500ms", "7", "0s", "", "5w", "-1s", "1.5h"])
  func `a time for a job is described as it is read`(text: String) {
    let isRead = if case .milliseconds = JobTimeout(.string(text)) { true } else { false }
    #expect(fits(JobSchemas.timeout, .string(text)) == isRead)
  }

  @Test func `a time may be seconds or none`() {
    #expect(fits(JobSchemas.timeout, .double(0.5)) && fits(JobSchemas.timeout, .null))
    #expect(!fits(JobSchemas.timeout, .bool(true)))
  }

  @Test(arguments: [
    ("incidents-1", true), ("a.b", true), ("7", false), ("job_id_7", false), (".a", false),
    ("", false),
  ])
  func `a client's name is none of the server's numbers`(name: String, isOne: Bool) {
    #expect(fits(JobSchemas.name, .string(name)) == isOne)
  }
}
