import Engine
import HTTP
import JSON
import Testing

@testable import API

struct OperationsDescriptionsTests {
  @Test func `a server says that it is ready or not with the members that are described`() throws {
    let site = try Site()
    for status in [200, 503] {
      if status == 503 { _ = site.engine.drain() }
      let reply = try #require(
        EndpointDescription.ready.replies.first { $0.status == status })
      let answer = try site.ask(.get, "/readyz")
      #expect(answer.status.code == status)
      let body = try answer.value()
      #expect(SchemaCheck().mistakes(body, schema: reply.schema).isEmpty)
      #expect(body["status"] == reply.example["status"])
    }
  }

  @Test func `who lives says the word of the description`() throws {
    let site = try Site()
    for (path, description) in [
      ("/health", EndpointDescription.health), ("/livez", .alive),
    ] {
      #expect(try site.ask(.get, path).value() == description.replies[0].example)
    }
  }

  @Test func `figures have the type of the description`() throws {
    let type = try Site().ask(.get, "/metrics").fields[.contentType]
    #expect(type == EndpointDescription.metrics.replies[0].type)
  }
}
