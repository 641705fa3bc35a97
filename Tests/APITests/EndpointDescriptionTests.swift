import JSON
import Statistics
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
      guard case .json(let schema, let example)? = endpoint.description.body else { continue }
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
      #expect(endpoint.description.replies.contains { $0.status < 300 })
      #expect(endpoint.description.replies.allSatisfy { !$0.text.isEmpty })
    }
  }

  @Test func `each statistic is summed up in its own words`() {
    let summaries = SurveyStatistic.allCases.map { EndpointDescription.question($0).summary }
    #expect(Set(summaries).count == SurveyStatistic.allCases.count)
  }

  @Test func `a question's examples name a state exactly where one is asked for`() {
    for statistic in SurveyStatistic.allCases {
      guard case .json(_, let example)? = EndpointDescription.question(statistic).body else {
        Issue.record("\(statistic) takes no JSON")
        continue
      }
      #expect((example["state"] != nil) == statistic.asksOneState)
    }
  }
}
