import Engine
import JSON
import Testing

@testable import App

struct JobRecordTests {
  private func record(_ text: String) throws -> JobRecord? {
    JobRecord(try JSONParser.parse(Array(text.utf8)))
  }

  @Test func `a description is read whole`() throws {
    let text = """
      {"id":"job_id_7","type":"profile","state":"running","progress":45,"phase":"grouping",
       "queue_position":3,"expected_wait_seconds":1.5,"attempts":1,
       "created":"2026-01-01T00:00:00Z","started":"2026-01-01T00:00:02Z","finished":null,
       "error":null,"links":{}}
      """
    let record = try #require(try record(text))
    #expect(record.id == JobID(7) && record.kind == "profile" && record.state == .running)
    #expect(record.progress == 45 && record.phase == "grouping" && record.reason == nil)
    #expect(record.queuePosition == 3 && record.expectedWaitSeconds == 1.5)
    let created = try #require(record.created)
    #expect(record.ageMilliseconds(at: created + 5000) == 5000)
    #expect(record.durationMilliseconds(at: created + 5000) == 3000)
    #expect(record.description["attempts"] == .integer(1))
  }

  @Test func `little is enough`() throws {
    let record = try #require(try record(#"{"id":"9","state":"queued"}"#))
    #expect(record.id == JobID(9) && record.kind == nil && record.progress == 0)
    #expect(record.ageMilliseconds(at: 5) == nil && record.durationMilliseconds(at: 5) == nil)
  }

  @Test(arguments: [
    "7", "{}", #"{"id":"job_id_7"}"#, #"{"id":"job_id_7","state":"lost"}"#,
    #"{"id":"x","state":"queued"}"#, #"{"id":7,"state":"queued"}"#, #"[{"id":"7"}]"#,
  ])
  func `anything else is no description`(text: String) throws {
    #expect(try record(text) == nil)
  }

  @Test func `numbers out of their range are brought back`() throws {
    for (percent, expected) in [("-3", 0), ("250", 100), ("1e300", 0), ("null", 0)] {
      let text = #"{"id":"7","state":"queued","progress":\#(percent),"queue_position":1e300}"#
      let record = try #require(try record(text))
      #expect(record.progress == expected && record.queuePosition == nil)
    }
  }

  @Test func `a finished job took as long as it ran, by any clock`() throws {
    let text = #"""
      {"id":"7","state":"failed","created":"2026-01-01T00:00:00Z","started":"2026-01-01T00:00:01Z",
       "finished":"2026-01-01T00:00:03.5Z","error":"no"}
      """#
    let record = try #require(try record(text))
    #expect(record.durationMilliseconds(at: 0) == 2500)
    #expect(record.ageMilliseconds(at: 0) == 0)
    #expect(record.reason == "no")
  }

  @Test func `an event changes what goes on and nothing else`() throws {
    var record = try #require(
      try record(#"{"id":"7","type":"a","state":"queued","queue_position":2}"#))
    for nothing in [JSONValue.string("x"), .object([])] {
      let isTaken = record.take(nothing)
      #expect(!isTaken)
    }
    #expect(record.state == .queued && record.queuePosition == 2)
    let event = try JSONParser.parse(
      Array(#"{"id":"8","state":"running","progress":7,"phase":"p"}"#.utf8))
    let isTaken = record.take(event)
    #expect(isTaken)
    #expect(record.id == JobID(7) && record.kind == "a" && record.state == .running)
    #expect(record.progress == 7 && record.phase == "p" && record.queuePosition == nil)
  }
}
