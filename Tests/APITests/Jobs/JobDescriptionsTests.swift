import HTTP
import JSON
import Testing

@testable import API

struct JobDescriptionsTests {
  private func endpoint(_ method: HTTP.Method, _ pattern: String) throws -> EndpointDescription {
    try #require(Endpoint.all.first { $0.method == method && $0.pattern == pattern }).description
  }

  private func headers(_ description: EndpointDescription) -> [String] {
    description.parameters.filter { $0.place == .header }.map(\.name)
  }

  @Test func `every submission can be repeated, and says so`() throws {
    let submissions = Endpoint.all.filter { endpoint in
      endpoint.notesCaller && endpoint.method == .post
    }
    #expect(submissions.count == 13)
    for endpoint in submissions {
      #expect(headers(endpoint.description).contains("Idempotency-Key"), "\(endpoint.pattern)")
      let statuses = Set(endpoint.description.replies.map(\.status))
      #expect(statuses.isSuperset(of: [400, 403, 422, 503, 507]))
      #expect(!endpoint.takesJSON || statuses.isSuperset(of: [413, 415]))
    }
  }

  @Test func `where an answer can be held, the preference is described`() throws {
    for (method, pattern) in [
      (HTTP.Method.post, "/api/v1/jobs"), (.post, "/api/v1/imports"),
      (.get, "/api/v1/jobs/{id}"), (.get, "/api/v1/jobs/{id}/status"),
    ] {
      #expect(headers(try endpoint(method, pattern)).contains("Prefer"))
    }
    #expect(headers(try endpoint(.get, "/api/v1/jobs/{id}/events")) == ["Last-Event-ID"])
  }

  @Test func `each job of an example is in the state that its reply speaks of`() throws {
    let removal = try endpoint(.delete, "/api/v1/jobs/{id}")
    let states = removal.replies.filter { $0.schema == "Job" }.map { $0.example["state"] }
    #expect(states == [.string("cancelled"), .string("running")])
    let submission = try endpoint(.post, "/api/v1/jobs")
    let ends = submission.replies.filter { $0.schema == "JobAcceptance" }.map {
      $0.example["finished"]
    }
    #expect(ends.count == 2 && ends[0] != .null && ends[1] == .null)
  }
}
