import Engine
import HTTP
import JSON
import Testing

@testable import API

struct PipelineDescriptionsTests {
  private let family = Endpoint.all.filter { $0.family == .pipelines }

  @Test func `errors of the family have its shape alone`() {
    #expect(family.count >= 4)
    for endpoint in family {
      #expect(endpoint.description.tag == "pipelines")
      for reply in endpoint.description.replies where reply.status >= 400 {
        // What a condition or a range comes to is told by the status and the fields alone.
        if [412, 416].contains(reply.status) { continue }
        #expect(reply.type == "application/json", "\(endpoint.pattern) \(reply.status)")
        #expect(["PipelineError", "PipelineMistakes"].contains(reply.schema))
      }
    }
  }

  @Test func `an error is described with an example`() throws {
    let reply = EndpointDescription.pipelineError(404, "There is none.", "Job not found")
    #expect(reply.status == 404 && reply.text == "There is none.")
    #expect(reply.example == object([("detail", .string("Job not found"))]))
  }

  @Test func `an artifact is of one of three types`() {
    let replies = EndpointDescription.artifact.replies.filter { $0.status == 200 }
    #expect(
      replies.map(\.type) == ["application/json", "text/html; charset=utf-8", "image/svg+xml"])
  }

  @Test func `a submission is told its errors in both shapes`() throws {
    let document = try JSONParser.parse(OpenAPI.document(version: "1", .init()))
    let responses = document["paths"]?["/api/v1/jobs"]?["post"]?["responses"]
    for status in ["400", "410", "422", "503", "507"] {
      guard case .object(let contents)? = responses?[status]?["content"] else {
        Issue.record("\(status) has no content")
        continue
      }
      #expect(contents.map(\.key) == ["application/problem+json", "application/json"])
    }
  }
}
