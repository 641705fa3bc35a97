import JSON
import Testing

@testable import API

struct OpenAPISchemasTests {
  private func fits(_ schema: String, _ text: String) throws -> Bool {
    SchemaCheck().mistakes(try JSONParser.parse(Array(text.utf8)), schema: schema).isEmpty
  }

  @Test func `no name stands for two shapes`() {
    guard case .object(let members) = OpenAPISchemas.all else {
      Issue.record("there are no schemas")
      return
    }
    #expect(Set(members.map(\.key)).count == members.count)
  }

  @Test(arguments: [
    (#"{"type":"aggregate","dataset":"games","params":{"agg":["n:count()"],"Price__gt":5}}"#, true),
    (#"{"type":"aggregate","dataset":"games","params":{"limit":10001}}"#, false),
    (#"{"type":"profile","dataset":"games","timeout":"5m"}"#, true),
    (#"{"type":"profile","dataset":"games","params":{"x":1}}"#, false),
    (#"{"type":"import","params":{"url":"https://a/b.csv","name":"b"}}"#, true),
    (#"{"type":"import","params":{"url":"ftp://a/b.csv"}}"#, false),
    (#"{"type":"survey","params":{"statistic":"best5","question":"Q"}}"#, true),
    (#"{"type":"survey","params":{"statistic":"best6","question":"Q"}}"#, false),
    (#"{"job_id":"a","data_url":"dataset:b","config":{"analysis_stages":["profile"]}}"#, true),
    (#"{"job_id":"7","data_url":"dataset:b","config":{"analysis_stages":["profile"]}}"#, false),
    (#"{"job_id":"a","data_url":"b.csv","config":{"analysis_stages":[]}}"#, false),
    (#"{"type":"other"}"#, false), ("{}", false),
  ])
  func `a submission is one kind of order, by its members`(text: String, isOne: Bool) throws {
    #expect(try fits("JobSubmission", text) == isOne)
  }

  @Test func `a problem tells of itself and of all mistakes`() throws {
    let start =
      #"{"type":"/problems/x","title":"X","status":400,"detail":"d","instance":"urn:uuid:1""#
    #expect(try fits("Problem", start + "}"))
    #expect(try fits("Problem", start + #","errors":[{"detail":"e","parameter":"p"}]}"#))
    #expect(try !fits("Problem", start + #","errors":[{"parameter":"p"}]}"#))
  }
}
