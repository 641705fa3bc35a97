import JSON
import Testing

@testable import API

struct EventSchemasTests {
  private func fits(_ schema: String, _ text: String) throws -> Bool {
    SchemaCheck().mistakes(try JSONParser.parse(Array(text.utf8)), schema: schema).isEmpty
  }

  @Test(arguments: [
    "2025-06-26T14:30:00Z", "2025-06-26", "2025-06-26 14:30", "2025-06-26t14:30:07,125+0200",
    "2025-06-26T14:30:00.1-02", "2025-06-26T24:00:00Z", "2025-06-26T14:30:60Z", "2025-13-01", "",
    "2025-06-26T14", "2025-06-26T14:30:00 Z", "now",
  ])
  func `a moment is described as it is read`(moment: String) throws {
    let isRead = EventTime.nanoseconds(of: Array(moment.utf8).span) != nil
    #expect(try fits("Event", #"{"timestamp":"\#(moment)","value":1}"#) == isRead)
  }

  @Test func `an event has a number, and a series that is not empty if it has one`() throws {
    let start = #"{"timestamp":"2025-06-26","value":"#
    #expect(try fits("Event", start + #"1.5,"series":null}"#))
    #expect(try !fits("Event", start + #""1.5"}"#))
    #expect(try !fits("Event", start + #"1,"series":""}"#))
    #expect(try !fits("Events", "[]"))
  }

  @Test func `what is streamed is JSON within an event of a known name`() throws {
    #expect(try fits("JobEvent", #"{"event":"progress","data":"{}","id":"3","retry":2000}"#))
    #expect(try !fits("JobEvent", #"{"event":"statistics","data":"{}"}"#))
    #expect(try fits("StatisticsEvent", #"{"event":"statistics","data":"{}"}"#))
  }
}
