import HTTP
import JSON
import Testing

@testable import API

struct EndpointDescriptionTests {
  @Test func `every example of an answer fits its schema`() {
    for endpoint in Endpoint.all {
      for reply in endpoint.description.replies where !reply.schema.isEmpty {
        let mistakes = SchemaCheck().mistakes(reply.example, schema: reply.schema)
        #expect(mistakes.isEmpty, "\(endpoint.pattern) \(reply.status)")
      }
    }
  }

  @Test func `every example of a body fits its schema, and is taken as one`() throws {
    for endpoint in Endpoint.all {
      let (schema, example): (String, JSONValue)
      switch endpoint.description.body {
      case .json(let name, let value)?, .lines(let name, let value)?,
        .members(let name, let value)?:
        (schema, example) = (name, value)
      case .file?, .form?, nil: continue
      }
      #expect(SchemaCheck().mistakes(example, schema: schema).isEmpty)
      var writer = JSONWriter()
      writer.value(example)
      if endpoint.takesEvents {
        #expect(try EventBatch(writer.bytes).events.count == 1)
        continue
      }
      let member =
        [
          "Import": "url", "GamesImport": "file_url", "JobSubmission": "type",
          "DataFileQuestion": "file_path", "ColumnQuestion": "column_name",
        ][schema] ?? "question"
      #expect(throws: Never.self) { try JSONBody(writer.bytes).text(member) }
    }
  }

  @Test func `statuses of an endpoint are each described once for a type of content`() {
    for endpoint in Endpoint.all {
      let replies = endpoint.description.replies.map { "\($0.status) \($0.type)" }
      #expect(Set(replies).count == replies.count)
      #expect(endpoint.description.replies.contains { $0.status < 400 })
      #expect(endpoint.description.replies.allSatisfy { !$0.text.isEmpty })
    }
  }

  @Test func `a failure is described by the very answer`() {
    let reply = EndpointDescription.Reply("x", .missingKey, in: .games)
    #expect(reply.status == 401 && reply.text == "x" && reply.schema == "Message")
    #expect(reply.example == object([("message", .string("Invalid or missing API Key"))]))
    let problem = EndpointDescription.Reply("x", .noFile, in: .general)
    #expect(problem.type == "application/problem+json" && problem.schema == "Problem")
    #expect(problem.example["status"] == .integer(400))
    let mistakes = EndpointDescription.Reply("x", .pipeline(.missingFile), in: .pipelines)
    #expect(mistakes.schema == "PipelineMistakes")
    for (family, schema) in [
      (Family.survey, "SurveyError"), (.games, "GamesError"), (.events, "EventError"),
      (.pipelines, "PipelineError"), (.collector, "CollectorError"), (.general, "Problem"),
    ] {
      let reply = EndpointDescription.Reply("x", .fault(.overloaded), in: family)
      #expect(reply.schema == schema && reply.status == 503)
      #expect(SchemaCheck().mistakes(reply.example, schema: schema).isEmpty)
    }
  }

  @Test func `an example stands in a request without quotes`() {
    #expect(EndpointDescription.query("a", "x", .string("b c")).exampleText == "b c")
    #expect(
      EndpointDescription.query("a", "x", Schema.count, .integer(7)).exampleText == "7")
    #expect(EndpointDescription.idempotencyKey.place == .header)
  }

  @Test func `every example of a parameter fits its schema`() {
    for endpoint in Endpoint.all {
      for parameter in endpoint.description.parameters {
        let mistakes = SchemaCheck().mistakes(
          parameter.example, parameter.schema, at: parameter.name)
        #expect(mistakes.isEmpty, "\(endpoint.pattern): \(mistakes)")
      }
    }
  }
}
