import JSON
import Testing

@testable import API

struct SurveySchemasTests {
  private func fits(_ schema: String, _ text: String) throws -> Bool {
    SchemaCheck().mistakes(try JSONParser.parse(Array(text.utf8)), schema: schema).isEmpty
  }

  @Test(arguments: [
    (#"{"question":"Q"}"#, true), (#"{"question":"Q","from_year":2011,"to_year":null}"#, true),
    (#"{"question":"Q","better":"low"}"#, true), (#"{"question":"Q","better":null}"#, true),
    ("{}", false), (#"{"question":7}"#, false), (#"{"question":"Q","better":"big"}"#, false),
    (#"{"question":"Q","from_year":"2011"}"#, false),
  ])
  func `a question has its text and may have years and a good end`(text: String, isOne: Bool) throws
  {
    #expect(try fits("Question", text) == isOne)
  }

  @Test func `a question about one state names it`() throws {
    #expect(try fits("StateQuestion", #"{"question":"Q","state":"Ohio"}"#))
    #expect(try !fits("StateQuestion", #"{"question":"Q"}"#))
  }

  @Test(arguments: [
    (#"{"status":"running"}"#, true), (#"{"status":"done","data":{"Ohio":1.5}}"#, true),
    (#"{"status":"error","reason":"x"}"#, true), (#"{"status":"done"}"#, false),
    (#"{"status":"error"}"#, false), (#"{"status":"lost"}"#, false),
  ])
  func `a result is running, done with data, or an error with its reason`(
    text: String, isOne: Bool
  ) throws {
    #expect(try fits("JobResult", text) == isOne)
  }
}
